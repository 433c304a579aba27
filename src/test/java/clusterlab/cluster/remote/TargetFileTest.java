package clusterlab.cluster.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.Endpoint;
import clusterlab.spec.TargetSpec;
import clusterlab.spec.TargetSpec.TargetNode;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetFileTest {
    private static final String GOOD =
            """
            {"front": "http://10.30.30.5",
             "nodes": [
               {"name": "WAS1", "url": "http://10.30.30.2:8080/", "ajp": "10.30.30.2:8009", "host": "10.30.30.2", "agent": null},
               {"name": "WAS2", "url": "http://10.30.30.3:8080", "ajp": null, "host": "was2.lan", "agent": null}],
             "application": "/shop"}
            """;

    @Test
    void readsEveryField() throws Exception {
        TargetSpec read = TargetFile.parse("lab.json", GOOD);

        assertThat(read.front()).contains(URI.create("http://10.30.30.5:80/"));
        assertThat(read.application()).isEqualTo("/shop");
        assertThat(read.nodes())
                .containsExactly(
                        new TargetNode(
                                "WAS1",
                                new Endpoint("10.30.30.2", 8080),
                                Optional.of(new Endpoint("10.30.30.2", 8009)),
                                "10.30.30.2",
                                Optional.empty()),
                        new TargetNode(
                                "WAS2",
                                new Endpoint("10.30.30.3", 8080),
                                Optional.empty(),
                                "was2.lan",
                                Optional.empty()));
        assertThat(read.hasAgents()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"application\": \"/shop\" | \"aplication\": \"/shop\" | \"aplication\" is no field here; use front, nodes, application",
                ", \"application\": \"/shop\" | , \"application\": 7 | application must be a text",
                "\"host\": \"was2.lan\", | | nodes[1].host is missing",
                "\"host\": \"was2.lan\" | \"host\": \"-oProxyCommand=x\" | nodes[1].host is \"-oProxyCommand=x\"; use a name",
                "\"WAS2\" | \"WAS1\" | nodes[1].name is \"WAS1\" as another node's",
                "\"WAS2\" | \"--all\" | nodes[1].name is \"--all\"; use the node's jvmRoute",
                "\"WAS2\" | \"a b\" | nodes[1].name is \"a b\"; use the node's jvmRoute",
                "http://10.30.30.3:8080 | http://10.30.30.2:8080 | nodes[1].url is that of another node",
                "http://10.30.30.3:8080 | https://10.30.30.3:8443 | nodes[1].url is \"https://10.30.30.3:8443\"; use http://",
                "http://10.30.30.3:8080 | http://10.30.30.3:8080/shop | nodes[1].url is",
                "http://10.30.30.3:8080 | http://u:p@10.30.30.3:8080 | nodes[1].url is",
                "http://10.30.30.3:8080 | http://10.30.30.3:99999 | nodes[1].url is",
                "http://10.30.30.5 | ftp://10.30.30.5 | front is \"ftp://10.30.30.5\"; use http://",
                "\"ajp\": null | \"ajp\": \"8009\" | nodes[1].ajp is \"8009\"; use host:port",
                "\"agent\": null}, | \"agent\": \"127.0.0.1:7001\"}, | agent of WAS2 is null and another node has one",
                "\"/shop\" | \"shop\" | application is \"shop\"; begin with a slash",
                "\"/shop\" | \"/../etc\" | application is \"/../etc\"; begin with a slash",
                "{\"front\" | {\"front\": null, \"front\" | it is no JSON",
                "{\"front\" | [\"front\" | it is no JSON"
            })
    void refusesWithTheNameOfTheField(String part, String instead, String says) {
        String without = GOOD.lines().reduce("", (all, line) -> all + line.strip() + " ");
        String with = without.replace("], \"application\"", "] , \"application\"")
                .replace(part.startsWith(", ") ? " " + part : part, instead == null ? "" : instead);
        assertThat(with).isNotEqualTo(without);
        assertThatThrownBy(() -> TargetFile.parse("lab.json", with))
                .isInstanceOf(MalformedTargetException.class)
                .hasMessageContaining(says);
    }

    @Test
    void refusesNoNodes() {
        assertThatThrownBy(() -> TargetFile.parse("x", "{\"front\":null,\"nodes\":[],\"application\":\"/\"}"))
                .hasMessage("nodes has 0 elements; name 1 to 64 nodes");
    }
}
