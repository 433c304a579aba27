package clusterlab.experiment;

import static clusterlab.experiment.check.TesterHistory.copies;
import static clusterlab.experiment.check.TesterHistory.kill;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.Comparison.ComparedFigure;
import clusterlab.experiment.Comparison.Pair;
import clusterlab.experiment.check.AcknowledgedThenLost;
import clusterlab.experiment.check.LostSession;
import clusterlab.experiment.check.RunContext;
import clusterlab.experiment.check.TesterHistory;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a comparison says, and when it names the fault as the cause. */
class ComparisonTest {
    private static final Experiment FAILOVER = Experiments.named("failover").orElseThrow();

    /** Twenty sessions of three increments; so many of them fall back by one, so many end with a stale copy. */
    private static RunResult run(RunRole role, int fallBack, int stale) {
        TesterHistory h = new TesterHistory();
        List<CopyState> state = new ArrayList<>();
        for (int s = 0; s < 20; s++) {
            h.create(s, "node1").inc(s, 2, "node1").inc(s, s < fallBack ? 2 : 3, "node1");
            state.addAll(copies(s, s < fallBack ? 2 : 3, s < stale ? 1 : s < fallBack ? 2 : 3));
        }
        CopySnapshot end = new CopySnapshot(h.now(), state);
        RunLabel label = new RunLabel("failover", Label.EMPTY, role);
        return role == RunRole.CONTROL
                ? RunResult.of(
                        label,
                        TesterHistory.withoutEvidence(FAILOVER.controlCheckers()),
                        h.history(),
                        end,
                        RunContext.CALM)
                : RunResult.of(
                        label,
                        TesterHistory.withoutEvidence(FAILOVER.checkers()),
                        h.history(),
                        end,
                        RunContext.CALM.withFaults(kill("node1", 5)));
    }

    private static Comparison compare(RunResult fault, RunResult control) {
        return Comparison.of(fault, control);
    }

    /** As many pairs; so many of twenty sessions fall back in each run. */
    private static Comparison pairs(int pairs, int fallBack, int withoutFault) {
        Pair pair = new Pair(run(RunRole.WITH_FAULT, fallBack, 0), run(RunRole.CONTROL, withoutFault, 0));
        return Comparison.of(pair.run().label(), Collections.nCopies(pairs, pair), 1);
    }

    @Test
    void onePairSaysWhatWasSeenAndClaimsNoCause() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 5, 0), run(RunRole.CONTROL, 0, 0));
        assertThat(comparison.status()).isEqualTo(Status.INVALID);
        assertThat(comparison.sentence())
                .isEqualTo(
                        "With the fault 5 of 20 sessions were harmed (lost 5 acknowledged increments); without it"
                                + " 0 of 20. Whether the fault is the cause, 1 pair of runs can't tell; --pairs 5 or more can.");
    }

    /** The control of an upgrade has restarts: it would be wrong to say that nothing was done to it. */
    private static RunResult restarted(RunRole role, String fault, int fallBack) {
        TesterHistory h = new TesterHistory();
        List<CopyState> state = new ArrayList<>();
        for (int s = 0; s < 20; s++) {
            int end = s < fallBack ? 2 : 3;
            h.create(s, "node1").inc(s, 2, "node1").inc(s, end, "node1");
            state.addAll(copies(s, end, end));
        }
        return RunResult.of(
                new RunLabel("rolling-upgrade", Label.EMPTY, role),
                TesterHistory.withoutEvidence(FAILOVER.checkers()),
                h.history(),
                new CopySnapshot(h.now(), state),
                RunContext.CALM.withFaults(FaultRecord.of(fault, Set.of("node1"), 5, h.now(), true, "")));
    }

    @Test
    void controlThatHasFaultsTooLacksOnlyTheOtherKind() {
        RunResult lossy = restarted(RunRole.WITH_FAULT, "upgrade", 5);
        assertThat(compare(lossy, restarted(RunRole.CONTROL, "stop", 0)).sentence())
                .isEqualTo(
                        "With the upgrade 5 of 20 sessions were harmed (lost 5 acknowledged increments); without it"
                                + " 0 of 20. Whether the upgrade is the cause, 1 pair of runs can't tell; --pairs 5 or more can.");
        assertThat(compare(lossy, restarted(RunRole.CONTROL, "stop", 2)).sentence())
                .contains("This configuration loses without the upgrade too. Whether the upgrade is the cause, ");
        Pair pair = new Pair(lossy, restarted(RunRole.CONTROL, "stop", 0));
        assertThat(Comparison.of(lossy.label(), Collections.nCopies(5, pair), 1).sentence())
                .contains("The upgrade lost data of ");
    }

    @Test
    void fewerThanFivePairsNeverBlameTheFault() {
        for (int pairs = 1; pairs < FaultEffect.LEAST_PAIRS; pairs++) {
            assertThat(pairs(pairs, 20, 0).sentence())
                    .doesNotContainIgnoringCase("the fault lost")
                    .contains("--pairs 5 or more can");
            assertThat(pairs(pairs, 0, 0).sentence()).doesNotContainIgnoringCase("the fault lost");
        }
    }

    @Test
    void fivePairsBlameTheFaultIfChanceDoesNotExplainTheDifference() {
        assertThat(pairs(5, 5, 0).sentence())
                .startsWith("In 5 pairs of runs, with the fault 25 of 100 sessions were harmed (lost 25 acknowledged"
                        + " increments); without it 0 of 100. The fault lost data of ")
                .endsWith(" % more of the sessions (95 % interval; p < 0.001).");
        assertThat(pairs(5, 3, 2).sentence())
                .contains(
                        "This configuration loses without a fault too. The difference can be chance: it is between -");
        assertThat(pairs(5, 1, 8).sentence()).contains("Without the fault ", " % more of the sessions were harmed");
        assertThat(pairs(5, 0, 0).sentence())
                .isEqualTo("In 5 pairs of runs, with the fault 0 of 100 sessions were harmed; without it 0 of 100.");
    }

    /** What the sentence counts as sessions are those of its first number, not what their clients were given instead. */
    @Test
    void noMoreSessionsAreLostThanThereAre() {
        TesterHistory h = new TesterHistory().create(0, "node1");
        for (int life = 0; life < 30; life++) {
            h.create(1, "node2");
            h.ok(0, Operation.Kind.INCREMENT, 1, "node" + life % 3, "LIFE" + life);
        }
        RunResult run = RunResult.of(
                new RunLabel("failover", Label.EMPTY, RunRole.WITH_FAULT),
                TesterHistory.withoutEvidence(FAILOVER.checkers()),
                h.history(),
                new CopySnapshot(h.now(), copies(0, 1, 1)),
                RunContext.CALM.withFaults(kill("node1", 5)));
        assertThat(compare(run, run(RunRole.CONTROL, 0, 0)).sentence())
                .startsWith(
                        "With the fault 1 of 2 sessions were harmed (lost 1 session with all it held); without it 0");
    }

    @Test
    void tableHasNoNumberWhereNobodyCounted() {
        TesterHistory h = new TesterHistory().create(0, "node1").inc(0, 2, "node1");
        MatrixRow row = MatrixRow.of(RunResult.of(
                new RunLabel("double-failure", Label.EMPTY, RunRole.ALONE),
                List.of(new LostSession()),
                h.history(),
                new CopySnapshot(h.now(), copies(0, -2, -2)),
                RunContext.CALM));
        assertThat(row.sessions()).hasValue(1);
        assertThat(List.of(row.increments(), row.stale(), row.differ())).allMatch(OptionalLong::isEmpty);
    }

    @Test
    void whatTwoCheckersFindInTheSameSessionsIsToldOnce() {
        Experiment partition = Experiments.named("partition").orElseThrow();
        TesterHistory h = new TesterHistory().create(0, "node1").inc(0, 2, "node1");
        CopySnapshot end = new CopySnapshot(h.now(), copies(0, 2, -2, -2));
        RunResult run = RunResult.of(
                new RunLabel("partition", Label.EMPTY, RunRole.WITH_FAULT),
                TesterHistory.withoutEvidence(partition.checkers()),
                h.history(),
                end,
                RunContext.CALM
                        .withFaults(kill("node1", 5).healed(6_000_000, List.of()))
                        .withPolls(List.of(end)));
        assertThat(compare(run, run(RunRole.CONTROL, 0, 0)).sentence())
                .contains("(left 1 session whose copies differ and left 2 copies missing)");
    }

    /** Each client has numbers of its own, so some numbers never begin a session. */
    @Test
    void onlySessionsThatBeganAreCounted() {
        TesterHistory h = new TesterHistory().create(0, "node1").create(7, "node2");
        RunResult result = RunResult.of(
                new RunLabel("failover", Label.EMPTY, RunRole.CONTROL),
                FAILOVER.controlCheckers(),
                h.history(),
                CopySnapshot.NOT_READ,
                RunContext.CALM);
        assertThat(result.sessions()).isEqualTo(2);
    }

    @Test
    void rowsHaveWhatExceedsTheControls() {
        ComparedFigure row = pairs(3, 5, 2).rows().stream()
                .filter(r -> r.run().key().equals(AcknowledgedThenLost.LOST))
                .findFirst()
                .orElseThrow();
        assertThat(row.run().value()).isEqualTo(15);
        assertThat(row.control()).map(Figure::value).contains(6.0);
        assertThat(row.blamed()).isEqualTo(9);
    }

    @Test
    void lossWithoutTheFaultIsTheConfigurations() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 0, 4), run(RunRole.CONTROL, 0, 6));
        assertThat(comparison.status()).isEqualTo(Status.INVALID);
        assertThat(comparison.sentence())
                .startsWith("With the fault 4 of 20 sessions were harmed (left ")
                .contains("; without it 6 of 20 (left 6 sessions whose copies differ", "loses without a fault too.");
    }

    @Test
    void goodRunWithABadControlIsStillABadConfiguration() {
        for (Comparison comparison : List.of(
                compare(run(RunRole.WITH_FAULT, 0, 0), run(RunRole.CONTROL, 0, 6)),
                compare(run(RunRole.WITH_FAULT, 0, 0), withoutLossFigure()))) {
            assertThat(comparison.status()).isEqualTo(Status.INVALID);
            assertThat(comparison.sentence())
                    .startsWith("With the fault 0 of 20 sessions were harmed; without it ")
                    .doesNotContain("without it 0 of", "nothing")
                    .contains("This configuration loses without a fault too.");
        }
    }

    /** A control that counted a request twice: a finding whose figure is no loss. */
    private static RunResult withoutLossFigure() {
        TesterHistory h =
                new TesterHistory().create(0, "node1").inc(0, 2, "node1").inc(0, 5, "node1");
        return RunResult.of(
                new RunLabel("failover", Label.EMPTY, RunRole.CONTROL),
                TesterHistory.withoutEvidence(FAILOVER.controlCheckers()),
                h.history(),
                new CopySnapshot(h.now(), copies(0, 5, 5)),
                RunContext.CALM);
    }

    @Test
    void nothingLostInBothIsValid() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 0, 0), run(RunRole.CONTROL, 0, 0));
        assertThat(comparison.status()).isEqualTo(Status.VALID);
        assertThat(comparison.sentence())
                .startsWith("With the fault 0 of 20 sessions were harmed; without it 0 of 20. All 60 acknowledged");
    }

    @Test
    void controlWithoutAVerdictNamesNoCause() {
        RunResult empty = RunResult.of(
                new RunLabel("failover", Label.EMPTY, RunRole.CONTROL),
                TesterHistory.withoutEvidence(FAILOVER.controlCheckers()),
                History.of(List.of()),
                CopySnapshot.NOT_READ,
                RunContext.CALM);
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 5, 0), empty);
        assertThat(comparison.sentence()).contains(" Without the fault: no verdict, because no ");
        comparison = compare(run(RunRole.WITH_FAULT, 0, 0), empty);
        assertThat(comparison.status()).isEqualTo(Status.UNKNOWN);
        assertThat(comparison.sentence()).startsWith("Without the fault: no verdict, because ");
        List<Pair> six = new ArrayList<>(pairs(5, 5, 0).pairs());
        six.add(new Pair(six.get(0).run(), empty));
        assertThat(Comparison.of(six.get(0).run().label(), six, 1).sentence())
                .contains("No cause is named")
                .doesNotContain("The fault lost");
    }
}
