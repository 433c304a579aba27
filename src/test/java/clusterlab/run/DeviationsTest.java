package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.app.journey.Answer;
import clusterlab.app.journey.Carried;
import clusterlab.app.journey.Facts;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Noise;
import clusterlab.app.journey.Step;
import clusterlab.app.journey.Walker.Seen;
import clusterlab.experiment.verdict.Status;
import clusterlab.http.HttpReply.Header;
import clusterlab.run.Deviations.Hit;
import clusterlab.run.Deviations.Way;
import clusterlab.run.VerifyOrder.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which differences after a fault are findings. */
class DeviationsTest {
    private static final String ID = "0123456789ABCDEF0123456789ABCDEF.node1";
    private static final Way USUAL = way("<p>2 items</p>", "<p>2 items</p>");

    private final Noise noise = new Noise();
    private final Carried carried = new Carried(noise);
    private final Deviations found = new Deviations(noise, carried);
    private final Set<String> gaps = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();

    private static Way way(String... pages) {
        return way(200, pages);
    }

    /** The last page has this status. */
    private static Way way(int status, String... pages) {
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < pages.length; i++) {
            Answer answer = Answer.of(
                    i == pages.length - 1 ? status : 200, List.of(new Header("Content-Type", "text/html")), pages[i]);
            seen.add(new Seen(step(i + 1), answer, Optional.of("node1"), Optional.of(ID), Optional.of(ID)));
        }
        return new Way(
                seen,
                seen.stream()
                        .map(one -> Facts.of(one, List.of("node1", "node2"), "http://127.0.0.1:8080"))
                        .toList());
    }

    private static Step step(int number) {
        return new Step(number, "GET", "/" + number, List.of(), Optional.empty(), Answer.of(200, List.of(), ""));
    }

    /** A client that was hit after step 1, and then got this. */
    private void kill(Object round, Way got) {
        var unused = found.hit(new Hit(Fault.KILL, "node1", 1, round, USUAL, got));
    }

    private Status status() {
        return found.status(Fault.KILL, 1);
    }

    private void say() {
        Journey journey = new Journey(List.of(step(1), step(2)), "http://127.0.0.1:8080", List.of());
        Sentences sentences = new Sentences(journey);
        sentences.changedByItself(found.relearned(), gaps, notices);
        sentences.doubtful(found.doubts(), gaps, notices);
    }

    @Test
    void anotherTextIsAFindingWhenAFurtherRoundShowsIt() {
        kill("round 1", way("<p>2 items</p>", "<p>0 items</p>"));
        assertThat(found.toRepeat(Fault.KILL)).containsExactly(1);
        assertThat(found.toRepeat(Fault.STOP)).isEmpty();
        assertThat(found.all()).isEmpty();
        kill("round 2", way("<p>2 items</p>", "<p>0 items</p>"));
        assertThat(found.toRepeat(Fault.KILL)).isEmpty();
        assertThat(found.all()).hasSize(1);
        assertThat(found.doubts()).isEmpty();
        assertThat(status()).isEqualTo(Status.INVALID);
    }

    @Test
    void anotherTextThatIsNotRepeatedIsAGap() {
        kill("round 1", way("<p>2 items</p>", "<p>0 items</p>"));
        kill("round 1", way("<p>2 items</p>", "<p>0 items</p>"));
        kill("round 2", USUAL);
        say();
        assertThat(found.all()).isEmpty();
        assertThat(status()).isEqualTo(Status.UNKNOWN);
        assertThat(gaps)
                .singleElement()
                .asString()
                .startsWith("After the kill of node1 after step 1 GET /1, text p of step 2 GET /2 differed "
                        + "(expected 2 items, got 0 items), and no further round showed it again");
        assertThat(notices).isEmpty();
    }

    /** A banner on few answers; but it may say that the basket is empty, so it has to be tried again. */
    @Test
    void aTextInAdditionIsHarmlessOnlyIfARepetitionDoesNotShowIt() {
        Way empty = way("<p>2 items</p>", "<p>2 items</p><div id=note>Your basket is empty.</div>");
        kill("round 1", empty);
        assertThat(found.toRepeat(Fault.KILL)).containsExactly(1);
        assertThat(status()).isEqualTo(Status.UNKNOWN);
        kill("round 2", USUAL);
        assertThat(status()).isEqualTo(Status.VALID);
        say();
        assertThat(gaps).isEmpty();
        assertThat(notices).singleElement().asString().contains("It came in addition");
        kill("round 3", empty);
        assertThat(status()).isEqualTo(Status.INVALID);
    }

    /** As of Wicket, whose pages are in a store of each node: the version of the page is another one. */
    @Test
    void theQueryOfALinkIsNoProofHoweverOftenItDiffers() {
        Way other = way("<p>2 items</p>", "<p>2 items</p><form action='?0-2.-form'></form>");
        Way usual = way("<p>2 items</p>", "<p>2 items</p><form action='?0-1.-form'></form>");
        for (int round = 1; round <= 2; round++) {
            var unused = found.hit(new Hit(Fault.KILL, "node1", 1, "round " + round, usual, other));
        }
        assertThat(found.toRepeat(Fault.KILL)).isEmpty();
        assertThat(found.all()).isEmpty();
        assertThat(status()).isEqualTo(Status.UNKNOWN);
        say();
        assertThat(gaps).singleElement().asString().contains("attribute form @action", "Only the application's author");
    }

    @Test
    void thePathOfALinkIsAFinding() {
        Way other = way("<p>2 items</p>", "<p>2 items</p><form action='/empty?0-2.-form'></form>");
        Way usual = way("<p>2 items</p>", "<p>2 items</p><form action='/basket?0-2.-form'></form>");
        for (int round = 1; round <= 2; round++) {
            var unused = found.hit(new Hit(Fault.KILL, "node1", 1, "round " + round, usual, other));
        }
        assertThat(status()).isEqualTo(Status.INVALID);
    }

    @Test
    void oneOfManyClientsOfAFurtherRoundIsChanceToo() {
        kill("round 1", way("<p>2 items</p>", "<p>2 items</p><div id=survey>x</div>"));
        kill("round 2", USUAL);
        kill("round 2", USUAL);
        kill("round 2", way("<p>2 items</p>", "<p>2 items</p><div id=survey>x</div>"));
        assertThat(found.all()).isEmpty();
        kill("round 3", way("<p>2 items</p>", "<p>2 items</p><div id=survey>x</div>"));
        assertThat(found.all()).isNotEmpty();
    }

    @Test
    void anErrorNeedsNoRepetition() {
        kill("round 1", way(500, "<p>2 items</p>", "<p>error</p>"));
        assertThat(found.toRepeat(Fault.KILL)).isEmpty();
        assertThat(found.all()).hasSize(1);
        assertThat(status()).isEqualTo(Status.INVALID);
    }

    @Test
    void aClockThatMovesOnIsANotice() {
        Deviations clocks = new Deviations(noise, carried);
        Way usual = way("<p>n</p>", "<footer>Page of 14:03</footer>");
        var unused = clocks.hit(
                new Hit(Fault.MOVE, "node1", 1, "round 1", usual, way("<p>n</p>", "<footer>Page of 14:04</footer>")));
        assertThat(clocks.toRepeat(Fault.MOVE)).containsExactly(1);
        assertThat(clocks.status(Fault.MOVE, 1)).isEqualTo(Status.VALID);
        new Sentences(new Journey(List.of(step(1), step(2)), "http://127.0.0.1:8080", List.of()))
                .doubtful(clocks.doubts(), gaps, notices);
        assertThat(gaps).isEmpty();
        assertThat(notices)
                .containsExactly("After the move from node1 after step 1 GET /1, text footer of step 2 GET /2 differed "
                        + "(expected Page of 14:03, got Page of 14:04): a time or date, which is not counted.");
    }

    /** Stock that all share, and that is sold out from now on. */
    @Test
    void whatDiffersWithoutAFaultAtTheEndIsNoFinding() {
        kill("round 1", way("<p>2 items</p>", "<p>Sold out</p>"));
        kill("round 2", way("<p>2 items</p>", "<p>Sold out</p>"));
        assertThat(found.all()).hasSize(1);
        noise.learn(
                2,
                USUAL.facts().get(1),
                way("<p>2 items</p>", "<p>Sold out</p>").facts().get(1));
        say();
        assertThat(found.all()).isEmpty();
        assertThat(status()).isEqualTo(Status.VALID);
        assertThat(gaps).isEmpty();
        assertThat(notices).singleElement().asString().startsWith("The application changed by itself: at the end");
    }

    @Test
    void anErrorThatComesWithoutAFaultAtTheEndIsAGap() {
        Way error = way(500, "<p>2 items</p>", "<p>error</p>");
        kill("round 1", error);
        noise.learn(2, USUAL.facts().get(1), error.facts().get(1));
        say();
        assertThat(found.all()).isEmpty();
        assertThat(status()).isEqualTo(Status.UNKNOWN);
        assertThat(gaps)
                .singleElement()
                .asString()
                .startsWith("The application changes by itself: at the end, without a fault, status of step 2 GET /2");
    }

    @Test
    void aClientWhoseOwnerWasNotHitExcusesTheSamePlaceOnly() {
        kill("round 1", way("<p>2 items</p>", "<p>2 items</p><i id=up>2 nodes</i><b id=n>0</b>"));
        kill("round 2", way("<p>2 items</p>", "<p>2 items</p><i id=up>2 nodes</i><b id=n>0</b>"));
        found.bystander(Fault.KILL, 1, USUAL, way("<p>2 items</p>", "<p>2 items</p><i id=up>2 nodes</i>"));
        assertThat(found.all())
                .singleElement()
                .satisfies(one -> assertThat(one.differences().toString()).doesNotContain("#up"));
    }

    /** Another number in each session, and the same in all answers of one. */
    @Test
    void anOrderNumberThatChangesIsFound() {
        List<Way> ways = List.of(number("417203"), number("884120"), number("130077"));
        for (Way other : ways.subList(1, ways.size())) {
            for (int i = 0; i < 2; i++) {
                noise.learn(i + 1, ways.get(0).facts().get(i), other.facts().get(i));
            }
        }
        ways.forEach(one -> carried.learn(1, "node1", one.facts()));
        Way lost = way("<p>order 777001</p>", "<p>order 650332</p>");
        for (String round : List.of("round 1", "round 2")) {
            var unused = found.hit(new Hit(Fault.KILL, "node1", 1, round, ways.get(0), lost));
        }
        assertThat(found.all().get(0).differences())
                .extracting(Object::toString)
                .containsExactly("text p: expected \"777001\", got \"650332\"");
    }

    private static Way number(String number) {
        return way("<p>order " + number + "</p>", "<p>order " + number + "</p>");
    }
}
