package clusterlab.experiment.check;

import static clusterlab.experiment.check.RunContext.CALM;
import static clusterlab.experiment.check.TesterHistory.MS;
import static clusterlab.experiment.check.TesterHistory.copies;
import static clusterlab.experiment.check.TesterHistory.kill;
import static clusterlab.experiment.check.TesterHistory.state;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckersTest {
    private static final CopySnapshot UNREAD = CopySnapshot.NOT_READ;

    private static long figure(Verdict verdict, String key) {
        return Math.round(verdict.figure(key).orElseThrow().value());
    }

    private static TesterHistory h() {
        return new TesterHistory();
    }

    private static Verdict lost(TesterHistory h, CopySnapshot state) {
        return new AcknowledgedThenLost().check(h.history(), state, CALM);
    }

    private static Verdict sessions(TesterHistory h, CopySnapshot state) {
        return new LostSession().check(h.history(), state, CALM);
    }

    // acknowledged-then-lost

    @Test
    void countingUpByOneLosesNothing() {
        Verdict verdict = lost(h().create(0, "node1").inc(0, 2, "node1").inc(0, 3, "node2"), state(copies(0, 3, 3)));
        assertThat(verdict.status()).isEqualTo(Status.VALID);
        assertThat(verdict.checked()).isEqualTo(3);
    }

    @Test
    void repeatedValueIsOneIncrementLost() {
        Verdict verdict = lost(h().create(0, "node1").inc(0, 2, "node1").inc(0, 2, "node2"), UNREAD);
        assertThat(verdict.status()).isEqualTo(Status.INVALID);
        assertThat(figure(verdict, AcknowledgedThenLost.LOST)).isEqualTo(1);
        assertThat(verdict.findings().get(0).story()).anyMatch(l -> l.contains("node2") && l.contains("counter 2"));
    }

    @Test
    void valueThatGoesBackIsLostAndCountingGoesOnFromThere() {
        Verdict verdict = lost(
                h().create(0, "node1")
                        .inc(0, 2, "node1")
                        .inc(0, 3, "node1")
                        .inc(0, 2, "node2")
                        .inc(0, 3, "node2"),
                UNREAD);
        assertThat(figure(verdict, AcknowledgedThenLost.LOST)).isEqualTo(2);
    }

    @Test
    void unansweredIncrementMayCountOrNotNowOrLater() {
        assertThat(lost(h().create(0, "node1").info(0).inc(0, 2, "node2"), UNREAD)
                        .status())
                .isEqualTo(Status.VALID);
        assertThat(lost(h().create(0, "node1").info(0).inc(0, 3, "node2"), UNREAD)
                        .status())
                .isEqualTo(Status.VALID);
        TesterHistory late = h().create(0, "node1").info(0).inc(0, 2, "node2").inc(0, 4, "node2");
        assertThat(lost(late, UNREAD).status()).isEqualTo(Status.VALID);
        assertThat(new CountedTwice().check(late.history(), UNREAD, CALM).status())
                .isEqualTo(Status.VALID);
    }

    @Test
    void unansweredIncrementHidesNoOlderLoss() {
        assertThat(lost(h().create(0, "node1").inc(0, 2, "node1").info(0).inc(0, 2, "node2"), UNREAD)
                        .status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void unansweredIncrementNeedNotBeInTheCopies() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1").info(0);
        assertThat(lost(h, state(copies(0, 2, 2))).status()).isEqualTo(Status.VALID);
        assertThat(lost(h, state(copies(0, 3, 3))).status()).isEqualTo(Status.VALID);
        assertThat(lost(h, state(copies(0, 1, 1))).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void refusedIncrementMustNotCount() {
        TesterHistory h = h().create(0, "node1").fail(0).inc(0, 3, "node1");
        assertThat(new CountedTwice().check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void oneSurvivingCopyWithAllIncrementsIsEnoughNotToHaveLostThem() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        assertThat(lost(h, state(copies(0, 2, 1))).status()).isEqualTo(Status.VALID);
        assertThat(new DivergedCopies()
                        .check(h.history(), state(copies(0, 2, 1)), CALM)
                        .status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void proxyOfBackupManagerIsNoCopy() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        CopySnapshot state = state(List.of(
                CopyState.of(0, "node1", CopyState.Role.PRIMARY, 2),
                CopyState.of(0, "node2", CopyState.Role.BACKUP, 2),
                CopyState.of(0, "node3", CopyState.Role.PROXY, Operation.NONE)));
        assertThat(new DivergedCopies().check(h.history(), state, CALM).status())
                .isEqualTo(Status.VALID);
        CopySnapshot alone = state(List.of(
                CopyState.of(0, "node1", CopyState.Role.PRIMARY, 2),
                CopyState.of(0, "node3", CopyState.Role.PROXY, Operation.NONE)));
        assertThat(new DivergedCopies()
                        .check(h.history(), alone, CALM)
                        .findings()
                        .get(0)
                        .title())
                .contains("no node holds a backup");
    }

    @Test
    void sequentialClientWhoseRequestsOverlapMakesItUnknownNotValid() {
        TesterHistory h = h().create(0, "node1")
                .parallel(0, "node1", 2, 3)
                .create(1, "node1")
                .inc(1, 2, "node1");
        assertThat(lost(h, UNREAD).status()).isEqualTo(Status.UNKNOWN);
        assertThat(new AcknowledgedThenLost()
                        .check(h.history(), UNREAD, CALM.withParallel(true))
                        .status())
                .isEqualTo(Status.VALID);
    }

    /** After a split node1 has 1, 2, 5, 6 and node2 1, 3, 4, 7: each side lacks what the other one counted. */
    @Test
    void sessionInTwoVersionsLosesNoMoreThanIsMissingInTheEnd() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        h.inc(0, 2, "node2")
                .inc(0, 3, "node2")
                .inc(0, 3, "node1")
                .inc(0, 4, "node1")
                .inc(0, 4, "node2");
        Verdict verdict = lost(h, state(copies(0, 4, 4)));
        assertThat(figure(verdict, AcknowledgedThenLost.LOST))
                .as("7 acknowledged, 4 there")
                .isEqualTo(3);
        assertThat(figure(verdict, "acknowledged")).isEqualTo(7);
    }

    @Test
    void acknowledgedIncrementsOfEveryLifeAreCounted() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1").inc(0, 2, "node2");
        h.ok(0, Kind.INCREMENT, 1, "node2", "NEW").ok(0, Kind.INCREMENT, 2, "node2", "NEW");
        Verdict verdict = lost(h, UNREAD);
        assertThat(figure(verdict, AcknowledgedThenLost.LOST)).isEqualTo(1);
        assertThat(figure(verdict, "acknowledged")).isEqualTo(5);
    }

    /** With async one node answers from behind, and the next one has it all. */
    @Test
    void incrementsThatComeBackDidNotCountTwice() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1").inc(0, 3, "node1");
        h.inc(0, 2, "node2").inc(0, 5, "node1");
        Verdict verdict = new CountedTwice().check(h.history(), state(copies(0, 5, 5)), CALM);
        assertThat(figure(verdict, "counted-twice")).isZero();
        h.inc(0, 7, "node1");
        assertThat(figure(new CountedTwice().check(h.history(), state(copies(0, 7, 7)), CALM), "counted-twice"))
                .isEqualTo(1);
        TesterHistory end = h().create(0, "node1").inc(0, 2, "node1").inc(0, 2, "node2");
        assertThat(figure(new CountedTwice().check(end.history(), state(copies(0, 3, 3)), CALM), "counted-twice"))
                .isZero();
    }

    // lost-session

    @Test
    void anotherIdIsALostSessionWithItsIncrements() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1").ok(0, Kind.INCREMENT, 1, "node2", "NEW");
        Verdict verdict = sessions(h.ok(0, Kind.INCREMENT, 2, "node2", "NEW"), UNREAD);
        assertThat(figure(verdict, LostSession.LOST)).isEqualTo(1);
        assertThat(figure(verdict, "lost-with-sessions")).isEqualTo(2);
        assertThat(figure(verdict, "sessions")).isEqualTo(1);
        assertThat(lost(h, UNREAD).status()).as("counted once").isEqualTo(Status.VALID);
    }

    /** In a partition a client is given a new session with each change of sides. */
    @Test
    void sessionIsLostOnceHoweverOftenItsClientIsGivenANewOne() {
        TesterHistory h = h().create(0, "node1").create(1, "node1").inc(0, 2, "node1");
        for (String id : List.of("B", "C", "D")) {
            h.ok(0, Kind.INCREMENT, 1, "node2", id).ok(0, Kind.INCREMENT, 2, "node2", id);
        }
        h.inc(1, 2, "node1");
        Verdict verdict = sessions(h, state(copies(0, -2, -2), copies(1, 2, 2)));
        assertThat(figure(verdict, LostSession.LOST)).isEqualTo(1);
        assertThat(figure(verdict, "sessions")).isEqualTo(2);
        assertThat(figure(verdict, "sessions-renewed")).isEqualTo(3);
        assertThat(figure(verdict, "lost-with-sessions"))
                .as("2 of each of four lives")
                .isEqualTo(8);
        assertThat(verdict.reason()).isEqualTo("Of 2 sessions 1 was lost; 3 answers came from a new one in its place.");
        assertThat(verdict.findings()).hasSize(1);
        assertThat(verdict.findings().get(0).title()).endsWith("a new session began, and so 3 times in all.");
    }

    @Test
    void incrementsThatWentWithSessionsOfParallelRequestsAreCountedOnce() {
        TesterHistory h = h().create(0, "node1").parallel(0, "node1", 2, 3, 4);
        h.ok(0, Kind.INCREMENT, 1, "node2", "B").ok(0, Kind.INCREMENT, 1, "node3", "C");
        h.ok(0, Kind.INCREMENT, 2, "node2", "B");
        Verdict verdict = sessions(h, state(copies(0, 2, 2)));
        assertThat(figure(verdict, LostSession.LOST)).isEqualTo(1);
        assertThat(figure(verdict, "lost-with-sessions"))
                .as("of seven acknowledged the two of B are there")
                .isEqualTo(5);
    }

    @Test
    void anotherRouteIsTheSameSession() {
        assertThat(sessions(h().create(0, "node1").inc(0, 2, "node2"), UNREAD).status())
                .isEqualTo(Status.VALID);
    }

    @Test
    void askedForChangeOfIdIsNoLossAnsweredOrNot() {
        TesterHistory answered = h().create(0, "node1").ok(0, Kind.CHANGE_ID, 1, "node1", "T");
        assertThat(sessions(answered.ok(0, Kind.INCREMENT, 2, "node2", "T"), UNREAD)
                        .status())
                .isEqualTo(Status.VALID);
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        Operation change = Operation.invoke(Kind.CHANGE_ID, 0, 0, 99, h.now());
        h.operations.add(change);
        h.operations.add(change.info(h.now() + MS, 0, "reset"));
        h.pause(10).ok(0, Kind.INCREMENT, 3, "node2", "T");
        assertThat(sessions(h, UNREAD).status()).isEqualTo(Status.VALID);
        h.ok(0, Kind.INCREMENT, 1, "node3", "U");
        assertThat(sessions(h, UNREAD).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void withoutIdsACounterThatBeginsAgainIsALostSession() {
        TesterHistory h = h();
        for (long value : new long[] {1, 2, 3, 1}) {
            Operation op =
                    Operation.invoke(value == 1 && h.now() == 0 ? Kind.CREATE : Kind.INCREMENT, 0, 0, h.now(), h.now());
            h.operations.add(op);
            h.operations.add(op.ok(h.now() + MS, null, value, "node1", 200));
            h.pause(10);
        }
        assertThat(figure(sessions(h, UNREAD), LostSession.LOST)).isEqualTo(1);
    }

    @Test
    void sessionOnNoSurvivorIsLost() {
        TesterHistory h = h().create(0, "node1").create(1, "node2");
        Verdict verdict = sessions(h, state(copies(0, -2, -2), copies(1, 1, 1)));
        assertThat(figure(verdict, LostSession.LOST)).isEqualTo(1);
        assertThat(verdict.findings().get(0).story()).anyMatch(l -> l.contains("node1 holds no such session"));
    }

    @Test
    void requestsOnTheirWayWhenASessionIsLostDoNotLoseItAgain() {
        TesterHistory h = h().create(0, "node1");
        Operation a = Operation.invoke(Kind.INCREMENT, 0, 0, 50, h.now());
        Operation b = Operation.invoke(Kind.INCREMENT, 1, 0, 51, h.now() + 1);
        Operation c = Operation.invoke(Kind.INCREMENT, 2, 0, 52, h.now() + 2);
        h.operations.addAll(List.of(a, b, c));
        h.operations.add(a.ok(h.now() + MS, "NEW.node2", 1, "node2", 200));
        h.operations.add(b.ok(h.now() + MS, "S0.node1", 2, "node1", 200));
        h.operations.add(c.ok(h.now() + MS, "NEW.node2", 2, "node2", 200));
        assertThat(figure(sessions(h, UNREAD), LostSession.LOST)).isEqualTo(1);
    }

    // stale-read

    @Test
    void readOnAnotherNodeThatShowsLessIsStale() {
        TesterHistory h =
                h().create(0, "node1").inc(0, 2, "node1").read(0, 1, "node2").inc(0, 3, "node1");
        Verdict verdict = new StaleRead(true).check(h.history(), UNREAD, CALM);
        assertThat(figure(verdict, StaleRead.STALE)).isEqualTo(1);
        assertThat(figure(verdict, "stale-for")).isEqualTo(8 * MS);
        assertThat(lost(h, UNREAD).status()).as("late, not lost").isEqualTo(Status.VALID);
    }

    @Test
    void readThatFoundNoSessionIsNoStaleOneIfTheSessionIsLost() {
        TesterHistory lost = h();
        lost.add(0, 1, "node1");
        lost.add(0, 2, "node1");
        lost.nothing(0, "node2").ok(0, Kind.INCREMENT, 1, "node2", "NEW");
        Verdict verdict = new StaleRead(false).check(lost.history(), UNREAD, CALM);
        assertThat(figure(verdict, StaleRead.STALE)).isZero();
        assertThat(figure(sessions(lost, UNREAD), LostSession.LOST)).isEqualTo(1);
        TesterHistory last = h();
        last.add(0, 1, "node1");
        last.nothing(0, "node2");
        assertThat(figure(new StaleRead(false).check(last.history(), state(copies(0, -2, -2)), CALM), StaleRead.STALE))
                .as("it was the session's last request")
                .isZero();
        assertThat(figure(new StaleRead(false).check(last.history(), state(copies(0, 1, 1)), CALM), StaleRead.STALE))
                .as("it was there")
                .isEqualTo(1);
        TesterHistory late = h();
        late.add(0, 1, "node1");
        late.add(0, 2, "node1");
        late.nothing(0, "node2").add(0, 3, "node1");
        assertThat(figure(new StaleRead(false).check(late.history(), UNREAD, CALM), StaleRead.STALE))
                .as("the session was there")
                .isEqualTo(1);
    }

    @Test
    void readsThatNeverLeftTheNodeProveNothing() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1").read(0, 2, "node1");
        assertThat(new StaleRead(true).check(h.history(), UNREAD, CALM).status())
                .isEqualTo(Status.UNKNOWN);
    }

    // lost-update

    @Test
    void parallelIncrementsMustAllCountInWhateverOrder() {
        TesterHistory h = h().create(0, "node1").parallel(0, "node1", 3, 2, 4);
        LostUpdate checker = new LostUpdate();
        assertThat(checker.check(h.history(), state(copies(0, 4, 4)), CALM).status())
                .isEqualTo(Status.VALID);
        Verdict less = checker.check(h.history(), state(copies(0, 3, 3)), CALM);
        assertThat(figure(less, LostUpdate.LOST)).isEqualTo(1);
        assertThat(lost(h, state(copies(0, 3, 3))).status())
                .as("not its business")
                .isEqualTo(Status.UNKNOWN);
    }

    @Test
    void twoParallelIncrementsWithOneAnswerLostOne() {
        TesterHistory h = h().create(0, "node1").parallel(0, "node1", 2, 2, 3);
        assertThat(figure(new LostUpdate().check(h.history(), UNREAD, CALM), LostUpdate.LOST))
                .isEqualTo(1);
    }

    @Test
    void sequentialRequestsCheckNoParallelUpdate() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        assertThat(new LostUpdate().check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.UNKNOWN);
    }

    // availability, stickiness

    @Test
    void gapIsFromTheFirstRequestThatFailsToTheNextGoodAnswerOfItsClient() {
        TesterHistory h =
                h().create(0, "node1").fail(0).create(1, "node1").pause(2970).inc(0, 2, "node1");
        Verdict verdict = new Availability().check(h.history(), UNREAD, CALM.withFaults(kill("node1", 5)));
        assertThat(figure(verdict, Availability.GAP)).isEqualTo(2992 * MS);
        h.late(0, 11_000, 3, "node1");
        assertThat(new Availability().check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void timeToThinkIsNoGap() {
        TesterHistory h = h().create(0, "node1");
        for (int i = 2; i < 9; i++) {
            h.pause(16_000).inc(0, i, "node1");
        }
        Verdict verdict = new Availability().check(h.history(), UNREAD, CALM);
        assertThat(verdict.status()).isEqualTo(Status.VALID);
        assertThat(figure(verdict, Availability.GAP)).isEqualTo(2 * MS);
    }

    @Test
    void requestThatIsSentLateHasWaitedSinceItWasDue() {
        Operation first = Operation.invoke(Kind.CREATE, 0, 0, 0, 0);
        Operation second = Operation.invoke(Kind.INCREMENT, 0, 0, 1, 5000 * MS, 10 * MS);
        Operation third = Operation.invoke(Kind.INCREMENT, 0, 0, 2, 5010 * MS, 20 * MS);
        History history = History.of(List.of(
                first,
                first.ok(MS, "S0.node1", 1, "node1", 200),
                second,
                second.ok(5002 * MS, "S0.node1", 2, "node1", 200),
                third,
                third.ok(5012 * MS, "S0.node1", 3, "node1", 200)));
        assertThat(figure(new Availability().check(history, UNREAD, CALM), Availability.GAP))
                .isEqualTo(4992 * MS);
    }

    @Test
    void clientThatIsNeverServedAgainHasAGapToItsLastAttempt() {
        TesterHistory h = h().create(0, "node1").fail(0).pause(12_000).fail(0);
        Verdict verdict = new Availability().check(h.history(), UNREAD, CALM.withFaults(kill("node1", 5)));
        assertThat(figure(verdict, Availability.GAP)).isEqualTo(12_012 * MS);
    }

    @Test
    void failedRequestsAreExcusedByAFaultOnly() {
        TesterHistory h = h().create(0, "node1");
        for (int i = 2; i < 40; i++) {
            h.inc(0, i, "node1");
        }
        h.fail(0);
        Availability checker = new Availability();
        assertThat(checker.check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.INVALID);
        assertThat(checker.check(h.history(), UNREAD, CALM.withFaults(kill("node1", 1)))
                        .status())
                .isEqualTo(Status.VALID);
    }

    @Test
    void moveFromAHealthyNodeBreaksStickinessFromAKilledOneDoesNot() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node2");
        Stickiness checker = new Stickiness();
        assertThat(checker.check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.INVALID);
        assertThat(checker.check(h.history(), UNREAD, CALM.withFaults(kill("node1", 5)))
                        .status())
                .isEqualTo(Status.VALID);
        assertThat(checker.check(h.history(), UNREAD, CALM.withFaults(kill("node2", 5)))
                        .status())
                .isEqualTo(Status.INVALID);
        assertThat(checker.check(h.history(), UNREAD, CALM.withSticky(false)).status())
                .isEqualTo(Status.VALID);
    }

    /** Seen with BackupManager: a survivor answers, but the session keeps the dead node's name for one request more. */
    @Test
    void sessionThatStillBearsTheDeadNodesNameMayGoAnywhere() {
        TesterHistory h = h().create(0, "node2");
        Operation survivor = Operation.invoke(Kind.INCREMENT, 0, 0, 1, h.now());
        h.operations.add(survivor);
        h.operations.add(survivor.ok(h.now() + MS, "S0.node2", 2, "node1", 200));
        h.pause(10).inc(0, 3, "node3");
        assertThat(new Stickiness()
                        .check(h.history(), UNREAD, CALM.withFaults(kill("node2", 5)))
                        .status())
                .isEqualTo(Status.VALID);
        assertThat(new Stickiness()
                        .check(h.history(), UNREAD, CALM.withFaults(kill("node3", 5)))
                        .status())
                .isEqualTo(Status.INVALID);
    }

    // attribute-never-arrives, counted-twice, old-id, convergence

    @Test
    void newSessionWithoutItsAttributeOnAReplicaIsFound() {
        TesterHistory h = h().create(0, "node1").create(1, "node2").create(2, "node3");
        CopySnapshot state = state(copies(0, 1, 1, 1), copies(1, Operation.NONE, 1, 1), copies(2, 1, -2, 1));
        Verdict verdict = new AttributeNeverArrives().check(h.history(), state, CALM);
        assertThat(figure(verdict, AttributeNeverArrives.MISSING)).isEqualTo(2);
        assertThat(verdict.findings()).extracting(Finding::session).containsExactly(1, 2);
    }

    @Test
    void requestThatCountedTwiceIsFoundNearAFaultToo() {
        TesterHistory h = h().create(0, "node1").inc(0, 3, "node2");
        CountedTwice checker = new CountedTwice();
        assertThat(checker.check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.INVALID);
        assertThat(checker.check(h.history(), UNREAD, CALM.withFaults(kill("node1", 11)))
                        .status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void elementThatACopyHasTwiceIsFoundThoughTheCounterIsRight() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        CopySnapshot state = state(copies(0, 2, 2).stream()
                .map(c -> c.holding(Elements.of(0, 1, 1)))
                .toList());
        Verdict verdict = new CountedTwice().check(h.history(), state, CALM);
        assertThat(figure(verdict, "counted-twice")).isEqualTo(1);
    }

    @Test
    void oldIdThatStillOpensTheSessionIsFound() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1").ok(0, Kind.CHANGE_ID, 2, "node1", "T");
        h.ok(0, Kind.REPLAY_OLD_ID, Operation.NONE, "node1", "X");
        assertThat(new OldId().check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.VALID);
        assertThat(sessions(h, UNREAD).status())
                .as("the replay's answer is thrown away")
                .isEqualTo(Status.VALID);
        h.ok(0, Kind.REPLAY_OLD_ID, 2, "node3", "S0");
        assertThat(new OldId().check(h.history(), UNREAD, CALM).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void healedPartitionTellsWhenCopiesWereAlikeAndWhoWon() {
        TesterHistory h = h().create(0, "node1").inc(0, 2, "node1");
        FaultRecord split = FaultRecord.of("partition", Set.of("node3"), 0, 100 * MS, true, "");
        RunContext context = CALM.withFaults(split)
                .withPolls(List.of(
                        new CopySnapshot(50 * MS, copies(0, 1, 1, 1)),
                        new CopySnapshot(110 * MS, copies(0, 2, 2, 5)),
                        new CopySnapshot(400 * MS, copies(0, 5, 5, 5))));
        Verdict verdict = new Convergence().check(h.history(), state(copies(0, 5, 5, 5)), context);
        assertThat(verdict.status()).isEqualTo(Status.VALID);
        assertThat(figure(verdict, "differ-at-heal")).isEqualTo(1);
        assertThat(figure(verdict, "alike-after")).isEqualTo(300 * MS);
        assertThat(figure(verdict, "won-node3")).isEqualTo(1);
        Verdict never = new Convergence().check(h.history(), state(copies(0, 2, 2, 5)), context);
        assertThat(never.status()).isEqualTo(Status.INVALID);
        assertThat(never.figure("alike-after")).isEmpty();
    }

    @Test
    void otherAttributesDivergeToo() {
        CopyState a = other("node1", "12", Map.of("cart", "book"));
        CopyState b = other("node2", "34", Map.of("cart", ""));
        assertThat(new DivergedCopies()
                        .check(h().create(0, "node1").history(), state(List.of(a, b)), CALM)
                        .status())
                .isEqualTo(Status.INVALID);
    }

    private static CopyState other(String node, String digest, Map<String, String> attributes) {
        return new CopyState(0, "S0", node, CopyState.Role.REPLICA, true, 1, Elements.EMPTY, digest, attributes);
    }
}
