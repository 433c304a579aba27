package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private static final Router ROUTER = new Router(List.of(
            route("GET", "/api/faults"),
            route("POST", "/api/faults"),
            route("DELETE", "/api/faults/{id}"),
            route("POST", "/api/nodes/{name}/kill")));

    private static Route route(String method, String template) {
        return new Route(method, template, call -> new Reply(200, "text/plain", new byte[0]));
    }

    @ParameterizedTest
    @CsvSource({"f1, f1", "a%2Fb, a/b", "a%20b, a b", "a+b, a+b", "%ed%95%9c, 한", "a%252Fb, a%2Fb"})
    void parameterIsOneSegmentDecodedOnce(String sent, String value) throws Exception {
        Router.Match match = ROUTER.find("DELETE", "/api/faults/" + sent);

        assertThat(match.route().template()).isEqualTo("/api/faults/{id}");
        assertThat(match.path()).isEqualTo(Map.of("id", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/faults/f1/f2",
                "/api/nodes/node1/explode",
                "/api/faults/",
                "//api/faults",
                "/API/faults"
            })
    void pathThatNoTemplateHasIsUnknown(String path) {
        assertThatThrownBy(() -> ROUTER.find("GET", path))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNKNOWN));
    }

    @Test
    void otherMethodIsToldThoseThatThePathHas() {
        assertThatThrownBy(() -> ROUTER.find("PUT", "/api/faults")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.METHOD);
            assertThat(problem).hasMessage("Use GET or POST.");
            assertThat(problem.reply().headers()).isEqualTo(Map.of("Allow", "GET, POST"));
        });
    }

    @Test
    void parameterThatIsNotEncodedIsMalformed() {
        assertThatThrownBy(() -> ROUTER.find("DELETE", "/api/faults/%zz"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MALFORMED));
    }
}
