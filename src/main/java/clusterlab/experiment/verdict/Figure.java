package clusterlab.experiment.verdict;

import clusterlab.experiment.history.Times;

/**
 * A measured number.
 *
 * @param key unique among the checkers of a run
 * @param label for people, lower case
 * @param value in the unit
 * @param unit what the value counts
 * @param sense whether more of it is worse
 */
public record Figure(String key, String label, double value, Unit unit, Sense sense) {

    /** What a value counts. */
    public enum Unit {
        COUNT,
        NANOS,
        PERCENT,
        PER_SECOND
    }

    /** How to read it. */
    public enum Sense {
        /** Something that the user has lost; a fault is blamed for what exceeds the control. */
        LOSS,
        /** Something that the user has to put up with: a gap, a failed request. */
        COST,
        /** Neither good nor bad. */
        INFO
    }

    /** Something lost, counted. */
    public static Figure loss(String key, String label, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.LOSS);
    }

    /** Something to put up with, counted. */
    public static Figure cost(String key, String label, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.COST);
    }

    /** A duration in nanoseconds to put up with. */
    public static Figure wait(String key, String label, long nanos) {
        return new Figure(key, label, nanos, Unit.NANOS, Sense.COST);
    }

    /** A plain count. */
    public static Figure info(String key, String label, long count) {
        return new Figure(key, label, count, Unit.COUNT, Sense.INFO);
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
