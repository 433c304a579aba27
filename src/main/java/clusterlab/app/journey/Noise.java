package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs without a fault: times, ids, counts of visitors. After Twitter's Diffy, which compares two equal servers to learn
 * which differences of a third one mean nothing. Of a text with as many words as before, single words are noise; else the
 * whole text is. For one thread.
 */
public final class Noise {
    private final Map<Spot, BitSet> words = new HashMap<>();
    private final Set<At> whole = new HashSet<>();
    private final Set<At> rows = new HashSet<>();

    private record At(int step, Place place) {}

    /** A text of so many words. */
    private record Spot(At at, int length) {}

    /**
     * Learns from two answers to the same step of the same client, both without a fault.
     *
     * @param step from 1
     */
    public void learn(int step, Facts first, Facts second) {
        places(first, second).forEach(place -> {
            String one = first.values().get(place);
            String other = second.values().get(place);
            At at = new At(step, place);
            if (one == null || other == null) {
                whole.add(at);
                rows.add(new At(step, place.anywhere()));
            } else if (!one.equals(other)) {
                BitSet differing = differing(one, other);
                if (differing == null || place.kind().isHard()) {
                    whole.add(at);
                } else {
                    words.computeIfAbsent(new Spot(at, words(one).length), none -> new BitSet())
                            .or(differing);
                }
            }
        });
    }

    private static Set<Place> places(Facts first, Facts second) {
        Set<Place> places = new java.util.LinkedHashSet<>(first.values().keySet());
        places.addAll(second.values().keySet());
        return places;
    }

    private static String[] words(String text) {
        return text.split("\\s+", -1);
    }

    /** Which words differ; null if there are more words in one. */
    private static @Nullable BitSet differing(String one, String other) {
        String[] a = words(one);
        String[] b = words(other);
        if (a.length != b.length) {
            return null;
        }
        BitSet differing = new BitSet();
        for (int i = 0; i < a.length; i++) {
            if (!a[i].equals(b[i])) {
                differing.set(i);
            }
        }
        return differing;
    }

    /** Whether a fact that has no place of its own, such as the status of this step, differs without a fault. */
    public boolean has(int step, Kind kind) {
        return whole.contains(new At(step, new Place(kind, "")));
    }

    /** How many places differ without a fault. */
    public int size() {
        Set<At> all = new HashSet<>(whole);
        words.keySet().forEach(spot -> all.add(spot.at()));
        return all.size();
    }

    /**
     * What differs beside the noise, the weightiest first. If status or redirect differ, what the page says is left out: it is
     * another page.
     */
    public List<Difference> differences(int step, Facts expected, Facts got) {
        List<Difference> found = new ArrayList<>();
        for (Place place : places(expected, got)) {
            String before = expected.values().get(place);
            String now = got.values().get(place);
            if (!Objects.equals(before, now) && !isNoise(step, place, before, now)) {
                found.add(new Difference(place, before == null ? "" : before, now == null ? "" : now));
            }
        }
        found.sort((a, b) -> a.place().kind().compareTo(b.place().kind()));
        if (found.stream().anyMatch(one -> one.place().kind().compareTo(Kind.REDIRECT) <= 0)) {
            found.removeIf(one ->
                    one.place().kind().compareTo(Kind.TITLE) > 0 || one.place().kind() == Kind.TYPE);
        }
        if (found.stream().anyMatch(one -> one.place().kind() == Kind.ANSWER)) {
            found.removeIf(one -> one.place().kind() != Kind.ANSWER);
        }
        return found;
    }

    private boolean isNoise(int step, Place place, @Nullable String before, @Nullable String now) {
        At at = new At(step, place);
        if (whole.contains(at) || rows.contains(new At(step, place.anywhere()))) {
            return true;
        }
        if (before == null || now == null) {
            return false;
        }
        BitSet differing = differing(before, now);
        if (differing == null) {
            return false;
        }
        BitSet known = words.getOrDefault(new Spot(at, words(before).length), new BitSet());
        differing.andNot(known);
        return differing.isEmpty();
    }
}
