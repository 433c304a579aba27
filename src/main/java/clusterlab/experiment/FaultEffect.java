package clusterlab.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much larger the share of harmed sessions is with the fault than without it, over several pairs of runs. The
 * difference is the mean of the pairs' differences: each pair has the same seed and the same weight.
 *
 * <pre>
 *   pair 1   with    3 of 57 ┐ difference 1 ┐
 *            without 0 of 55 ┘              │              ┌─ p: sessions shuffled within each pair
 *   pair 2   with    1 of 56 ┐ difference 2 ├─ their mean ─┤
 *            without 0 of 57 ┘              │              └─ low … high: pairs drawn again, then their sessions
 *   …                                       ┘
 * </pre>
 *
 * <p>The p value is that of a permutation test, stratified by pair and two-sided: if the fault does nothing, it is chance which
 * of a pair's sessions had it. Counted as {@code (b + 1) / (m + 1)}, since the observed assignment is one of them (Phipson
 * and Smyth, "Permutation P-values should never be zero", 2010).
 *
 * <p>The test takes sessions as independent, but those of one run share its accidents: a pause of the machine harms many at
 * once. A bootstrap of sessions alone would then exclude 0 in up to 40 % of comparisons without any effect. So the interval is
 * the percentile interval of a bootstrap in two stages, first of the pairs, then of the sessions of each arm (Davison and
 * Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8): one bad run of ten proves nothing. It covers the
 * difference in 98 % of comparisons if sessions are independent, and in 90 to 95 % if runs differ much.
 *
 * @param difference of the shares, -1 to 1; more than 0 if more sessions were harmed with the fault
 * @param low end of the 95 % interval of the difference
 * @param high end of it
 * @param p how often chance alone gives a difference as large, in either direction; more than 0, up to 1
 */
public record FaultEffect(double difference, double low, double high, double p) {
    /** With fewer pairs nothing is said of a cause. */
    public static final int LEAST_PAIRS = 5;

    private static final int DRAWS = 10_000;
    private static final double LEVEL = 0.05;

    /**
     * The sessions of a pair of runs.
     *
     * @param harmed with the fault, 0 to {@code sessions}
     * @param sessions with the fault, 1 or more
     * @param harmedWithout without it, 0 to {@code sessionsWithout}
     * @param sessionsWithout without it, 1 or more
     */
    public record Shares(int harmed, int sessions, int harmedWithout, int sessionsWithout) {
        double difference() {
            return (double) harmed / sessions - (double) harmedWithout / sessionsWithout;
        }

        /** The difference after the sessions of both runs were shuffled. */
        private double shuffled(SplittableRandom random) {
            int all = sessions + sessionsWithout;
            int bad = harmed + harmedWithout;
            int drawn = 0;
            for (int i = 0; i < bad; i++) {
                // The next harmed session gets one of the places that are left.
                drawn += random.nextInt(all - i) < sessions - drawn ? 1 : 0;
            }
            return (double) drawn / sessions - (double) (bad - drawn) / sessionsWithout;
        }

        /** The difference of as many sessions drawn with replacement. */
        private double drawnAgain(SplittableRandom random) {
            return drawnAgain(random, harmed, sessions) - drawnAgain(random, harmedWithout, sessionsWithout);
        }

        private static double drawnAgain(SplittableRandom random, int harmed, int sessions) {
            // From one harmed session to the next (geometric distances): few are, so this is fast.
            double other = Math.log1p(-(double) harmed / sessions);
            int drawn = 0;
            for (double at = distance(random, other); at <= sessions; at += distance(random, other)) {
                drawn++;
            }
            return (double) drawn / sessions;
        }

        private static double distance(SplittableRandom random, double logOfOther) {
            return 1 + Math.floor(Math.log(random.nextDouble()) / logOfOther);
        }
    }

    /**
     * The effect; the same for the same seed.
     *
     * @param pairs 1 or more
     */
    public static FaultEffect of(List<Shares> pairs, long seed) {
        return of(pairs, seed, DRAWS);
    }

    static FaultEffect of(List<Shares> pairs, long seed, int draws) {
        SplittableRandom random = new SplittableRandom(seed);
        double observed = pairs.stream().mapToDouble(Shares::difference).sum();
        int asLarge = 0;
        double[] again = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            double shuffled = 0;
            for (Shares pair : pairs) {
                shuffled += pair.shuffled(random);
                again[draw] += pairs.get(random.nextInt(pairs.size())).drawnAgain(random) / pairs.size();
            }
            // The sum of the same fractions in another order may differ in the last digits.
            asLarge += Math.abs(shuffled) >= Math.abs(observed) - 1e-9 ? 1 : 0;
        }
        Arrays.sort(again);
        int cut = (int) (draws * LEVEL / 2);
        return new FaultEffect(
                observed / pairs.size(), again[cut], again[draws - 1 - cut], (asLarge + 1.0) / (draws + 1.0));
    }

    /** Whether more sessions are harmed with the fault, and chance does not explain it. */
    public boolean harms() {
        return low > 0 && p < LEVEL;
    }

    /** Whether fewer sessions are harmed with the fault, and chance does not explain it. */
    public boolean helps() {
        return high < 0 && p < LEVEL;
    }
}
