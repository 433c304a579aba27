package clusterlab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.fault.Schedule.Step;
import clusterlab.spec.Endpoint;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.TargetSpec;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final List<SchedulePlan> PLANS = List.of(
            SchedulePlan.KILLS,
            SchedulePlan.DOUBLE_KILL,
            SchedulePlan.ROLLING_RESTART,
            SchedulePlan.ROLLING_UPGRADE,
            SchedulePlan.LONG_STOP,
            SchedulePlan.FREEZE,
            SchedulePlan.SCALE,
            SchedulePlan.SPLIT);

    @Test
    void sameSeedGivesTheSameScheduleAndAnotherSeedAnother() {
        for (SchedulePlan plan : PLANS) {
            Set<Schedule> all = new HashSet<>();
            for (long seed = 0; seed < 20; seed++) {
                Schedule schedule = plan.over(seed, 3, LENGTH);
                assertThat(plan.over(seed, 3, LENGTH)).isEqualTo(schedule);
                all.add(schedule);
            }
            assertThat(all).hasSizeGreaterThan(15);
        }
    }

    @Test
    void stepsFollowEachOtherWithinTheLoad() {
        for (SchedulePlan plan : PLANS) {
            for (long seed = 0; seed < 50; seed++) {
                long over = 0;
                for (Step step : plan.over(seed, 5, LENGTH).steps()) {
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
        Schedule schedule = SchedulePlan.ROLLING_RESTART.over(7, 4, LENGTH);
        assertThat(schedule.steps())
                .allMatch(step -> step.faults().on(List.of("x")).equals(List.of(new NodeFault.Stop("x"))));
        assertThat(schedule.steps().stream().flatMap(step -> step.nodes().stream()))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void rollingUpgradeIsARestartAtTheSameTimesUntilItsHostHasANextTomcat() {
        TomcatHome next = new TomcatHome("11.0.24", Path.of("/next"));
        Schedule control = SchedulePlan.ROLLING_UPGRADE.over(7, 3, LENGTH);
        assertThat(SchedulePlan.ROLLING_UPGRADE.on(HostSpec.JVM).over(7, 3, LENGTH))
                .isEqualTo(control);
        Schedule upgrade =
                SchedulePlan.ROLLING_UPGRADE.on(HostSpec.JVM.withNext(next)).over(7, 3, LENGTH);

        assertThat(control.steps())
                .allMatch(step -> step.faults().on(List.of("x")).equals(List.of(new NodeFault.Stop("x"))));
        assertThat(upgrade.steps())
                .allMatch(step -> step.faults().on(List.of("x")).equals(List.of(new NodeFault.Upgrade("x", next))));
        assertThat(upgrade.steps().stream().map(step -> List.of(step.nodes(), step.at(), step.hold())))
                .containsExactlyElementsOf(control.steps().stream()
                        .map(step -> List.of(step.nodes(), step.at(), step.hold()))
                        .toList());
        assertThat(upgrade.steps().get(0).describe()).contains("upgrade #", " to 11.0.24, held ");
    }

    @Test
    void aHostWithANextTomcatChangesNoOtherSchedule() {
        HostSpec host = HostSpec.JVM.withNext(new TomcatHome("11.0.24", Path.of("/next")));
        assertThat(PLANS)
                .filteredOn(plan -> !plan.upgrades())
                .hasSize(PLANS.size() - 1)
                .allMatch(plan -> plan.on(host) == plan);
    }

    @Test
    void doubleFailureHitsTwoNodesWithinAMoment() {
        Schedule schedule = SchedulePlan.DOUBLE_KILL.over(7, 3, LENGTH);
        assertThat(schedule.steps()).hasSize(1);
        assertThat(schedule.steps().get(0).nodes()).hasSize(2).doesNotHaveDuplicates();
        assertThat(schedule.steps().get(0).gap()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void scaleLeavesOneNodeAndThenTwoOthers() {
        List<Step> steps = SchedulePlan.SCALE.over(7, 5, LENGTH).steps();
        assertThat(steps).extracting(step -> step.nodes().size()).containsExactly(4, 3);
        assertThat(steps.get(1).nodes())
                .contains(IntStream.range(0, 5)
                        .filter(node -> !steps.get(0).nodes().contains(node))
                        .findFirst()
                        .orElseThrow());
        assertThat(steps).allMatch(step -> step.faults().on(List.of("x")).equals(List.of(new NodeFault.Stop("x"))));
        assertThat(SchedulePlan.SCALE.over(7, 2, LENGTH).steps())
                .extracting(step -> step.nodes().size())
                .containsExactly(1, 1);
    }

    @Test
    void killsComeAboutEveryThreeSeconds() {
        assertThat(SchedulePlan.KILLS.over(7, 3, LENGTH).steps())
                .hasSize(4)
                .allMatch(step -> step.faults().on(List.of("x")).equals(List.of(new NodeFault.Kill("x"))));
        assertThat(SchedulePlan.KILLS.over(7, 3, Duration.ofSeconds(1)).steps()).hasSize(1);
    }

    @Test
    void freezeLastsAThirdToHalfOfTheLoadAndLeavesTimeAfterIt() {
        Duration load = Duration.ofSeconds(45);
        for (long seed = 0; seed < 50; seed++) {
            Schedule schedule = SchedulePlan.FREEZE.over(seed, 3, load);
            assertThat(schedule.steps()).singleElement().satisfies(step -> {
                assertThat(step.faults().on(List.of("x"))).isEqualTo(List.of(new NodeFault.Freeze("x")));
                assertThat(step.hold()).isBetween(Duration.ofSeconds(15), Duration.ofMillis(22_500));
                assertThat(step.at().plus(step.hold())).isLessThan(Duration.ofSeconds(30));
            });
        }
    }

    @Test
    void onlyAFreezeNeedsProcesses() {
        assertThat(PLANS)
                .filteredOn(plan -> plan.refusal(HostSpec.JVM).isPresent())
                .containsExactly(SchedulePlan.FREEZE);
        assertThat(SchedulePlan.FREEZE.refusal(HostSpec.JVM))
                .contains("freeze needs nodes in processes of their own: start the lab with --process or --tomcat.");
        assertThat(SchedulePlan.FREEZE
                        .refusal(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of()))
                        .isEmpty())
                .isEqualTo(File.separatorChar == '/');
    }

    @Test
    void nodesElsewhereNeedCommandsForTheFaultAndForTheReturn() {
        TargetSpec target = new TargetSpec(
                "lab.json",
                Optional.empty(),
                List.of(new TargetSpec.TargetNode(
                        "node1", new Endpoint("h", 80), Optional.empty(), "h", Optional.empty())),
                "/");

        assertThat(SchedulePlan.KILLS.refusal(HostSpec.of(target)))
                .contains("kill needs a command of yours on nodes that run elsewhere: add --kill-command.");
        assertThat(SchedulePlan.LONG_STOP.refusal(with(target, NodeCommand.STOP)))
                .contains(
                        "start needs a command of yours on nodes that run elsewhere: add --start-command (none if they"
                                + " come back by themselves).");
        assertThat(SchedulePlan.FREEZE.refusal(with(target, NodeCommand.FREEZE)))
                .contains("freeze needs a command of yours on nodes that run elsewhere: add --thaw-command.");
        assertThat(SchedulePlan.SPLIT.refusal(HostSpec.of(target)).orElseThrow())
                .endsWith("add --partition-command and --heal-command.");
        HostSpec all = with(target, NodeCommand.values());
        assertThat(PLANS).allSatisfy(plan -> assertThat(plan.refusal(all)).isEmpty());
        assertThat(new LinksFault.Delay("a", "b", 5, 0).refusal(all))
                .contains("delay needs an agent in each node, and the file of --target names none.");
    }

    private static HostSpec with(TargetSpec target, NodeCommand... commands) {
        return HostSpec.of(target.withCommands(
                Arrays.stream(commands).collect(Collectors.toMap(one -> one, one -> List.of("true"))),
                TargetSpec.COMMAND_TIMEOUT));
    }

    @Test
    void onlyASplitSplits() {
        assertThat(PLANS).filteredOn(SchedulePlan::splits).containsExactly(SchedulePlan.SPLIT);
    }

    @Test
    void stepIsToldInOneLine() {
        Step step = new Step(
                nodes -> nodes.stream().<Fault>map(NodeFault.Kill::new).toList(),
                List.of(0, 2),
                Duration.ofMillis(1500),
                Duration.ofMillis(60),
                Duration.ofMillis(400));
        assertThat(step.describe()).isEqualTo("1.500 s kill #1 and kill #3, held 400 ms");
    }
}
