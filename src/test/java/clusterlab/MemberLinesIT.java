package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tutorial's sign that the cluster has formed, although all nodes of this JVM share the logger that writes it. */
class MemberLinesIT {
    static Stream<MembershipSpec> memberships() {
        return Stream.of(Preset.STATIC, Preset.MULTICAST);
    }

    @ParameterizedTest
    @MethodSource("memberships")
    void eachNodesLogHasOneLineForEachOtherMember(MembershipSpec membership) throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(4).membership(membership))) {
            for (NodeSpec node : lab.nodes()) {
                List<String> added = lab.log(node.index())
                        .lines()
                        .filter(line -> line.contains("Replication member added:["))
                        .toList();
                assertThat(added).hasSize(3);
                for (NodeSpec other : lab.nodes()) {
                    assertThat(added.stream()
                                    .filter(line -> line.contains("tcp://{127, 0, 0, 1}:" + other.receiverPort() + ","))
                                    .count())
                            .as("%s in the log of %s", other.name(), node.name())
                            .isEqualTo(other == node ? 0 : 1);
                }
            }
        }
    }

    @Test
    void aLogHasOnlyItsOwnNodesLines() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec())) {
            for (NodeSpec node : lab.nodes()) {
                String log = lab.log(node.index());
                for (NodeSpec other : lab.nodes()) {
                    String connector = "http-nio-127.0.0.1-" + other.httpPort();
                    String receiver = "Receiver Server Socket bound to:[/127.0.0.1:" + other.receiverPort() + "]";
                    if (other == node) {
                        assertThat(log).contains(connector, receiver);
                    } else {
                        assertThat(log).doesNotContain(connector).doesNotContain(receiver);
                    }
                }
            }
        }
    }

    @Test
    void whatAnApplicationPrintsIsInItsNodesLogAndNowhereElse(@TempDir Path app) throws Exception {
        Files.writeString(
                app.resolve("index.jsp"),
                "<%@ page pageEncoding=\"UTF-8\" %><% System.out.println(\"printed 노드\"); System.err.println(\"complained\"); %>ok");
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            new Browser().open(lab.url(1));
            assertThat(lab.log(1)).contains("printed 노드" + System.lineSeparator(), "complained");
            assertThat(lab.log(0)).doesNotContain("printed", "complained");
        }
    }
}
