package clusterlab.experiment.check;

import static clusterlab.experiment.check.RunContext.CALM;
import static clusterlab.experiment.check.TesterHistory.state;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the elements of a session show and its counter hides. */
class ElementsTest {
    private final TesterHistory h = new TesterHistory();

    /** Copies of session 0 on node1, node2 … with the counter of all and these elements. */
    private static CopySnapshot held(long counter, Elements... elements) {
        List<CopyState> copies = new ArrayList<>();
        for (Elements each : elements) {
            copies.add(CopyState.of(0, "node" + (copies.size() + 1), CopyState.Role.REPLICA, counter)
                    .holding(each));
        }
        return state(copies);
    }

    private Status status(Checker checker, CopySnapshot state) {
        return checker.check(h.history(), state, CALM).status();
    }

    @Test
    void acknowledgedElementThatNoCopyHasIsLostThoughTheCounterIsWhole() {
        h.add(0, 1, "node1");
        h.add(0, 2, "node1");
        h.add(0, 3, "node1");
        CopySnapshot healed = held(3, Elements.of(0, 2), Elements.of(0, 2));
        Verdict verdict = new AcknowledgedThenLost().check(h.history(), healed, CALM);
        assertThat(verdict.status()).isEqualTo(Status.INVALID);
        assertThat(verdict.figure(AcknowledgedThenLost.LOST).orElseThrow().value())
                .isEqualTo(1);
        assertThat(verdict.findings())
                .extracting(Finding::title)
                .containsExactly("No surviving copy has 1 element that the client saw acknowledged: 1.");
        assertThat(status(new AcknowledgedThenLost(), held(3, Elements.of(0, 1, 2), Elements.of(0, 1, 2))))
                .isEqualTo(Status.VALID);
    }

    @Test
    void elementThatOneCopyLacksMakesCopiesDifferThoughTheCounterIsWhole() {
        h.add(0, 1, "node1");
        h.add(0, 2, "node1");
        assertThat(status(new DivergedCopies(), held(2, Elements.of(0, 1), Elements.of(1))))
                .isEqualTo(Status.INVALID);
        assertThat(status(new AcknowledgedThenLost(), held(2, Elements.of(0, 1), Elements.of(1))))
                .as("one copy has it")
                .isEqualTo(Status.VALID);
    }

    @Test
    void unansweredElementMayBeThereOrNot() {
        h.add(0, 1, "node1");
        h.info(0);
        h.add(0, 2, "node1");
        for (Elements end : List.of(Elements.of(0, 2), Elements.of(0, 1, 2))) {
            assertThat(status(new AcknowledgedThenLost(), held(end.size(), end, end)))
                    .isEqualTo(Status.VALID);
            assertThat(status(new MixedSessions(), held(end.size(), end, end))).isEqualTo(Status.VALID);
        }
    }

    @Test
    void refusedElementThatACopyHasIsFound() {
        h.add(0, 1, "node1");
        h.fail(0);
        assertThat(status(new MixedSessions(), held(2, Elements.of(0, 1)))).isEqualTo(Status.INVALID);
    }

    @Test
    void elementOfAnotherUserIsFoundInAnswersAndCopies() {
        h.add(0, 1, "node1");
        h.add(1, 1, "node1");
        assertThat(status(new MixedSessions(), held(1, Elements.of(0)))).isEqualTo(Status.VALID);
        assertThat(status(new MixedSessions(), held(1, Elements.of(0, 1)))).isEqualTo(Status.INVALID);
        h.shows(0, "node1", 0, 1);
        assertThat(status(new MixedSessions(), held(1, Elements.of(0)))).isEqualTo(Status.INVALID);
    }

    @Test
    void newSessionThatIsNotEmptyIsFound() {
        h.ok(0, Kind.CREATE, 12, "node1", "S0");
        assertThat(status(new MixedSessions(), CopySnapshot.NOT_READ)).isEqualTo(Status.INVALID);
    }

    @Test
    void newSessionWithTheIdOfAnotherUserIsFound() {
        h.ok(0, Kind.CREATE, 1, "node1", "S0");
        h.ok(1, Kind.CREATE, 1, "node2", "S0");
        assertThat(status(new MixedSessions(), CopySnapshot.NOT_READ)).isEqualTo(Status.INVALID);
    }

    @Test
    void readsOfAnyNodeMustNotGoBackInTime() {
        h.add(0, 1, "node1");
        h.add(0, 2, "node1");
        h.shows(0, "node1", 0, 1);
        assertThat(status(new StaleRead(false), CopySnapshot.NOT_READ)).isEqualTo(Status.VALID);
        h.shows(0, "node1", 1);
        assertThat(status(new StaleRead(false), CopySnapshot.NOT_READ)).isEqualTo(Status.INVALID);
    }

    @Test
    void changeOfTheIdWithoutAnAnswerMayLeaveTheClientWithAnIdThatIsNoMore() {
        h.add(0, 1, "node1");
        h.add(0, 2, "node1");
        assertThat(status(new LostSession(), CopySnapshot.NOT_READ)).isEqualTo(Status.VALID);
        h.unanswered(0, Kind.CHANGE_ID);
        h.ok(0, Kind.INCREMENT, 1, "node1", "NEW");
        assertThat(status(new LostSession(), CopySnapshot.NOT_READ)).isEqualTo(Status.VALID);
        h.ok(0, Kind.INCREMENT, 1, "node1", "NEWER");
        assertThat(status(new LostSession(), CopySnapshot.NOT_READ)).isEqualTo(Status.INVALID);
    }

    @Test
    void oldIdThatShowsAnythingAtAllIsAlive() {
        h.add(0, 1, "node1");
        h.ok(0, Kind.CHANGE_ID, 1, "node1", "T");
        h.ok(0, Kind.REPLAY_OLD_ID, 1, "node2", "S0");
        assertThat(status(new OldId(), CopySnapshot.NOT_READ)).isEqualTo(Status.INVALID);
    }
}
