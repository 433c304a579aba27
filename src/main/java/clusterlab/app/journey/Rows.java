package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists whose length differs without a fault, as one of news: all of their rows are noise, and nothing beside them. For one
 * thread.
 */
final class Rows {
    private static final Pattern HTML_STEP = Pattern.compile(" > | (?=@)");
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$| \\(\\d+\\)$| \\d+$");
    private static final Pattern NUMBERED_ID = Pattern.compile("(?<=^#.{0,39}\\D)\\d+$");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Elements that are rows, so that the first one, whose path has no number, is one too. */
    private static final Set<String> REPEATED = Set.of("li", "tr", "dt", "dd", "option");

    private final Set<Row> known = new HashSet<>();

    /** All places that begin like this and go on with such a row. */
    record Row(int step, Kind kind, String beginning, String row) {
        /** As a report names it. */
        String place() {
            String path = beginning.strip().replace("\n", kind == Kind.JSON ? "/" : " > ");
            return (path.isEmpty() ? "" : path + (kind == Kind.JSON ? "/" : " > ")) + row;
        }
    }

    /**
     * Learns from a place that another answer does not have: at the first index at which the other one has nothing.
     *
     * @return whether the place is in a list
     */
    boolean learn(int step, Place place, Facts lacking) {
        List<String> parts = parts(place);
        List<String> beginnings = beginnings(place);
        for (int i = 0; i < parts.size(); i++) {
            if (isRow(place.kind(), parts.get(i)) && !lacking.hasBelow(place.kind(), beginnings.get(i))) {
                String any = String.valueOf(anyRow(place.kind(), parts.get(i)));
                known.add(new Row(step, place.kind(), i == 0 ? "" : beginnings.get(i - 1), any));
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** The list that this place belongs to; empty if to none whose length differs. */
    Optional<Row> of(int step, Place place) {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = parts(place);
        List<String> beginnings = beginnings(place);
        for (int i = 0; i < parts.size(); i++) {
            String any = anyRow(place.kind(), parts.get(i));
            if (any != null) {
                Row row = new Row(step, place.kind(), i == 0 ? "" : beginnings.get(i - 1), any);
                if (known.contains(row)) {
                    return Optional.of(row);
                }
            }
        }
        return Optional.empty();
    }

    /** The place and all above it, the shortest first. */
    static List<String> beginnings(Place place) {
        List<String> all = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        for (String part : parts(place)) {
            path.append('\n').append(part);
            all.add(path.toString());
        }
        return all;
    }

    private static List<String> parts(Place place) {
        return List.of(
                switch (place.kind()) {
                    case JSON -> place.where().split("/");
                    case TEXT, ATTRIBUTE, SCRIPT -> HTML_STEP.split(place.where());
                    default -> new String[] {place.where()};
                });
    }

    private static boolean isRow(Kind kind, String part) {
        return kind == Kind.JSON
                ? NUMBER.matcher(part).matches()
                : index(part).matcher(part).find() || REPEATED.contains(part);
    }

    /** Such as {@code li[*]} for {@code li} and {@code li[3]}; null for what is no row. */
    private static @Nullable String anyRow(Kind kind, String part) {
        if (kind == Kind.JSON) {
            return NUMBER.matcher(part).matches() ? "*" : null;
        }
        return part.isEmpty() ? null : index(part).matcher(part).replaceFirst("") + "[*]";
    }

    private static Pattern index(String part) {
        return part.startsWith("#") ? NUMBERED_ID : INDEX;
    }
}
