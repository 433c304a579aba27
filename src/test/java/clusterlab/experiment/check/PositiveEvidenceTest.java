package clusterlab.experiment.check;

import static clusterlab.experiment.check.TesterHistory.MS;
import static clusterlab.experiment.check.TesterHistory.copies;
import static clusterlab.experiment.check.TesterHistory.state;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.evidence.RunEnd;
import clusterlab.experiment.evidence.RunPlan;
import clusterlab.experiment.evidence.TesterPlan;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PositiveEvidenceTest {
    private static final List<String> NODES = TesterPlan.NODES;
    private static final CopySnapshot READ = state(copies(0, 3, 3, 3));
    private static final FaultRecord KILL = FaultRecord.of("kill", Set.of("node1"), 15 * MS, 25 * MS, true, "")
            .seen(List.of("node1 is gone"), List.of());

    private final TesterHistory h =
            new TesterHistory().create(0, "node1").inc(0, 2, "node1").inc(0, 3, "node2");

    private static RunEnd end(long operations, long due, long restMillis, List<String> up) {
        return new RunEnd(operations, 30 * MS, List.of(due), 60_000 * MS, restMillis * MS, up, List.of(), List.of());
    }

    private Verdict judge(RunPlan plan, RunEnd end, FaultRecord... faults) {
        RunContext base = RunContext.CALM.withFaults(faults);
        return new PositiveEvidence()
                .check(
                        h.history(),
                        READ,
                        new RunContext(
                                true,
                                false,
                                base.faults(),
                                List.of(),
                                base.limits(),
                                Optional.of(plan),
                                Optional.of(end)));
    }

    private static void missing(Verdict verdict, String what) {
        assertThat(verdict.status()).as(verdict.reason()).isEqualTo(Status.UNKNOWN);
        assertThat(verdict.reason()).contains(what);
    }

    @Test
    void runOfWhichEverythingWasSeenIsComplete() {
        Verdict verdict = judge(TesterPlan.of(100, true), end(6, 3, 3100, NODES), KILL.healed(25 * MS, List.of()));
        assertThat(verdict.status()).as(verdict.reason()).isEqualTo(Status.VALID);
        assertThat(verdict.reason()).contains("1 fault was applied, observed, and healed", "100.0 % of the load");
    }

    @Test
    void plannedFaultThatWasNotAppliedIsMissing() {
        missing(judge(TesterPlan.of(100, true), end(6, 3, 3100, NODES)), "0 were applied");
    }

    @Test
    void faultThatWasNotPlannedIsNoneThatWas() {
        FaultRecord stop = FaultRecord.of("stop", Set.of("node1"), 15 * MS, 25 * MS, true, "")
                .seen(List.of("node1 is gone"), List.of());
        missing(
                judge(TesterPlan.of(100, true), end(6, 3, 3100, NODES), stop.healed(25 * MS, List.of())),
                "other faults were planned (kill node1) than applied (stop node1)");
    }

    @Test
    void copyThatWasNotLookedUpIsMissing() {
        CopySnapshot two = state(copies(0, 3, 3));
        Verdict verdict = new PositiveEvidence()
                .check(
                        h.history(),
                        two,
                        new RunContext(
                                true,
                                false,
                                List.of(),
                                List.of(),
                                RunContext.CALM.limits(),
                                Optional.of(TesterPlan.of(100, false)),
                                Optional.of(end(6, 3, 3100, NODES))));
        missing(verdict, "session 0 was not looked up on node3 in the end");
    }

    @Test
    void faultThatDidNothingIsMissing() {
        FaultRecord nothing = KILL.seen(List.of(), List.of("node1 still accepts connections"));
        missing(
                judge(TesterPlan.of(100, true), end(6, 3, 3100, NODES), nothing.healed(25 * MS, List.of())),
                "kill node1 was not observed: node1 still accepts connections");
    }

    @Test
    void faultThatHitNoSessionInUseIsMissing() {
        FaultRecord beside = FaultRecord.of("kill", Set.of("node3"), 15 * MS, 25 * MS, false, "")
                .seen(List.of("node3 is gone"), List.of());
        missing(
                judge(TesterPlan.of(100, true), end(6, 3, 3100, NODES), beside),
                "no fault hit a node that owned a session");
        FaultRecord late = FaultRecord.of("kill", Set.of("node2"), 500 * MS, 600 * MS, true, "")
                .seen(List.of("node2 is gone"), List.of());
        missing(
                judge(TesterPlan.of(100, true), end(6, 3, 3100, NODES), late),
                "no fault hit a node that owned a session");
    }

    @Test
    void nodeThatDidNotComeBackIsMissing() {
        missing(
                judge(
                        TesterPlan.of(100, true),
                        end(6, 3, 3100, NODES),
                        KILL.healed(25 * MS, List.of("node1 does not see node3"))),
                "after kill node1 the cluster was not whole again: node1 does not see node3");
        missing(
                judge(TesterPlan.of(100, false), end(6, 3, 3100, List.of("node1", "node3"))),
                "node2 was not up at the end");
    }

    @Test
    void loadThatStoppedIsMissing() {
        missing(
                judge(TesterPlan.of(100, false), end(6, 4, 3100, NODES)),
                "client 0 was answered 3 of 4 planned requests");
        missing(
                judge(
                        TesterPlan.of(0, false),
                        new RunEnd(6, 300 * MS, List.of(), 60_000 * MS, 3100 * MS, NODES, List.of(), List.of())),
                "client 0 sent nothing for");
    }

    @Test
    void copiesThatStillChangedAreMissing() {
        missing(judge(TesterPlan.of(100, false), end(6, 3, 2900, NODES)), "the copies still changed 2.90 s before");
    }

    @Test
    void historyThatLacksALineIsMissing() {
        missing(judge(TesterPlan.of(100, false), end(8, 3, 3100, NODES)), "8 lines were written, 6 read");
    }

    @Test
    void delayThatWasNotMeasuredIsMissing() {
        missing(
                judge(
                        TesterPlan.of(100, false),
                        new RunEnd(
                                6,
                                30 * MS,
                                List.of(3L),
                                60_000 * MS,
                                3100 * MS,
                                NODES,
                                List.of(),
                                List.of("no delay"))),
                "no delay");
    }

    @Test
    void runWithoutPlanOrEndProvesNothing() {
        assertThat(new PositiveEvidence()
                        .check(h.history(), READ, RunContext.CALM)
                        .status())
                .isEqualTo(Status.UNKNOWN);
    }

    @Test
    void nodeThatStaysAwayIsAFindingWhereThatIsAsked() {
        RunContext away = RunContext.CALM.withFaults(KILL.healed(25 * MS, List.of("node1 does not serve")));
        assertThat(new CameBack().check(h.history(), READ, away).status()).isEqualTo(Status.INVALID);
        assertThat(new CameBack()
                        .check(h.history(), READ, RunContext.CALM.withFaults(KILL.healed(25 * MS, List.of())))
                        .status())
                .isEqualTo(Status.VALID);
    }
}
