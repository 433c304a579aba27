package clusterlab.front.httpd;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.export.HttpdFiles;
import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker;
import clusterlab.front.FrontContract;
import clusterlab.front.FrontException;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.TesterClient;
import clusterlab.front.TesterClient.Answer;
import clusterlab.front.TesterLab;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real httpd does besides, with either connector. Skipped where there is none, but not in CI. */
abstract class HttpdContract extends FrontContract {
    private final BlockingQueue<String> trouble = new LinkedBlockingQueue<>();

    abstract Connector connector();

    @BeforeEach
    void httpdIsHere() throws IOException {
        try {
            assertThat(HttpdInstall.find(Optional.empty()).connector(Optional.of(connector())))
                    .isEqualTo(connector());
        } catch (FrontUnavailableException e) {
            Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
            throw e;
        }
    }

    @Override
    protected BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.HTTPD;
    }

    @Override
    protected HttpdBalancer start(Topology topology, Path folder) throws IOException {
        return HttpdBalancer.start(
                topology, folder, new HttpdBalancer.Options(Optional.empty(), Optional.of(connector())), trouble::add);
    }

    @Test
    void onlyTheOwnerReadsTheSecret() throws Exception {
        Topology topology = plan(1, true);
        front(topology);
        try (var files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (text.contains(topology.ajpSecret().value()) || text.contains(HttpdFiles.controlToken(topology))) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
    }

    /** The embedded front knows of a dead node before a request has to fail on it. */
    @Test
    void requestThatADeadNodeRefusedIsCounted() throws Exception {
        Balancer front = front(2, true);
        nodes.get("node1").kill();
        for (int i = 0; i < 4; i++) {
            assertThat(new TesterClient(front.uri()).get("/who").node()).isEqualTo("node2");
        }
        assertThat(worker(front, "node1").errors()).isPositive();
    }

    @Test
    void commandsNeedTheToken() throws Exception {
        Topology topology = plan(2, true);
        startNodes(topology, topology.ajpSecret());
        Balancer front = front(topology);
        TesterClient stranger = new TesterClient(front.uri());
        String control = HttpdFiles.controlPath(topology);
        String drain = "?cmd=update&w=lb&sw=node1&vwa=1&mime=prop";
        for (String path : List.of(
                control,
                control + drain,
                "/" + control + drain,
                control + "/" + drain,
                control + ";jsessionid=1.node1" + drain,
                control.replace("c", "%63") + drain,
                "/x/.." + control + drain)) {
            Answer answer = stranger.send("GET", path);
            assertThat(answer.body()).as(path).doesNotContain("result.type=OK").doesNotContain("nonce");
        }
        String status = HttpdFiles.statusPath(topology);
        assertThat(stranger.get(status + drain).body()).doesNotContain("result.type=OK");
        assertThat(stranger.send("POST", status).status()).isEqualTo(403);
        assertThat(front.workers()).extracting(Worker::activation).containsOnly(Worker.Activation.ACT);
    }

    @Test
    void statusPageShowsTheNodesButNotTheSecret() throws Exception {
        Topology topology = plan(2, true);
        HttpdBalancer front = (HttpdBalancer) front(topology);
        TesterClient browser = new TesterClient(front.uri());
        String status = HttpdFiles.statusPath(topology);
        assertThat(front.statusUri().getPath()).isEqualTo(status);
        Answer page = browser.get(status);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("node1", "node2");
        for (String query : List.of("", "?cmd=dump", "?cmd=dump&mime=prop", "?cmd=show&w=lb", "?xml=1")) {
            assertThat(browser.get(status + query).body())
                    .as(query)
                    .doesNotContain(topology.ajpSecret().value())
                    .doesNotContain(HttpdFiles.controlToken(topology));
        }
    }

    @Test
    void wrongSecretIsExplained() throws Exception {
        Topology topology = plan(1, true);
        startNodes(topology, new Secret("another-secret"));
        TesterClient client = new TesterClient(front(topology).uri());
        assertThat(client.get("/who").header(HttpdFiles.HINT_HEADER))
                .hasValueSatisfying(hint -> assertThat(hint).contains("secrets of front and node differ"));
        assertThat(client.get(HttpdFiles.controlPath(topology)).header(HttpdFiles.HINT_HEADER))
                .isEmpty();
    }

    @Test
    void takenPortIsAnErrorThatNamesIt() throws Exception {
        Topology topology = plan(1, true);
        try (ServerSocket other = new ServerSocket(topology.frontPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(topology, dir.resolve("front")))
                    .isInstanceOf(FrontUnavailableException.class)
                    .hasMessageContaining("--front-port " + other.getLocalPort());
        }
    }

    @Test
    void missingHttpdIsAnErrorThatSaysWhatToInstall() throws Exception {
        Topology topology = plan(1, true);
        assertThatThrownBy(() -> HttpdBalancer.start(
                        topology,
                        dir,
                        new HttpdBalancer.Options(Optional.of(dir.resolve("httpd")), Optional.empty()),
                        trouble::add))
                .isInstanceOf(FrontUnavailableException.class)
                .hasMessageContaining("--httpd");
        assertThatThrownBy(() -> HttpdInstall.find(Optional.of(Path.of("/bin/sh"))))
                .isInstanceOf(FrontUnavailableException.class)
                .hasMessageContaining("apt install apache2")
                .hasMessageContaining("dnf install httpd")
                .hasMessageContaining("brew install httpd");
    }

    @Test
    void folderNamesStayNames() throws Exception {
        Topology topology = plan(1, true);
        startNodes(topology, topology.ajpSecret());
        for (String name : List.of("with blank", "quote\" Listen 1", "back\\slash\\", "apo'strophe#", "per%cent$ä")) {
            try (Balancer front = start(topology, dir.resolve(name))) {
                assertThat(new TesterClient(front.uri()).get("/who").status()).isEqualTo(200);
            }
        }
        for (String name : List.of("line\nListen 1", "env${PATH}", "star*", "x".repeat(240))) {
            assertThatThrownBy(() -> start(topology, dir.resolve(name))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void httpdThatEndsByItselfIsStartedAgain() throws Exception {
        Topology topology = plan(2, true);
        startNodes(topology, topology.ajpSecret());
        HttpdBalancer front = (HttpdBalancer) front(topology);
        TesterClient client = new TesterClient(front.uri());
        front.activate(topology.nodes().get(0).name(), Worker.Activation.DIS);
        client.get("/who");
        long elected = front.workers().get(1).elected();
        ProcessHandle httpd = httpd(ProcessHandle.of(front.watchdogPid()).orElseThrow());
        httpd.destroyForcibly();
        assertThat(trouble.poll(20, TimeUnit.SECONDS))
                .contains("httpd ended by itself (signal 9)", "started it again", "error.log");
        assertThat(client.get("/who").status()).isEqualTo(200);
        assertThat(front.workers().get(0).activation()).isEqualTo(Worker.Activation.DIS);
        assertThat(front.workers().get(1).elected()).as("counts go on").isGreaterThan(elected);
    }

    @Test
    void httpdThatEndsAgainAndAgainStaysDown() throws Exception {
        Topology topology = plan(1, true);
        HttpdBalancer front = (HttpdBalancer) front(topology);
        for (String said :
                List.of("started it again", "started it again", "started it again", "does not start it again")) {
            httpd(ProcessHandle.of(front.watchdogPid()).orElseThrow()).destroyForcibly();
            assertThat(trouble.poll(20, TimeUnit.SECONDS)).contains("httpd ended by itself", said, "error.log");
        }
        assertThat(front.workers()).extracting(Worker::state).containsOnly(Worker.State.ERR);
        assertThat(connects(topology.frontPort())).isFalse();
    }

    /** A drain waits for httpd in the meantime. */
    @Test
    void httpdThatHangsHoldsUpNoReaderAndADrainSaysWhy() throws Exception {
        HttpdBalancer front = (HttpdBalancer) front(2, true);
        List<Worker> before = front.workers();
        List<ProcessHandle> all = ProcessHandle.of(front.watchdogPid())
                .orElseThrow()
                .descendants()
                .toList();
        signal("STOP", all);
        try {
            FutureTask<Boolean> drain = new FutureTask<>(() -> {
                front.activate("node1", Worker.Activation.DIS);
                return true;
            });
            Thread drains = new Thread(drain);
            drains.start();
            eventually("the drain waits for httpd").until(() -> Stream.of(drains.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(HttpdControl.class.getName())));
            assertThat(front.uri()).isNotNull();
            assertThat(front.workers()).isEqualTo(before);
            front.workers();
            assertThat(drain.isDone()).as("read while it waited").isFalse();
            assertThatThrownBy(drain::get)
                    .hasCauseInstanceOf(FrontException.class)
                    .hasMessageContaining("httpd did not accept DIS for node1");
        } finally {
            signal("CONT", all);
        }
        eventually("it works again")
                .until(() -> front.workers().stream().allMatch(worker -> worker.state() == Worker.State.OK));
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    @Test
    void killedLabLeavesNoHttpd() throws Exception {
        Topology topology = plan(1, true);
        Process lab = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TesterLab.class.getName(),
                        connector().name(),
                        Integer.toString(topology.frontPort()),
                        dir.resolve("front").toString())
                .redirectError(dir.resolve("lab.err").toFile())
                .start();
        try {
            String watchdog = new BufferedReader(new InputStreamReader(lab.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(watchdog).as(Files.readString(dir.resolve("lab.err"))).isNotNull();
            ProcessHandle shell = ProcessHandle.of(Long.parseLong(watchdog)).orElseThrow();
            List<ProcessHandle> all = shell.descendants().toList();
            assertThat(all).hasSizeGreaterThan(2);
            lab.destroyForcibly();
            eventually("all of httpd is gone").atMost(PATIENCE).until(() -> all.stream()
                    .noneMatch(ProcessHandle::isAlive));
            assertThat(connects(topology.frontPort())).isFalse();
        } finally {
            lab.destroyForcibly();
        }
    }

    @Test
    void killedWatchdogLeavesNoHttpd() throws Exception {
        Topology topology = plan(1, true);
        HttpdBalancer front = (HttpdBalancer) front(topology);
        ProcessHandle shell = ProcessHandle.of(front.watchdogPid()).orElseThrow();
        List<ProcessHandle> all = shell.descendants().toList();
        shell.destroyForcibly();
        eventually("all of httpd is gone").atMost(PATIENCE).until(() -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    private static ProcessHandle httpd(ProcessHandle shell) {
        return shell.children()
                .filter(child -> child.info().command().orElse("").matches(".*(httpd|apache2)"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
