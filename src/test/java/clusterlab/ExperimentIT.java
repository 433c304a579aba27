package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.check.PositiveEvidence;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import clusterlab.report.JsonReport;
import clusterlab.report.Report;
import clusterlab.report.TextReport;
import clusterlab.run.Order;
import clusterlab.run.Pending;
import clusterlab.run.Reports;
import clusterlab.run.Rig;
import clusterlab.run.Runner;
import clusterlab.run.SideBySide;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole experiments, short. */
class ExperimentIT {
    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();

    private Report run(String name, Preset preset, int clients, double perSecond, double seconds) throws Exception {
        return run(name, ClusterSpec.builder(preset), clients, perSecond, seconds);
    }

    private Report run(String name, ClusterSpec.Builder cluster, int clients, double perSecond, double seconds)
            throws Exception {
        return new Runner(line -> {}, warnings::add).run(order(name, cluster, clients, perSecond, seconds, dir));
    }

    private static Order order(
            String name, ClusterSpec.Builder cluster, int clients, double perSecond, double seconds, Path dir) {
        Experiment e = Experiments.named(name).orElseThrow();
        ClusterSpec spec = cluster.anyPorts().sticky(e.sticky()).build();
        return new Order(
                e,
                spec,
                Set.of(),
                1,
                clients,
                Duration.ofMillis(Math.round(seconds * 1000)),
                perSecond,
                false,
                1,
                1,
                Optional.empty(),
                Optional.of(dir),
                "again");
    }

    /** One order loses what the other keeps: neither the labs nor the files get mixed up. */
    @Test
    void experimentsSideBySideJudgeEachItsOwnLab() throws Exception {
        try (SideBySide sideBySide = new SideBySide(3)) {
            Runner runner = new Runner(line -> {}, warnings::add, Rig.REAL, sideBySide);
            Path first = dir.resolve("sync");
            Path second = dir.resolve("async");
            try (Pending sync = runner.begin(order("stale-read", ClusterSpec.builder(Preset.LAB), 4, 100, 3, first));
                    Pending async = runner.begin(order(
                            "stale-read",
                            ClusterSpec.builder(Preset.LAB).sendOptions(ChannelSpec.ASYNC),
                            4,
                            0,
                            3,
                            second));
                    Pending failover =
                            runner.begin(order("failover", ClusterSpec.builder(Preset.LAB), 4, 50, 3, dir))) {
                assertThat(sync.await().status())
                        .as(TextReport.of(sync.await(), false))
                        .isEqualTo(Status.VALID);
                Verdict stale =
                        async.await().main().judgement().of("stale-read").orElseThrow();
                assertThat(stale.status()).as(stale.reason()).isEqualTo(Status.INVALID);
                assertThat(failover.await()
                                .main()
                                .judgement()
                                .of("evidence")
                                .orElseThrow()
                                .status())
                        .isEqualTo(Status.VALID);
            }
            assertThat(TextReport.of(Reports.again(first), true)).contains("sync (channelSendOptions 6)");
            assertThat(TextReport.of(Reports.again(second), true)).contains("async (channelSendOptions 8)");
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void failoverWithSyncKeepsWhatWasAcknowledgedAndHasItsControl() throws Exception {
        Report report = run("failover", Preset.LAB, 8, 200, 3);
        String text = TextReport.of(report, false);
        assertThat(report.main().judgement().of("evidence").orElseThrow().status())
                .as(text)
                .isEqualTo(Status.VALID);
        // Not more: the node that returns may lack a change, which is Tomcat's (docs/findings.md).
        for (String checker : List.of("acknowledged-then-lost", "lost-session", "stale-read", "counted-twice")) {
            assertThat(report.main().judgement().of(checker).orElseThrow().status())
                    .as(text)
                    .isEqualTo(Status.VALID);
        }
        assertThat(report.comparison()
                        .orElseThrow()
                        .controls()
                        .get(0)
                        .judgement()
                        .status())
                .as(text)
                .isEqualTo(Status.VALID);
        assertThat(Files.size(dir.resolve("history-with-the-fault.jsonl"))).isPositive();
        assertThat(Files.size(dir.resolve("history-control.jsonl"))).isPositive();
        assertThat(warnings).isEmpty();
    }

    /** 4 nodes: to 1, to 4, to 2 and back; each node that comes back is another pod with another address. */
    @Test
    void scalingAKubernetesClusterIsSeenByItsMembersAndKeepsSessions() throws Exception {
        ClusterSpec.Builder spec = ClusterSpec.builder(Preset.LAB)
                .nodes(4)
                .membership(Preset.LAB.membership(MembershipSpec.Kind.KUBERNETES));
        Report report = run("scale", spec, 6, 60, 6);
        String text = TextReport.of(report, false);
        assertThat(text).containsPattern("evidence +VALID +5 faults were applied, observed");
        // Not more: a node that returns may lack a change, which is Tomcat's (docs/findings.md).
        for (String checker : List.of("acknowledged-then-lost", "lost-session", "counted-twice")) {
            assertThat(report.main().judgement().of(checker).orElseThrow().status())
                    .as(text)
                    .isEqualTo(Status.VALID);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void storedRunIsJudgedAgainWithTheSameResult() throws Exception {
        Report report = run("failover", Preset.LAB, 6, 120, 2);
        assertThat(TextReport.of(Reports.again(dir), true)).isEqualTo(TextReport.of(report, true));
        assertThat(JsonReport.of(Reports.again(dir))).isEqualTo(JsonReport.of(report));
        // What is missing from a file makes its run UNKNOWN.
        Path file = dir.resolve("history-control.jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
        assertThat(Reports.again(dir)
                        .comparison()
                        .orElseThrow()
                        .controls()
                        .get(0)
                        .judgement()
                        .sentence())
                .contains("the history ends before the run did");
    }

    @Test
    void firstRequestLosesAttributesWithTheTutorialsSettings() throws Exception {
        Report report = run("first-request", Preset.TUTORIAL, 8, 0, 2);
        assertThat(report.status()).as(TextReport.of(report, false)).isEqualTo(Status.INVALID);
        assertThat(report.sentence()).contains("never got the attribute");
    }

    @Test
    void firstRequestLosesNothingWithThePresetLab() throws Exception {
        Report report = run("first-request", Preset.LAB, 8, 0, 2);
        assertThat(report.status()).as(TextReport.of(report, false)).isEqualTo(Status.VALID);
    }

    @Test
    void partitionIsAppliedHealedAndComparedWithItsControl() throws Exception {
        Report report = run("partition", Preset.LAB, 6, 60, 3);
        assertThat(report.comparison()
                        .orElseThrow()
                        .controls()
                        .get(0)
                        .judgement()
                        .status())
                .as(TextReport.of(report, false))
                .isEqualTo(Status.VALID);
        assertThat(report.main().timeline().faults()).hasSize(1);
        assertThat(report.main().judgement().of("convergence").orElseThrow().status())
                .isNotEqualTo(Status.UNKNOWN);
    }

    @Test
    void faultThatHitNobodyProvesNothing() throws Exception {
        // The only client's first request is due long after the kill.
        Report report = run("failover", Preset.LAB, 1, 0.02, 1);
        assertThat(report.status()).isEqualTo(Status.UNKNOWN);
        assertThat(report.main()
                        .judgement()
                        .of(new PositiveEvidence().name())
                        .orElseThrow()
                        .reason())
                .contains("no fault hit a node that owned a session");
    }
}
