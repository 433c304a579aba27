package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ready limit and the end hold whatever the application does. */
@Timeout(60)
class HangingApplicationIT {
    private static final String HANGS = TesterHangingListener.class.getName();

    @TempDir
    Path app;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(app.resolve("index.html"), "here");
        Files.createDirectories(app.resolve("WEB-INF"));
        Files.writeString(
                app.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"><distributable/><listener>"
                        + "<listener-class>" + HANGS + "</listener-class></listener></web-app>");
    }

    @AfterEach
    void release() {
        TesterHangingListener.release();
    }

    @Test
    void startThatHangsEndsAtTheReadyLimitAndLeavesNoPortOrFolder() throws Exception {
        TesterHangingListener.hangInStart();
        Ears ears = new Ears();
        Topology plan;
        Path folder;
        ClusterSpec spec = RunningLab.spec()
                .nodes(2)
                .webapp(app)
                .readyTimeout(Duration.ofSeconds(5))
                .build();
        try (PortPolicy ports = PortPolicy.probing()) {
            plan = Planner.plan(spec, ports).topology();
            try (Lab lab = new Lab(plan, ports, ears)) {
                folder = lab.folder().path();
                BootException e = catchThrowableOfType(BootException.class, lab::boot);
                assertThat(e)
                        .hasMessageContaining("Not ready within 5 s: node1: the application has been starting for ")
                        .hasMessageContaining(" s, in " + HANGS + ".contextInitialized; node2: the application");
            }
        }
        assertThat(ears.waiting)
                .anyMatch(what -> what.matches("node1: the application has been starting for \\d s .*"));
        assertThat(folder).doesNotExist();
        for (NodeSpec node : plan.nodes()) {
            for (int port : List.of(node.httpPort(), node.ajpPort(), node.receiverPort())) {
                assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
                        .as("port %d", port)
                        .doesNotThrowAnyException();
            }
        }
        TesterHangingListener.release();
        eventually("what was left behind ends when it returns").until(() -> threadsOf(plan) == 0);
    }

    /** 40 s with the default limit of 30 s, on a smaller scale. */
    @Test
    void anApplicationMayStartForLongerThanTheDefaultLimit() throws Exception {
        TesterHangingListener.hangInStart();
        Duration limit = Duration.ofSeconds(5);
        Ears ears = new Ears() {
            @Override
            public void waiting(String what, long seconds) {
                super.waiting(what, seconds);
                if (seconds > limit.toSeconds()) {
                    TesterHangingListener.release();
                }
            }
        };
        try (PortPolicy ports = PortPolicy.probing()) {
            Topology plan = withLimit(
                    Planner.plan(RunningLab.spec().nodes(2).webapp(app).build(), ports)
                            .topology(),
                    limit);
            try (Lab lab = new Lab(plan, ports, ears)) {
                lab.boot();
                assertThat(lab.bootTime()).isGreaterThan(limit);

                lab.cluster().stop("node2");
                TesterHangingListener.hangInStart();
                ears.waiting.clear();
                lab.cluster().start("node2");
                assertThat(ears.waiting)
                        .anyMatch(what -> what.matches("node2: the application has been starting for \\d+ s"));
            }
        }
    }

    private static Topology withLimit(Topology plan, Duration limit) {
        return new Topology(
                plan.clusterName(),
                plan.preset(),
                plan.nodes(),
                plan.manager(),
                plan.channel(),
                plan.balancer(),
                plan.frontPort(),
                plan.adminPort(),
                plan.ajpSecret(),
                plan.webapp(),
                plan.contextPath(),
                plan.distributable(),
                plan.deployer(),
                plan.app(),
                plan.dir(),
                plan.keep(),
                plan.lifecycle(),
                plan.host(),
                plan.linkSeed(),
                limit,
                plan.imported());
    }

    @Test
    void applicationThatHangsInItsEndHoldsUpNoEnd() throws Exception {
        RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(1).webapp(app));
        Topology plan = lab.lab().topology();
        Path folder = lab.lab().folder().path();
        TesterHangingListener.hangInEnd();
        lab.close();
        assertThat(folder).doesNotExist();
        assertThatCode(() -> new ServerSocket(plan.nodes().get(0).receiverPort(), 1, InetAddress.getLoopbackAddress())
                        .close())
                .doesNotThrowAnyException();
        TesterHangingListener.release();
        eventually("what was left behind ends when it returns").until(() -> threadsOf(plan) == 0);
    }

    private static long threadsOf(Topology plan) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getThreadGroup)
                .filter(group -> group != null
                        && plan.nodes().stream().anyMatch(node -> node.name().equals(group.getName())))
                .count();
    }

    private static class Ears implements BootListener {
        final List<String> waiting = new CopyOnWriteArrayList<>();

        @Override
        public void progress(int started, int seesAll, int nodes) {}

        @Override
        public void waiting(String what, long seconds) {
            waiting.add(what);
        }

        @Override
        public void warning(String sentence) {}

        @Override
        public void log(String node, LogRecord line) {}
    }
}
