package clusterlab.experiment.verdict;

import clusterlab.experiment.history.Times;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A measured number.
 *
 * @param key unique among the checkers of a run
 * @param label for people, lower case
 * @param value in the unit
 * @param unit what the value counts
 * @param sense whether more of it is worse
 * @param effect how a sentence says that this happened in a run; of losses only, and not of all of them
 */
public record Figure(String key, String label, double value, Unit unit, Sense sense, Optional<Effect> effect) {

    /**
     * What a run did, such as "lost 4 acknowledged increments".
     *
     * @param verb in the past
     * @param one what it did that to, for a count of 1
     * @param many likewise, for other counts
     */
    public record Effect(String verb, String one, String many) {
        /** With a count. */
        public String text(long count) {
            return verb + " " + Times.count(count) + " " + (count == 1 ? one : many);
        }
    }

    /** What a value counts. */
    public enum Unit {
        COUNT,
        NANOS,
        PERCENT,
        PER_SECOND
    }

    /** How to read it. */
    public enum Sense {
        /** Something that the user has lost. A comparison counts what exceeds the fault-free run. */
        LOSS,
        /** Something that the user has to put up with: a gap, a failed request. */
        COST,
        /** Neither good nor bad. */
        INFO
    }

    /** Something lost, counted. */
    public static Figure loss(String key, String label, Effect effect, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.LOSS, Optional.of(effect));
    }

    /** Something lost, counted, that another figure tells already: no sentence says it again. */
    public static Figure lossToldAlready(String key, String label, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.LOSS, Optional.empty());
    }

    /** Something to put up with, counted. */
    public static Figure cost(String key, String label, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.COST, Optional.empty());
    }

    /** A duration in nanoseconds to put up with. */
    public static Figure wait(String key, String label, long nanos) {
        return new Figure(key, label, nanos, Unit.NANOS, Sense.COST, Optional.empty());
    }

    /** A plain count. */
    public static Figure info(String key, String label, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.INFO, Optional.empty());
    }

    /** A plain share, 0 to 100. */
    public static Figure percent(String key, String label, double percent) {
        return new Figure(key, label, percent, Unit.PERCENT, Sense.INFO, Optional.empty());
    }

    /**
     * Of several runs: the sum of counts, and the highest of all else.
     *
     * @param same the figures of one key, one or more
     */
    public static Figure together(List<Figure> same) {
        Figure first = same.get(0);
        DoubleStream values = same.stream().mapToDouble(Figure::value);
        double value = first.unit == Unit.COUNT ? values.sum() : values.max().orElseThrow();
        return new Figure(first.key, first.label, value, first.unit, first.sense, first.effect);
    }

    /** The value with its unit. */
    public String text() {
        return switch (unit) {
            case COUNT -> Times.count(Math.round(value));
            case NANOS -> Times.span(Math.round(value));
            case PERCENT -> Times.decimal(value) + " %";
            case PER_SECOND -> Times.count(Math.round(value)) + "/s";
        };
    }
}
