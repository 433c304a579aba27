package clusterlab.experiment.check;

import static clusterlab.experiment.check.TesterHistory.copies;
import static clusterlab.experiment.check.TesterHistory.state;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Judgement;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final History ONE =
            new TesterHistory().create(0, "node1").inc(0, 2, "node1").history();
    private static final CopySnapshot GOOD = state(copies(0, 2, 2));

    @Test
    void worstVerdictWins() {
        List<Checker> checkers = List.of(new AcknowledgedThenLost(), new LostUpdate(), new DivergedCopies());
        Judgement unknown = Judge.judge(checkers, ONE, GOOD, RunContext.CALM);
        assertThat(unknown.status()).isEqualTo(Status.UNKNOWN);
        assertThat(unknown.sentence()).startsWith("No verdict, because no two increments");
        Judgement invalid = Judge.judge(checkers, ONE, state(copies(0, 2, 1)), RunContext.CALM);
        assertThat(invalid.status()).isEqualTo(Status.INVALID);
        assertThat(invalid.status().exitCode()).isEqualTo(1);
    }

    @Test
    void slowAnswerIsNoLostSession() {
        History slow = new TesterHistory()
                .create(0, "node1")
                .late(0, 11_000, 2, "node1")
                .history();
        List<Checker> checkers = List.of(new AcknowledgedThenLost(), new Availability());
        Judgement judgement = Judge.judge(checkers, slow, GOOD, RunContext.CALM);
        assertThat(judgement.status()).isEqualTo(Status.VALID);
        assertThat(judgement.sentence()).isEqualTo("All 2 acknowledged increments survived.");
        assertThat(judgement.service()).contains(Status.INVALID);
        assertThat(judgement.serviceSentence()).startsWith("Clients had to wait too long");
        assertThat(Judge.judge(checkers.subList(0, 1), slow, GOOD, RunContext.CALM)
                        .service())
                .isEmpty();
    }

    @Test
    void harmedSessionsAreCountedBeyondTheStoriesAndInOneCheckerOnlyOnce() {
        TesterHistory h = new TesterHistory();
        List<CopyState> copies = new ArrayList<>();
        int sessions = 6_000;
        for (int s = 0; s < sessions; s++) {
            h.create(s, "node1").inc(s, 2, "node1").inc(s, s == 7 ? 3 : 1, "node1");
            copies.addAll(copies(s, s == 7 ? 3 : 1, s == 8 ? 0 : s == 7 ? 3 : 1));
        }
        Judgement judgement = Judge.judge(
                List.of(new AcknowledgedThenLost(), new DivergedCopies(), new Availability()),
                h.history(),
                state(copies),
                RunContext.CALM);
        assertThat(judgement.harmed()).hasSize(sessions - 1).doesNotContain(7);
    }

    @Test
    void checkerThatThrowsGivesUnknownWithTheReason() {
        Judgement judgement = Judge.judge(List.of(new Broken()), ONE, GOOD, RunContext.CALM);
        assertThat(judgement.status()).isEqualTo(Status.UNKNOWN);
        assertThat(judgement.verdicts().get(0).reason()).contains("ArithmeticException", "on purpose");
    }

    @Test
    void nothingCheckedIsUnknown() {
        assertThat(Judge.judge(List.of(), ONE, GOOD, RunContext.CALM).status()).isEqualTo(Status.UNKNOWN);
        History empty = History.of(List.of());
        for (Experiment experiment : Experiments.ALL) {
            Judgement judgement = Judge.judge(experiment.checkers(), empty, CopySnapshot.NOT_READ, RunContext.CALM);
            assertThat(judgement.verdicts()).as(experiment.name()).allMatch(v -> v.status() == Status.UNKNOWN);
        }
    }

    @Test
    void everyExperimentNeedsEvidence() {
        for (Experiment experiment : Experiments.ALL) {
            assertThat(experiment.checkers()).as(experiment.name()).hasAtLeastOneElementOfType(PositiveEvidence.class);
            assertThat(experiment.controlCheckers())
                    .as(experiment.name() + " without its fault")
                    .hasAtLeastOneElementOfType(PositiveEvidence.class);
        }
        Experiment failover = Experiments.named("failover").orElseThrow();
        assertThat(Judge.judge(failover.controlCheckers(), ONE, GOOD, RunContext.CALM)
                        .status())
                .isEqualTo(Status.UNKNOWN);
        assertThat(Judge.judge(TesterHistory.withoutEvidence(failover.controlCheckers()), ONE, GOOD, RunContext.CALM)
                        .status())
                .isEqualTo(Status.VALID);
    }

    private static final class Broken implements Checker {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String asks() {
            return "?";
        }

        @Override
        public Verdict check(History history, CopySnapshot state, RunContext context) {
            throw new ArithmeticException("on purpose");
        }
    }
}
