package clusterlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    @Test
    void counterIsReadFromTheSessionCountersPage() {
        assertThat(page(200, "<p class=\"counter\" data-n=\"12\">Session Counter = 12</p>")
                        .counter())
                .isEqualTo(12);
    }

    @Test
    void pageWithoutACounterIsNoAcknowledgement() {
        assertThat(page(200, "<h1>It works!</h1>").tellsCounter()).isFalse();
        assertThat(page(200, "<h1>It works!</h1>").counter()).isEqualTo(HttpAnswer.NONE);
    }

    @Test
    void whatIsNoNumberIsNoCounter() {
        for (String body : new String[] {"", "Session Counter = ", "Session Counter = many"}) {
            assertThat(page(200, body).counter()).as(body).isEqualTo(HttpAnswer.NONE);
        }
        assertThat(page(200, "Session Counter = " + "9".repeat(40)).counter()).isEqualTo(HttpAnswer.NONE);
    }

    @Test
    void sessionThatIsNotThereIsToldFromAPageThatTellsNothing() {
        HttpAnswer read = page(200, "Session Counter = -1");
        assertThat(read.tellsCounter()).isTrue();
        assertThat(read.counter()).isEqualTo(HttpAnswer.NONE);
    }

    @Test
    void onlyTheFrontsOwnPageProvesThatNoNodeWasAsked() {
        assertThat(page(503, "<h1>No node is up</h1>").sentToNobody()).isTrue();
        assertThat(page(503, "busy").sentToNobody()).isFalse();
        assertThat(page(502, "No node is up").sentToNobody()).isFalse();
        assertThat(new HttpAnswer(503, null, "node1", "No node is up").sentToNobody())
                .isFalse();
    }

    @Test
    void routeIsWhatFollowsTheLastDot() {
        assertThat(HttpAnswer.route("0123ABC.node2")).isEqualTo("node2");
        assertThat(HttpAnswer.route("0123ABC")).isNull();
        assertThat(HttpAnswer.route(null)).isNull();
    }

    private static HttpAnswer page(int status, String body) {
        return new HttpAnswer(status, null, null, body);
    }
}
