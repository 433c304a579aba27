package clusterlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What tells a run from the others of its report, such as delta of the managers and seed 5. Joined only where it is
 * printed.
 *
 * @param parts in the order in which they are printed; none if there is nothing to tell apart
 */
public record Label(List<Part> parts) {
    /** Tells nothing apart. */
    public static final Label EMPTY = new Label(List.of());

    /** Copies the list. */
    public Label {
        parts = List.copyOf(parts);
    }

    /**
     * One choice.
     *
     * @param dimension in which runs differ, such as {@code manager}
     * @param text this run's choice, as it is printed
     */
    public record Part(String dimension, String text) {}

    /** A label of one part. */
    public static Label of(String dimension, String text) {
        return new Label(List.of(new Part(dimension, text)));
    }

    /** The parts of both, this one's first. */
    public Label and(Label other) {
        List<Part> both = new ArrayList<>(parts);
        both.addAll(other.parts);
        return new Label(both);
    }

    /** The same without the parts of this dimension. */
    public Label without(String dimension) {
        return new Label(
                parts.stream().filter(p -> !p.dimension().equals(dimension)).toList());
    }

    /** The dimensions of all parts. */
    public Set<String> dimensions() {
        return parts.stream().map(Part::dimension).collect(Collectors.toSet());
    }

    /** As it is printed, such as {@code delta sync sticky}; may be empty. */
    public String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining(" "));
    }
}
