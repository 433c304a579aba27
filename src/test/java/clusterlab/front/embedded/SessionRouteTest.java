package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRouteTest {

    @Test
    void routeIsWhatFollowsTheLastDot() {
        assertThat(cookie("JSESSIONID=ABC.node1")).containsExactly("node1");
        assertThat(cookie("JSESSIONID=A.B.node2")).containsExactly("node2");
        assertThat(cookie("JSESSIONID=\"ABC.node1\"")).containsExactly("node1");
    }

    @Test
    void requestWithoutASessionHasNoRoute() {
        assertThat(SessionRoute.of("/", List.of())).isEmpty();
        assertThat(cookie("JSESSIONID=ABC")).isEmpty();
        assertThat(cookie("JSESSIONID=ABC.")).isEmpty();
        assertThat(cookie("JSESSIONID=")).isEmpty();
        assertThat(cookie("JSESSIONID")).isEmpty();
        assertThat(cookie("")).isEmpty();
        assertThat(cookie(";;; ;=")).isEmpty();
        assertThat(SessionRoute.of("/a;jsessionid=", List.of())).isEmpty();
    }

    @Test
    void otherCookiesAreNoSession() {
        assertThat(cookie("XJSESSIONID=A.node1; JSESSIONIDX=A.node2; jsessionid=A.node3; a=JSESSIONID=A.node4"))
                .isEmpty();
        assertThat(cookie("a=b; JSESSIONID=A.node1;c=d")).containsExactly("node1");
        assertThat(cookie("a=b;JSESSIONID=A.node1")).containsExactly("node1");
    }

    @Test
    void urlComesBeforeCookiesAndSeveralCookiesCount() {
        assertThat(SessionRoute.of("/a;jsessionid=X.node3;x=y/b", List.of("JSESSIONID=A.node1", "JSESSIONID=B.node2")))
                .containsExactly("node3", "node1", "node2");
        assertThat(cookie("JSESSIONID=A.node1; JSESSIONID=B.node1")).containsExactly("node1");
    }

    private static List<String> cookie(String header) {
        return SessionRoute.of("/", List.of(header));
    }
}
