package clusterlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clusterlab.experiment.FaultEffect.Shares;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All seeded: the same figures each time. */
class FaultEffectTest {
    private static final int SESSIONS = 57;
    private static final int TRIALS = 200;
    private static final int DRAWS = 200;

    /** Five pairs whose sessions are harmed with these chances; {@code spread} is what a run adds or takes away by itself. */
    private static List<Shares> pairs(SplittableRandom random, double with, double without, double spread) {
        List<Shares> pairs = new ArrayList<>();
        for (int i = 0; i < FaultEffect.LEAST_PAIRS; i++) {
            pairs.add(new Shares(
                    harmed(random, with + (random.nextBoolean() ? spread : -spread)),
                    SESSIONS,
                    harmed(random, without + (random.nextBoolean() ? spread : -spread)),
                    SESSIONS));
        }
        return pairs;
    }

    private static int harmed(SplittableRandom random, double chance) {
        int harmed = 0;
        for (int i = 0; i < SESSIONS; i++) {
            harmed += random.nextDouble() < chance ? 1 : 0;
        }
        return harmed;
    }

    private static List<FaultEffect> effects(double with, double without, double spread) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, TRIALS)
                .mapToObj(i -> FaultEffect.of(pairs(random, with, without, spread), i, DRAWS))
                .toList();
    }

    private static double share(List<FaultEffect> effects, Predicate<FaultEffect> which) {
        return (double) effects.stream().filter(which).count() / effects.size();
    }

    @Test
    void faultThatDoesNothingIsSignificantInFivePercent() {
        List<FaultEffect> effects = effects(0.1, 0.1, 0);
        assertThat(share(effects, e -> e.p() < 0.05)).isBetween(0.02, 0.08);
        assertThat(share(effects, e -> e.harms() || e.helps())).isLessThanOrEqualTo(0.05);
    }

    @Test
    void runsThatDifferByThemselvesAreRarelyBlamedOnTheFault() {
        List<FaultEffect> effects = effects(0.1, 0.1, 0.08);
        assertThat(share(effects, e -> e.p() < 0.05)).as("sessions alone").isGreaterThan(0.3);
        assertThat(share(effects, FaultEffect::harms)).isLessThanOrEqualTo(0.08);
    }

    @Test
    void clearEffectIsFound() {
        assertThat(share(effects(0.15, 0.02, 0), FaultEffect::harms)).isGreaterThan(0.98);
    }

    @Test
    void intervalCoversTheTrueDifference() {
        assertThat(share(effects(0.15, 0.05, 0), e -> e.low() <= 0.1 && 0.1 <= e.high()))
                .as("independent sessions")
                .isBetween(0.95, 1.0);
        assertThat(share(effects(0.5, 0.3, 0.1), e -> e.low() <= 0.2 && 0.2 <= e.high()))
                .as("runs that differ by themselves")
                .isBetween(0.88, 0.98);
    }

    @Test
    void withAndWithoutAreTreatedAlike() {
        List<Shares> pairs = pairs(new SplittableRandom(3), 0.12, 0.06, 0);
        List<Shares> mirrored = pairs.stream()
                .map(s -> new Shares(s.harmedWithout(), s.sessionsWithout(), s.harmed(), s.sessions()))
                .toList();
        FaultEffect effect = FaultEffect.of(pairs, 1);
        FaultEffect other = FaultEffect.of(mirrored, 1);
        assertThat(other.helps()).isEqualTo(effect.harms());
        assertThat(other.difference()).isCloseTo(-effect.difference(), within(1e-12));
        assertThat(other.low()).isCloseTo(-effect.high(), within(0.01));
        assertThat(other.high()).isCloseTo(-effect.low(), within(0.01));
        assertThat(other.p()).isCloseTo(effect.p(), within(0.02));
    }

    @Test
    void shuffleKeepsTheHarmedSessionsOfAPair() {
        // All are harmed: no assignment gives another difference.
        FaultEffect effect = FaultEffect.of(Collections.nCopies(5, new Shares(9, 9, 4, 4)), 1);
        assertThat(effect).isEqualTo(new FaultEffect(0, 0, 0, 1));
        // One of two is harmed, each assignment as likely: half of them differ by -1, half by 1.
        assertThat(FaultEffect.of(List.of(new Shares(1, 1, 0, 1)), 1).p()).isEqualTo(1);
        // In five pairs 2 of 32 assignments are as extreme.
        assertThat(FaultEffect.of(Collections.nCopies(5, new Shares(1, 1, 0, 1)), 1)
                        .p())
                .isCloseTo(2 / 32.0, within(0.01));
    }

    @Test
    void oneBadRunOfTenProvesNothing() {
        List<Shares> pairs = new ArrayList<>(Collections.nCopies(4, new Shares(0, SESSIONS, 0, SESSIONS)));
        pairs.add(new Shares(20, SESSIONS, 0, SESSIONS));
        FaultEffect effect = FaultEffect.of(pairs, 1);
        assertThat(effect.p()).as("sessions alone").isLessThan(0.001);
        assertThat(effect.harms()).isFalse();
    }

    @Test
    void sameSeedGivesTheSameFigures() {
        List<Shares> pairs = pairs(new SplittableRandom(3), 0.12, 0.06, 0);
        assertThat(FaultEffect.of(pairs, 9)).isEqualTo(FaultEffect.of(pairs, 9));
        assertThat(FaultEffect.of(pairs, 9)).isNotEqualTo(FaultEffect.of(pairs, 10));
    }
}
