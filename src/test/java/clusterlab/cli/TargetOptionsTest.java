package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.TargetSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** --target and its commands. */
class TargetOptionsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void twoNodes() throws IOException {
        file = write("null", "null");
    }

    private Path write(String front, String agent) throws IOException {
        return Files.writeString(
                folder.resolve("lab.json"),
                """
                {"front": %s, "nodes": [
                  {"name": "WAS1", "url": "http://10.30.30.2:8080", "ajp": "10.30.30.2:8009", "host": "one", "agent": %s},
                  {"name": "WAS2", "url": "http://10.30.30.3:8080", "ajp": "10.30.30.3:8009", "host": "two", "agent": %s}],
                 "application": "/shop"}
                """
                        .formatted(front, agent, agent));
    }

    private ClusterSpec read(String... words) throws SpecException {
        ClusterOptions options = new ClusterOptions();
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.contains("--target")) {
            all.addAll(List.of("--target", file.toString()));
        }
        new CommandLine(options).parseArgs(all.toArray(String[]::new));
        options.target.allowed = true;
        options.target.environment = Map.of();
        return options.spec(List.of());
    }

    private static Topology plan(ClusterSpec spec) throws SpecException {
        return Planner.plan(spec, PortPolicy.assuming(Set.of())).topology();
    }

    @Test
    void planHasTheAddressesOfTheFileAndTakesPortsForTheLabOnly() throws SpecException {
        Topology plan = plan(read());

        assertThat(plan.nodes())
                .extracting(
                        NodeSpec::name, NodeSpec::httpUrl, node -> node.ajp().text())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("WAS1", "http://10.30.30.2:8080/", "10.30.30.2:8009"),
                        org.assertj.core.groups.Tuple.tuple("WAS2", "http://10.30.30.3:8080/", "10.30.30.3:8009"));
        assertThat(plan.startPath()).isEqualTo("/shop/");
        assertThat(plan.frontUrl()).contains("http://127.0.0.1:8080/shop/");
        assertThat(plan.adminUrl()).contains("http://127.0.0.1:9090/");
        assertThat(plan.host().isBlind()).isTrue();
    }

    @Test
    void frontOfTheFileIsThatOfTheClients() throws Exception {
        write("\"http://10.30.30.5\"", "null");

        assertThat(plan(read()).frontUrl()).contains("http://10.30.30.5:80/shop/");
        assertThat(plan(read("--front", "embedded")).balancer().kind()).isEqualTo(BalancerSpec.Kind.EMBEDDED);
    }

    @Test
    void commandsAreSplitIntoWords() throws SpecException {
        TargetSpec target = read(
                        "--kill-command",
                        "ssh {host} 'pkill -9 -f {node}'",
                        "--start-command",
                        "none",
                        "--command-timeout",
                        "5")
                .host()
                .target()
                .orElseThrow();

        assertThat(target.words(NodeCommand.KILL, "WAS2", "WAS2")).containsExactly("ssh", "two", "pkill -9 -f WAS2");
        assertThat(target.returnsByItself()).isTrue();
        assertThat(target.commandTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--nodes 3 --process | --nodes, --process: with --target the nodes run elsewhere and are as they are; leave them out.",
                "--webapp x | --webapp: with --target the nodes run elsewhere and are as they are; leave it out.",
                "--kill-command {pod} | --kill-command {pod}: {pod} is no placeholder of it; use {node}, {host} or {url}.",
                "--kill-command {peer} | --kill-command {peer}: {peer} is no placeholder of it",
                "--kill-command 'x | --kill-command 'x: the quote ' has no end; close it.",
                "--command-timeout 0 | --command-timeout 0: use a number of seconds from 1 to 3600.",
                "--front httpd | --front httpd: with --target the lab has its embedded front only",
                "--target /nowhere.json | --target /nowhere.json: there is no such file; check the path."
            })
    void refuses(String words, String says) {
        assertThatThrownBy(() -> read(words.split(" "))).hasMessageContaining(says);
    }

    @Test
    void commandWithoutATargetIsRefused() {
        ClusterOptions options = new ClusterOptions();
        new CommandLine(options).parseArgs("--kill-command", "x");
        assertThatThrownBy(() -> options.spec(List.of()))
                .hasMessage("--kill-command: it is for nodes that run elsewhere; add --target FILE.");
    }

    @Test
    void targetOfAnotherCommandIsRefused() {
        ClusterOptions options = new ClusterOptions();
        new CommandLine(options).parseArgs("--target", file.toString());
        assertThatThrownBy(() -> options.spec(List.of()))
                .hasMessage("--target " + file
                        + ": only run and experiment take a cluster that runs elsewhere; leave it out.");
    }

    @Test
    void agentsWantAToken() throws Exception {
        write("null", "\"127.0.0.1:7001\"");
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");

        assertThatThrownBy(() -> read())
                .hasMessageContaining("no token is given; name the file with --agent-token-file");
        TargetSpec target =
                read("--agent-token-file", token.toString()).host().target().orElseThrow();
        assertThat(target.agentToken().orElseThrow().value()).isEqualTo("0123456789abcdef");
        assertThat(target.toString()).doesNotContain("0123456789abcdef");
    }
}
