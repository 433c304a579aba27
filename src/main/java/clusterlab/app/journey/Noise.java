package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private final Map<Spot, BitSet> words = new HashMap<>();
    private final Set<At> whole = new HashSet<>();
    private final Set<Row> rows = new HashSet<>();

    /** By a client's answer to a step in the first walk: its answers in the others. */
    private final IdentityHashMap<Facts, List<Facts>> others = new IdentityHashMap<>();

    private record At(int step, Place place) {}

    /** A text of so many words. */
    private record Spot(At at, int length) {}

    /** All rows of a list: places that begin like this and go on with such a row. */
    private record Row(int step, Kind kind, String begin, String row) {}

    /**
     * Learns from two answers to the same step of the same client, both without a fault.
     *
     * @param step from 1
     */
    public void learn(int step, Facts first, Facts second) {
        others.computeIfAbsent(first, none -> new ArrayList<>()).add(second);
        for (Place place : places(first, second)) {
            String one = first.values().get(place);
            String other = second.values().get(place);
            At at = new At(step, place);
            if (one == null || other == null) {
                whole.add(at);
                row(step, place, one == null ? first : second).ifPresent(rows::add);
            } else if (!one.equals(other)) {
                BitSet differing = differing(place.kind(), one, other);
                if (differing == null || place.kind().isHard()) {
                    whole.add(at);
                } else {
                    words.computeIfAbsent(new Spot(at, words(place.kind(), one).length), none -> new BitSet())
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

    /** The list in which this place is a row, or in a row, that the other answer lacks as a whole. */
    private static Optional<Row> row(int step, Place place, Facts lacking) {
        String[] parts = parts(place);
        for (int i = 0; i < parts.length; i++) {
            String any = anyRow(place.kind(), parts[i]);
            if (any != null && !hasBelow(lacking, place.kind(), begin(parts, i + 1))) {
                return Optional.of(new Row(step, place.kind(), begin(parts, i), any));
            }
        }
        return Optional.empty();
    }

    private static boolean hasBelow(Facts facts, Kind kind, String begin) {
        return facts.values().keySet().stream()
                .filter(place -> place.kind() == kind)
                .anyMatch(place -> isBelow(place, begin));
    }

    private static boolean isBelow(Place place, String begin) {
        String[] parts = parts(place);
        for (int i = 1; i <= parts.length; i++) {
            if (begin(parts, i).equals(begin)) {
                return true;
            }
        }
        return false;
    }

    private static String[] parts(Place place) {
        return place.kind() == Kind.JSON
                ? place.where().split("/")
                : place.where().split(" > | (?=@)");
    }

    private static String begin(String[] parts, int length) {
        return String.join(" > ", List.of(parts).subList(0, length));
    }

    /** Such as {@code li[*]} for {@code li} and {@code li[3]}; null for what is no row: an id, a name. */
    private static @Nullable String anyRow(Kind kind, String part) {
        if (kind == Kind.JSON) {
            return part.matches("\\d+") ? "*" : null;
        }
        if (part.startsWith("#") || part.startsWith("@") || part.isEmpty()) {
            return null;
        }
        return part.replaceAll("\\[\\d+]$| \\(\\d+\\)$| \\d+$", "") + "[*]";
    }

    /** The list with rows of differing number that this place belongs to. */
    private Optional<Row> rowOf(int step, Place place) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = parts(place);
        for (int i = 0; i < parts.length; i++) {
            String any = anyRow(place.kind(), parts[i]);
            Row row = any == null ? null : new Row(step, place.kind(), begin(parts, i), any);
            if (row != null && rows.contains(row)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
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
        return words.getOrDefault(new Spot(new At(step, place), words(place.kind(), text).length), new BitSet());
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
        if (!rows.isEmpty() && others.containsKey(expected)) {
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

    /** Rows of a list of differing length that were there in each walk, and are nowhere in it now. */
    private void missingRows(int step, Facts expected, Facts got, List<Difference> found) {
        Map<Row, Set<String>> now = rowValues(step, got);
        List<Map<Row, Set<String>>> always = others.getOrDefault(expected, List.of()).stream()
                .map(facts -> rowValues(step, facts))
                .toList();
        expected.values().forEach((place, value) -> rowOf(step, place)
                .filter(row -> !now.getOrDefault(row, Set.of()).contains(value))
                .filter(row -> always.stream()
                        .allMatch(walk -> walk.getOrDefault(row, Set.of()).contains(value)))
                .ifPresent(row -> found.add(new Difference(place, value, ""))));
    }

    private Map<Row, Set<String>> rowValues(int step, Facts facts) {
        Map<Row, Set<String>> values = new HashMap<>();
        facts.values().forEach((place, value) -> rowOf(step, place)
                .ifPresent(row ->
                        values.computeIfAbsent(row, none -> new HashSet<>()).add(value)));
        return values;
    }

    private boolean isNoise(int step, Place place, @Nullable String before, @Nullable String now) {
        if (whole.contains(new At(step, place)) || rowOf(step, place).isPresent()) {
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
