package clusterlab.experiment;

import static clusterlab.experiment.check.TesterHistory.copies;
import static clusterlab.experiment.check.TesterHistory.kill;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.check.AcknowledgedThenLost;
import clusterlab.experiment.check.RunContext;
import clusterlab.experiment.check.TesterHistory;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only losses beyond the control count as the fault's. */
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
                ? RunResult.of(label, FAILOVER.controlCheckers(), h.history(), end, RunContext.CALM)
                : RunResult.of(
                        label, FAILOVER.checkers(), h.history(), end, RunContext.CALM.withFaults(kill("node1", 5)));
    }

    private static Comparison compare(RunResult fault, RunResult control) {
        return new Comparison(fault, control);
    }

    @Test
    void allLossesAreTheFaultsIfTheControlLostNothing() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 5, 0), run(RunRole.CONTROL, 0, 0));
        assertThat(comparison.status()).isEqualTo(Status.INVALID);
        assertThat(comparison.sentence()).isEqualTo("The fault lost 5 acknowledged increments.");
    }

    @Test
    void onlyLossesBeyondTheControlAreTheFaults() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 5, 0), run(RunRole.CONTROL, 2, 0));
        assertThat(comparison.sentence())
                .isEqualTo("The fault lost at most 3 acknowledged increments (5 with the fault, 2 without).");
        Comparison.ComparedFigure row = comparison.rows().stream()
                .filter(r -> r.run().key().equals(AcknowledgedThenLost.LOST))
                .findFirst()
                .orElseThrow();
        assertThat(row.blamed()).isEqualTo(3);
        assertThat(row.control()).map(Figure::value).contains(2.0);
    }

    @Test
    void lossOfBothRunsIsNotTheFaults() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 5, 3), run(RunRole.CONTROL, 0, 3));
        assertThat(comparison.sentence())
                .startsWith("The fault lost at most 5 acknowledged increments (5 with the fault, 0 without).")
                .contains("The fault did not cause: sessions whose copies differ (3 with the fault, 3 without)");
    }

    @Test
    void lossAsGreatWithoutTheFaultIsTheConfigurations() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 0, 4), run(RunRole.CONTROL, 0, 6));
        assertThat(comparison.status()).isEqualTo(Status.INVALID);
        assertThat(comparison.sentence())
                .startsWith("The fault lost no more than the control.")
                .contains("4 with the fault, 6 without");
    }

    @Test
    void goodRunWithABadControlIsStillABadConfiguration() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 0, 0), run(RunRole.CONTROL, 0, 6));
        assertThat(comparison.status()).isEqualTo(Status.INVALID);
        assertThat(comparison.sentence()).startsWith("The run with the fault lost nothing, but the control");
    }

    @Test
    void nothingLostInBothIsValid() {
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 0, 0), run(RunRole.CONTROL, 0, 0));
        assertThat(comparison.status()).isEqualTo(Status.VALID);
        assertThat(comparison.sentence())
                .startsWith("The fault lost nothing. All 60 acknowledged increments survived.");
    }

    @Test
    void controlThatCheckedNothingLeavesTheShareUnknown() {
        RunResult control = RunResult.of(
                new RunLabel("failover", Label.EMPTY, RunRole.CONTROL),
                FAILOVER.controlCheckers(),
                History.of(List.of()),
                CopySnapshot.NOT_READ,
                RunContext.CALM);
        Comparison comparison = compare(run(RunRole.WITH_FAULT, 5, 0), control);
        assertThat(comparison.sentence()).contains("The fault's share is unknown.");
        assertThat(compare(run(RunRole.WITH_FAULT, 0, 0), control).status()).isEqualTo(Status.UNKNOWN);
    }
}
