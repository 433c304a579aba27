package clusterlab.experiment.check;

import static clusterlab.experiment.check.TesterHistory.MS;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Judgement;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each checker is able to fail: of a valid run, one change is made, and the checker whose business it is must see it. */
class MutationTest {
    private static final int SESSIONS = 12;

    /** A run that everybody is content with. */
    private record Run(List<Operation> operations, CopySnapshot state, RunContext context) {
        Run with(UnaryOperator<Operation> change) {
            return new Run(operations.stream().map(change).toList(), state, context);
        }

        Run withCopy(int session, String node, UnaryOperator<CopyState> change) {
            List<CopyState> copies = state.copies().stream()
                    .map(c -> c.session() == session && c.node().equals(node) ? change.apply(c) : c)
                    .toList();
            return new Run(operations, new CopySnapshot(state.at(), copies), context);
        }

        Judgement judge() {
            return Judge.judge(CHECKERS, History.of(operations), state, context);
        }
    }

    private static final List<Checker> CHECKERS = List.of(
            new AcknowledgedThenLost(),
            new LostSession(),
            new CountedTwice(),
            new StaleRead(false),
            new MixedSessions(),
            new LostUpdate(),
            new DivergedCopies(),
            new AttributeNeverArrives(),
            new Availability(),
            new Stickiness(),
            new OldId(),
            new Convergence());

    /** Sessions 0 to 11 count to 40 on their node; session 12 is hit by parallel requests; 13 changes its id. */
    private static Run valid() {
        // The load begins long after the fault, so that nothing is excused by it.
        TesterHistory h = new TesterHistory().pause(20_000);
        List<CopyState> copies = new ArrayList<>();
        for (int s = 0; s < SESSIONS; s++) {
            h.create(s, "node1");
        }
        for (int value = 2; value <= 40; value++) {
            for (int s = 0; s < SESSIONS; s++) {
                h.inc(s, value, "node1");
            }
        }
        for (int s = 0; s < SESSIONS; s++) {
            h.read(s, 40, "node1");
            copies.addAll(TesterHistory.copies(s, 40, 40, 40));
        }
        h.create(12, "node1").parallel(12, "node1", 3, 2, 4).parallel(12, "node1", 5, 6, 7);
        copies.addAll(TesterHistory.copies(12, 7, 7, 7));
        h.create(13, "node2")
                .ok(13, Kind.CHANGE_ID, 1, "node2", "T")
                .ok(13, Kind.REPLAY_OLD_ID, Operation.NONE, "node2", "U");
        h.read(13, 1, "node3");
        h.operations.remove(h.operations.size() - 1);
        Operation last = h.operations.remove(h.operations.size() - 1);
        h.operations.add(last);
        h.operations.add(last.ok(last.at() + MS, "T.node3", 1, "node3", 200));
        copies.addAll(TesterHistory.copies(13, 1, 1, 1));
        CopySnapshot state = new CopySnapshot(h.now() + 1000 * MS, copies);
        FaultRecord restart = FaultRecord.of("restart", Set.of("node2"), MS, 50 * MS, true, "");
        return new Run(
                h.operations,
                state,
                RunContext.CALM
                        .withParallel(true)
                        .withFaults(restart)
                        .withPolls(List.of(new CopySnapshot(h.now(), copies))));
    }

    private record Mutant(String name, String caughtBy, Function<Run, Run> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Function<Run, Run> onAnswer(int session, long value, UnaryOperator<Operation> change) {
        return run -> run.with(op ->
                op.session() == session && op.phase() == Phase.OK && op.kind().counts() && op.value() == value
                        ? change.apply(op)
                        : op);
    }

    private static Operation answer(Operation op, long value, String id, String node) {
        return op.ok(op.at(), id, value, node, op.status());
    }

    static Stream<Mutant> mutants() {
        return Stream.of(
                new Mutant(
                        "an answer repeats the value before",
                        "acknowledged-then-lost",
                        onAnswer(3, 20, op -> answer(op, 19, "S3.node1", "node1"))),
                new Mutant(
                        "the counter goes back and on from there",
                        "acknowledged-then-lost",
                        run -> run.with(op -> op.session() == 4 && op.value() > 30
                                ? answer(op, op.value() - 5, "S4.node1", "node1")
                                : op)),
                new Mutant("every copy lacks the last increment", "acknowledged-then-lost", run -> run.withCopy(
                                5, "node1", c -> at(c, 39))
                        .withCopy(5, "node2", c -> at(c, 39))
                        .withCopy(5, "node3", c -> at(c, 39))),
                new Mutant("an acknowledged increment is dropped from the history", "counted-twice", run -> {
                    Set<Long> dropped = new HashSet<>();
                    run.operations().stream()
                            .filter(op -> op.session() == 6 && op.value() == 20)
                            .forEach(op -> dropped.add(op.request()));
                    return new Run(
                            run.operations().stream()
                                    .filter(op -> !dropped.contains(op.request()))
                                    .toList(),
                            run.state(),
                            run.context());
                }),
                new Mutant(
                        "an answer comes from another session",
                        "lost-session",
                        onAnswer(7, 20, op -> answer(op, 1, "OTHER.node1", "node1"))),
                new Mutant(
                        "two sessions are swapped for one answer",
                        "lost-session",
                        onAnswer(7, 21, op -> answer(op, 21, "S8.node1", "node1"))),
                new Mutant(
                        "a new session is another user's",
                        "mixed-sessions",
                        onAnswer(8, 1, op -> answer(op, 12, "S8.node1", "node1"))),
                new Mutant("a session is on no node in the end", "lost-session", run -> run.withCopy(
                                2, "node1", MutationTest::gone)
                        .withCopy(2, "node2", MutationTest::gone)
                        .withCopy(2, "node3", MutationTest::gone)),
                new Mutant(
                        "a read shows less than was acknowledged",
                        "stale-read",
                        run -> run.with(op -> op.session() == 1 && op.kind() == Kind.READ && op.phase() == Phase.OK
                                ? answer(op, 39, "S1.node2", "node2")
                                : op)),
                new Mutant(
                        "two parallel increments have one answer",
                        "lost-update",
                        onAnswer(12, 6, op -> answer(op, 5, "S12.node1", "node1"))),
                new Mutant("the copies have fewer than the parallel increments", "lost-update", run -> run.withCopy(
                                12, "node1", c -> at(c, 6))
                        .withCopy(12, "node2", c -> at(c, 6))
                        .withCopy(12, "node3", c -> at(c, 6))),
                new Mutant("a copy is stale", "diverged-copies", run -> run.withCopy(9, "node3", c -> at(c, 38))),
                new Mutant("a copy is missing", "diverged-copies", run -> run.withCopy(9, "node3", MutationTest::gone)),
                new Mutant(
                        "a copy lacks the attribute",
                        "attribute-never-arrives",
                        run -> run.withCopy(9, "node3", c -> at(c, Operation.NONE))),
                new Mutant(
                        "a copy stays different after the heal",
                        "convergence",
                        run -> run.withCopy(9, "node2", c -> at(c, 12))),
                new Mutant(
                        "all later answers are 11 s later",
                        "availability",
                        run -> run.with(op -> op.at() > 22_000 * MS ? later(op, 11_000 * MS) : op)),
                new Mutant(
                        "a third of the requests fail",
                        "availability",
                        run -> run.with(op -> op.phase() == Phase.OK && op.session() % 3 == 1
                                ? op.fail(op.at(), 503, "no node")
                                : op)),
                new Mutant(
                        "a request moves away from a healthy node",
                        "stickiness",
                        onAnswer(10, 30, op -> answer(op, 30, "S10.node3", "node3"))),
                new Mutant(
                        "an old id opens the session",
                        "old-id",
                        run -> run.with(op -> op.kind() == Kind.REPLAY_OLD_ID && op.phase() == Phase.OK
                                ? answer(op, 2, "S13.node2", "node2")
                                : op)));
    }

    private static CopyState at(CopyState copy, long value) {
        return CopyState.of(copy.session(), copy.node(), copy.role(), value);
    }

    private static CopyState gone(CopyState copy) {
        return CopyState.absent(copy.session(), copy.node(), copy.role());
    }

    private static Operation later(Operation op, long by) {
        return new Operation(
                op.phase(),
                op.kind(),
                op.client(),
                op.session(),
                op.request(),
                op.at() + by,
                op.intended() + by,
                op.sessionId(),
                op.value(),
                op.size(),
                op.elements(),
                op.node(),
                op.status(),
                op.error());
    }

    @Test
    void unchangedRunIsValid() {
        assertThat(valid().judge().verdicts()).allSatisfy(v -> assertThat(v.status())
                .as(v.checker() + ": " + v.reason())
                .isEqualTo(Status.VALID));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsCaughtByItsChecker(Mutant mutant) {
        Judgement judgement = mutant.change().apply(valid()).judge();
        Verdict verdict = judgement.of(mutant.caughtBy()).orElseThrow();
        assertThat(verdict.status()).as(judgement.sentence()).isEqualTo(Status.INVALID);
        assertThat(verdict.aspect() == Aspect.SERVICE ? judgement.service() : Optional.of(judgement.status()))
                .contains(Status.INVALID);
    }

    @Test
    void everyCheckerHasAMutant() {
        assertThat(mutants().map(Mutant::caughtBy).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        CHECKERS.stream().map(Checker::name).toList());
    }
}
