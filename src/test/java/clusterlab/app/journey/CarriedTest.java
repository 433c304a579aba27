package clusterlab.app.journey;

import static clusterlab.app.journey.TesterFacts.html;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session carries from step to step, however different it is in each session. */
class CarriedTest {
    private final Noise noise = new Noise();
    private final Carried carried = new Carried(noise);

    /** A walk of two steps that both show a value. */
    private static List<Facts> walk(String first, String second) {
        return List.of(
                html("<p>Your order number: <b>" + first + "</b></p>"), html("<p>Paying order " + second + "</p>"));
    }

    private record Way(int walk, String node, List<Facts> facts) {}

    private void learn(List<Way> ways) {
        List<Facts> first = ways.get(0).facts();
        for (Way way : ways.subList(1, ways.size())) {
            for (int step = 1; step <= first.size(); step++) {
                noise.learn(step, first.get(step - 1), way.facts().get(step - 1));
            }
        }
        ways.forEach(way -> carried.learn(way.walk(), way.node(), way.facts()));
    }

    private List<String> broken(List<Facts> walk) {
        return carried.broken(walk, 1, 2).stream().map(Difference::toString).toList();
    }

    private static List<Way> ways(String... values) {
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            ways.add(new Way(i / 2, "node1", walk(values[i], values[i])));
        }
        return ways;
    }

    @Test
    void theNumberOfAnOrderThatChangesAfterAFaultIsFound() {
        learn(ways("417203", "884120", "130077", "512866"));
        List<Facts> kept = walk("777001", "777001");
        List<Facts> lost = walk("777001", "310442");
        assertThat(noise.differences(2, walk("417203", "417203").get(1), lost.get(1)))
                .isEmpty();
        assertThat(broken(kept)).isEmpty();
        assertThat(broken(lost)).containsExactly("text p: expected \"777001\", got \"310442\"");
    }

    /** It changed before the fault: then it is not the fault that changed it. */
    @Test
    void onlyWhatWasSeenBeforeTheFaultCounts() {
        learn(ways("417203", "884120", "130077", "512866"));
        assertThat(carried.broken(walk("777001", "null"), 0, 2)).isEmpty();
    }

    @Test
    void aShortNumberNeedsThreeValues() {
        learn(ways("17", "18", "17", "18"));
        assertThat(broken(walk("19", "20"))).isEmpty();
    }

    @Test
    void threeValuesMakeAShortNumberTelling() {
        learn(ways("17", "18", "19", "20"));
        assertThat(broken(walk("21", "22"))).hasSize(1);
    }

    @Test
    void aRandomValueOfEachAnswerIsNotCarried() {
        learn(List.of(
                new Way(1, "node1", walk("aaaa", "bbbb")),
                new Way(1, "node1", walk("cccc", "cccc")),
                new Way(2, "node1", walk("dddd", "eeee"))));
        assertThat(broken(walk("ffff", "gggg"))).isEmpty();
    }

    /** A page that shows the port or the start of the node that answers: it is another one after a failover. */
    @Test
    void whatAllSessionsOfANodeShareIsNotTheSessions() {
        learn(List.of(
                new Way(1, "node1", walk("port8081", "port8081")),
                new Way(1, "node1", walk("port8081", "port8081")),
                new Way(1, "node2", walk("port8082", "port8082")),
                new Way(2, "node3", walk("port8083", "port8083")),
                new Way(2, "node1", walk("port8081", "port8081"))));
        assertThat(broken(walk("port8081", "port8082"))).isEmpty();
    }

    @Test
    void aTimeOfDayIsNotTheSessions() {
        learn(ways("14:03:07", "14:03:08", "14:03:09", "14:03:10"));
        assertThat(broken(walk("14:05:00", "14:05:03"))).isEmpty();
    }
}
