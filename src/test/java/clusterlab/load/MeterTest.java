package clusterlab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long MILLI = 1_000_000;
    private final Meter meter = new Meter(0);

    @Test
    void rateAndPercentilesAreThoseOfTheWindow() {
        for (int i = 0; i < 98; i++) {
            meter.answered(2 * MILLI);
        }
        meter.answered(50 * MILLI);
        meter.answered(50 * MILLI);
        meter.turn(500 * MILLI);
        assertThat(meter.live().perSecond()).isEqualTo(200);
        assertThat(meter.live().p50Millis()).isCloseTo(2, within(0.05));
        assertThat(meter.live().p99Millis()).isCloseTo(50, within(0.5));
    }

    @Test
    void whatIsOlderThanTheWindowNoLongerCounts() {
        meter.answered(MILLI);
        for (int turn = 1; turn <= 9; turn++) {
            meter.turn(turn * 250 * MILLI);
        }
        assertThat(meter.live().perSecond()).isZero();
        assertThat(meter.live().p99Millis()).isZero();
        assertThat(meter.requests()).isEqualTo(1);
    }

    @Test
    void failuresAndLostIncrementsAddUp() {
        meter.failed();
        meter.counted(3);
        meter.counted(4);
        assertThat(meter.failures()).isEqualTo(1);
        assertThat(meter.lost()).isEqualTo(7);
    }

    @Test
    void withoutACounterNothingIsSaidAboutLostIncrements() {
        meter.answered(MILLI);
        assertThat(meter.lost()).isNull();
        meter.counted(0);
        assertThat(meter.lost()).isZero();
    }

    @Test
    void dueTimesDoNotWaitForAnswers() {
        Pacer schedule = new Pacer(1000, OptionalDouble.of(1000));
        assertThat(schedule.take(0)).isEqualTo(1000);
        // Ten seconds later, after a stall: the second request was due a millisecond after the first.
        assertThat(schedule.take(10_000 * MILLI)).isEqualTo(1000 + MILLI);
        assertThat(schedule.take(10_000 * MILLI)).isEqualTo(1000 + 2 * MILLI);
    }

    @Test
    void withoutARateARequestIsDueAtOnce() {
        Pacer schedule = new Pacer(1000, OptionalDouble.empty());
        assertThat(schedule.take(5)).isEqualTo(5);
    }
}
