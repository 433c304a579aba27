package clusterlab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.fault.Schedule.Action;
import clusterlab.fault.Schedule.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final List<List<String>> WORDS = List.of(
            List.of("kill"), List.of("kill", "kill"), List.of("restart"), List.of("stop"), List.of("partition"));

    @Test
    void sameSeedGivesTheSameScheduleAndAnotherSeedAnother() {
        for (List<String> words : WORDS) {
            Set<Schedule> all = new HashSet<>();
            for (long seed = 0; seed < 20; seed++) {
                Schedule schedule = Schedule.of(seed, words, 3, LENGTH);
                assertThat(Schedule.of(seed, words, 3, LENGTH)).isEqualTo(schedule);
                all.add(schedule);
            }
            assertThat(all).as(words.toString()).hasSizeGreaterThan(15);
        }
    }

    @Test
    void stepsFollowEachOtherWithinTheLoad() {
        for (List<String> words : WORDS) {
            for (long seed = 0; seed < 50; seed++) {
                long over = 0;
                for (Step step : Schedule.of(seed, words, 5, LENGTH).steps()) {
                    assertThat(step.at().toMillis()).isGreaterThan(over);
                    over = step.at().plus(step.hold()).toMillis();
                    assertThat(step.nodes()).allMatch(node -> node >= 0 && node < 5);
                }
                assertThat(over).isPositive().isLessThan(LENGTH.toMillis());
            }
        }
    }

    @Test
    void rollingRestartStopsEachNodeOnce() {
        Schedule schedule = Schedule.of(7, List.of("restart"), 4, LENGTH);
        assertThat(schedule.steps()).allMatch(step -> step.action() == Action.STOP);
        assertThat(schedule.steps().stream().flatMap(step -> step.nodes().stream()))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void doubleFailureHitsTwoNodesWithinAMoment() {
        Schedule schedule = Schedule.of(7, List.of("kill", "kill"), 3, LENGTH);
        assertThat(schedule.steps()).hasSize(1);
        assertThat(schedule.steps().get(0).nodes()).hasSize(2).doesNotHaveDuplicates();
        assertThat(schedule.steps().get(0).gap()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void noWordIsNoFaultAndAnUnknownOneIsRefused() {
        assertThat(Schedule.of(1, List.of(), 3, LENGTH)).isEqualTo(Schedule.NONE);
        assertThatThrownBy(() -> Schedule.of(1, List.of("flood"), 3, LENGTH)).hasMessageContaining("flood");
    }

    @Test
    void stepIsToldInOneLine() {
        Step step = new Step(
                Action.KILL, List.of(0, 2), Duration.ofMillis(1500), Duration.ofMillis(60), Duration.ofMillis(400));
        assertThat(step.describe()).isEqualTo("1.500 s kill #1 #3, held 400 ms");
    }
}
