package clusterlab.experiment.history;

import java.util.Locale;

/** Numbers and times as a report shows them, the same everywhere on earth. */
public final class Times {
    private Times() {}

    /** A duration in nanoseconds with three digits or so: {@code 850 µs}, {@code 12.3 ms}, {@code 1.25 s}. */
    public static String span(long nanos) {
        if (nanos == History.NEVER) {
            return "never";
        }
        if (nanos < 1_000_000) {
            return Math.round(nanos / 1e3) + " µs";
        }
        if (nanos < 999_500_000) {
            return nanos < 99_950_000
                    ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                    : Math.round(nanos / 1e6) + " ms";
        }
        return String.format(Locale.ROOT, nanos < 99_500_000_000L ? "%.2f s" : "%.0f s", nanos / 1e9);
    }

    /** A moment in nanoseconds since the run began, to the millisecond: {@code 12.345 s}. */
    public static String moment(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }

    /** A count with commas. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** One digit after the point. */
    public static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** {@code 1 session}, {@code 1,200 sessions}. */
    public static String plural(long count, String noun) {
        return plural(count, noun, noun + "s");
    }

    /** A count with its noun, whose plural is irregular. */
    public static String plural(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }
}
