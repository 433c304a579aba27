package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.BootException;
import clusterlab.cluster.remote.TargetFile;
import clusterlab.fault.LinksFault;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.TargetSpec;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --target}: unmodified Tomcats that somebody else started, here on the loopback interface; commands break them. */
@EnabledOnOs(OS.LINUX)
class RemoteNodesIT {
    private static final String SYNC =
            """
                    <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
                      <Manager className="org.apache.catalina.ha.session.DeltaManager" expireSessionsOnShutdown="false"/>
                      <Channel className="org.apache.catalina.tribes.group.GroupChannel">
                        <Membership className="org.apache.catalina.tribes.membership.McastService" address="239.255.%d.%d"
                                    port="45564" bind="127.0.0.1" ttl="0" frequency="300" dropTime="3000"/>
                        <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="127.0.0.1"
                                  port="@RECEIVER@" autoBind="1"/>
                        <Sender className="org.apache.catalina.tribes.transport.ReplicationTransmitter">
                          <Transport className="org.apache.catalina.tribes.transport.nio.PooledParallelSender"/>
                        </Sender>
                        <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>
                        <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
                      </Channel>
                      <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
                      <Valve className="org.apache.catalina.ha.session.JvmRouteBinderValve"/>
                    </Cluster>
            """;

    @TempDir
    Path folder;

    @TempDir
    Path temp;

    private static String sync() {
        long pid = ProcessHandle.current().pid();
        return SYNC.formatted(pid >> 8 & 0xff, pid & 0xff);
    }

    private LabProcess failover(Machines machines, Path target) throws Exception {
        return LabProcess.Launcher.here(temp)
                .run(
                        "experiment",
                        "failover",
                        "--target",
                        target.toString(),
                        "--front-port",
                        "0",
                        "--duration",
                        "3",
                        "--rate",
                        "100",
                        "--kill-command",
                        machines.command("kill"),
                        "--start-command",
                        machines.command("start"));
    }

    @Test
    void synchronousClusterKeepsItsSessionsAsFarAsClientsSee() throws Exception {
        try (Machines machines = Machines.with("11.0.24", folder)) {
            Path target = machines.onLoopback(sync());
            try (LabProcess lab = failover(machines, target)) {
                int exit = lab.awaitExit();
                assertThat(exit).as(lab.toString()).isZero();
                assertThat(lab.out())
                        .anyMatch(line -> line.startsWith("failover: KEPT (VALID)"))
                        .anyMatch(line -> line.contains("can't be read; the verdict rests on what clients saw"))
                        .anyMatch(line -> line.contains("not judged") && line.contains("diverged-copies"))
                        .anyMatch(line -> line.matches("  happened .* kill WAS\\d, over at .*"))
                        .anyMatch(line -> line.matches("  evidence +VALID +1 fault was applied, observed.*"));
                assertThat(lab.err()).anyMatch(line -> line.startsWith("Warning: No agent runs in the nodes of"));
                assertThat(lab.leftBehind()).isEmpty();
            }
            // The cluster is somebody else's: it goes on.
            for (String node : List.of("WAS1", "WAS2", "WAS3")) {
                long pid = Long.parseLong(Files.readString(folder.resolve(node).resolve("tomcat.pid"))
                        .strip());
                assertThat(ProcessHandle.of(pid)).as(node).hasValueSatisfying(one -> assertThat(one.isAlive())
                        .isTrue());
            }
        }
    }

    private static final String LINKS = "<Interceptor className=\"clusterlab.agent.LinkInterceptor\"/>\n</Channel>";

    /** Copies and members come from inside, links are cut inside, and a wrong token opens nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"9.0.117", "11.0.24"})
    void agentsTellWhatIsInside(String tomcat) throws Exception {
        String token = "0123456789abcdefXYZ";
        String links = sync().replace("</Channel>", LINKS)
                .replace("org.apache.catalina.tribes.membership.McastService", "clusterlab.agent.LinkedMcastService")
                .replace(
                        "org.apache.catalina.tribes.group.interceptors.TcpFailureDetector",
                        "clusterlab.agent.LinkedFailureDetector");
        try (Machines machines = Machines.with(tomcat, folder)) {
            TargetSpec target = TargetFile.read(machines.onLoopback(links, token));
            ClusterSpec.Builder wrong = RunningLab.spec()
                    .target(target.withAgentToken(new Secret("wrong-wrong-wrong-wrong")))
                    .readyTimeout(Duration.ofSeconds(5));
            assertThatThrownBy(() -> RunningLab.boot(wrong))
                    .isInstanceOf(BootException.class)
                    .hasMessageContaining("closed the connection; is the token its own");
            // Twice: a lab comes and goes, the nodes stay.
            for (int i = 0; i < 2; i++) {
                ClusterSpec.Builder spec = RunningLab.spec().target(target.withAgentToken(new Secret(token)));
                try (RunningLab lab = RunningLab.boot(spec)) {
                    assertThat(lab.lab().cluster().nodes()).allSatisfy(node -> {
                        assertThat(node.members()).hasSize(2);
                        assertThat(node.process().orElseThrow().tomcat()).isEqualTo(tomcat);
                    });
                    String cookie = HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(lab.lab().uri()).build(), BodyHandlers.discarding())
                            .headers()
                            .firstValue("Set-Cookie")
                            .orElseThrow();
                    String id = cookie.replaceAll(";.*", "").replace("JSESSIONID=", "");
                    assertThat(lab.lab().ownerOf(cookie)).isEqualTo(id.replaceAll(".*\\.", ""));
                    eventually("a copy on each node").untilAsserted(() -> assertThat(
                                    lab.lab().cluster().sessions().holders(id))
                            .hasSize(3));
                    LabControl control = lab.lab().control();
                    assertThat(control.begin(new LinksFault.Isolate("WAS2"), Optional.empty())
                                    .effective())
                            .isTrue();
                    assertThat(control.healAll().effective()).isTrue();
                }
            }
        }
    }

    @Test
    void withoutAClusterTheOwnersDeathLosesSessions() throws Exception {
        try (Machines machines = Machines.with("9.0.117", folder)) {
            Path target = machines.onLoopback("");
            try (LabProcess lab = failover(machines, target)) {
                int exit = lab.awaitExit();
                assertThat(exit).as(lab.toString()).isEqualTo(1);
                assertThat(lab.out())
                        .anyMatch(line -> line.startsWith("failover: LOST (INVALID)"))
                        .anyMatch(line -> line.matches("  sessions lost +[1-9]\\d* +0 .*"));
            }
        }
    }

    @Test
    void commandThatFailsOrDoesNothingIsToldAndIsNoEvidence() throws Exception {
        try (Machines machines = Machines.with("9.0.117", folder)) {
            Path target = machines.onLoopback("");
            for (Map.Entry<String, String> command : Map.of(
                            "sh -c 'echo no such host {host} >&2; exit 7'",
                            "could not be killed: --kill-command ended with exit code 7: no such host localhost.",
                            "true",
                            "could not be killed: --kill-command ended with exit code 0, but 2 s later http://127.0.0.1")
                    .entrySet()) {
                try (LabProcess lab = LabProcess.Launcher.here(temp)
                        .run(
                                "experiment",
                                "failover",
                                "--target",
                                target.toString(),
                                "--front-port",
                                "0",
                                "--duration",
                                "3",
                                "--rate",
                                "50",
                                "--command-timeout",
                                "2",
                                "--kill-command",
                                command.getKey(),
                                "--start-command",
                                "none")) {
                    int exit = lab.awaitExit();
                    assertThat(exit).as(lab.toString()).isEqualTo(2);
                    assertThat(lab.err()).anyMatch(line -> line.contains(command.getValue()));
                }
            }
        }
    }
}
