package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What differs without a fault: times, ids, counts of visitors. After Twitter's Diffy, which compares two equal servers to learn
 * which differences of a third one mean nothing. Of a text with as many words as before, single words are noise; else the
 * whole text is. Of a list whose length differs, the rows that were there each time have to be there still. For one thread.
 */
public final class Noise {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern MARKS = Pattern.compile("[\\s\"'{}()\\[\\]<>,;=&?/]+");

    /** What programs write for no value. An id that is another one each time is noise; none in its place is a loss. */
    private static final Set<String> NOTHING = Set.of("null", "undefined", "None", "nil", "NaN");

    /** Fewer answers do not tell how short a list can be. */
    private static final int MANY = 12;

    /** By place and number of words: which of them. */
    private final Map<At, Map<Integer, BitSet>> words = new HashMap<>();

    private final Set<At> whole = new HashSet<>();

    /** Where no value may stand without a fault. */
    private final Set<At> empty = new HashSet<>();

    private final Rows rows = new Rows();

    /** By a client's answer to a step in the first walk: its answers in the others. */
    private final Map<Facts, List<Facts>> others = new HashMap<>();

    /** By step: all answers without a fault, and what is known of them. */
    private final Map<Integer, Set<Facts>> answers = new HashMap<>();

    private final Map<Integer, Map<Rows.Row, Integer>> leastRows = new HashMap<>();

    private record At(int step, Place place) {}

    /**
     * Learns from two answers to the same step of the same client, both without a fault.
     *
     * @param step from 1
     */
    public void learn(int step, Facts first, Facts second) {
        others.computeIfAbsent(first, none -> new ArrayList<>()).add(second);
        answers.computeIfAbsent(step, none -> new LinkedHashSet<>()).addAll(List.of(first, second));
        leastRows.clear();
        for (Place place : places(first, second)) {
            String one = first.values().get(place);
            String other = second.values().get(place);
            At at = new At(step, place);
            if (one == null || other == null) {
                whole.add(at);
                rows.learn(step, place, one == null ? first : second);
            } else if (!one.equals(other)) {
                BitSet differing = differing(place.kind(), one, other);
                if (hasNothing(place.kind(), one) || hasNothing(place.kind(), other)) {
                    empty.add(at);
                }
                if (differing == null || place.kind().isHard() || place.kind() == Kind.BYTES) {
                    whole.add(at);
                } else {
                    words.computeIfAbsent(at, none -> new HashMap<>())
                            .computeIfAbsent(words(place.kind(), one).length, none -> new BitSet())
                            .or(differing);
                }
            }
        }
    }

    private static Set<Place> places(Facts first, Facts second) {
        Set<Place> places = new LinkedHashSet<>(first.values().keySet());
        places.addAll(second.values().keySet());
        return places;
    }

    /** The words of a text; of code, what is between its marks. */
    static String[] words(Kind kind, String text) {
        return (kind.isCode() ? MARKS : BLANKS).split(text, -1);
    }

    /** Which words differ; null if there are more words in one. */
    private static @Nullable BitSet differing(Kind kind, String one, String other) {
        String[] a = words(kind, one);
        String[] b = words(kind, other);
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

    /** The words of this text that differ without a fault; empty if none does, or the whole text. */
    BitSet noisyWords(int step, Place place, String text) {
        Map<Integer, BitSet> known = words.get(new At(step, place));
        return known == null ? new BitSet() : known.getOrDefault(words(place.kind(), text).length, new BitSet());
    }

    /** Whether a fact that has no place of its own, such as the status of this step, differs without a fault. */
    public boolean has(int step, Kind kind) {
        return whole.contains(new At(step, new Place(kind, "")));
    }

    /** How many places differ without a fault. */
    public int size() {
        Set<At> all = new HashSet<>(whole);
        all.addAll(words.keySet());
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
        if (!rows.isEmpty()) {
            missingRows(step, expected, got, found);
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

    /**
     * Rows of a list of differing length that were there in each walk of this client, and are nowhere in it now; and a list that is
     * shorter than in all walks of all clients.
     */
    private void missingRows(int step, Facts expected, Facts got, List<Difference> found) {
        List<Map<Rows.Row, List<String>>> always = others.getOrDefault(expected, List.of()).stream()
                .map(facts -> rowValues(step, facts))
                .toList();
        if (always.isEmpty()) {
            return;
        }
        Map<Rows.Row, List<String>> now = rowValues(step, got);
        Set<Rows.Row> told = new HashSet<>();
        expected.values().forEach((place, value) -> rows.of(step, place)
                .filter(row -> !now.getOrDefault(row, List.of()).contains(value))
                .filter(row -> always.stream()
                        .allMatch(walk -> walk.getOrDefault(row, List.of()).contains(value)))
                .ifPresent(row -> {
                    told.add(row);
                    found.add(new Difference(place, value, ""));
                }));
        least(step).forEach((row, least) -> {
            int there = now.getOrDefault(row, List.of()).size();
            if (there < least && !told.contains(row)) {
                found.add(new Difference(
                        new Place(row.kind(), row.place()), least + " or more", there == 0 ? "" : there + " only"));
            }
        });
    }

    /** How many rows such a list has at least, without a fault; none if there were few answers to learn that from. */
    private Map<Rows.Row, Integer> least(int step) {
        return leastRows.computeIfAbsent(step, none -> {
            Set<Facts> all = answers.getOrDefault(step, Set.of());
            Map<Rows.Row, Integer> least = new HashMap<>();
            if (all.size() >= MANY) {
                List<Map<Rows.Row, List<String>>> each =
                        all.stream().map(facts -> rowValues(step, facts)).toList();
                each.get(0)
                        .keySet()
                        .forEach(row -> least.put(
                                row,
                                each.stream()
                                        .mapToInt(walk -> walk.getOrDefault(row, List.of())
                                                .size())
                                        .min()
                                        .orElse(0)));
            }
            return least;
        });
    }

    private Map<Rows.Row, List<String>> rowValues(int step, Facts facts) {
        Map<Rows.Row, List<String>> values = new HashMap<>();
        facts.values().forEach((place, value) -> rows.of(step, place)
                .ifPresent(row ->
                        values.computeIfAbsent(row, none -> new ArrayList<>()).add(value)));
        return values;
    }

    private static boolean hasNothing(Kind kind, String text) {
        return text.isBlank() || Arrays.stream(words(kind, text)).anyMatch(NOTHING::contains);
    }

    private boolean isNoise(int step, Place place, @Nullable String before, @Nullable String now) {
        if (before != null
                && now != null
                && hasNothing(place.kind(), now)
                && !hasNothing(place.kind(), before)
                && !empty.contains(new At(step, place))) {
            return false;
        }
        if (whole.contains(new At(step, place)) || rows.of(step, place).isPresent()) {
            return true;
        }
        if (before == null || now == null) {
            return false;
        }
        BitSet differing = differing(place.kind(), before, now);
        if (differing == null) {
            return false;
        }
        differing.andNot(noisyWords(step, place, before));
        return differing.isEmpty();
    }
}
