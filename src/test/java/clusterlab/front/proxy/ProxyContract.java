package clusterlab.front.proxy;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.FrontContract;
import clusterlab.front.FrontNode;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.TesterClient;
import clusterlab.front.TesterTomcat;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real proxy that speaks HTTP does. Skipped where there is none, but not in CI. */
abstract class ProxyContract extends FrontContract {
    final BlockingQueue<String> trouble = new LinkedBlockingQueue<>();

    abstract void find() throws FrontUnavailableException;

    @Override
    protected abstract ProgramBalancer start(Topology topology, Path folder) throws IOException;

    @BeforeEach
    void programIsHere() throws IOException {
        try {
            find();
        } catch (FrontUnavailableException e) {
            Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
            throw e;
        }
    }

    @Override
    protected FrontNode.Factory nodeFactory() {
        return (spec, secret) -> TesterTomcat.http(spec);
    }

    /** HTTP has no secret between front and node. */
    @Override
    @Test
    public void wrongSecretIsRefusedByTheNode() throws Exception {
        assertThat(kind().speaksAjp()).isFalse();
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
    void programThatEndsByItselfIsStartedAgain() throws Exception {
        Topology topology = plan(2, true);
        startNodes(topology, topology.ajpSecret());
        ProgramBalancer front = (ProgramBalancer) front(topology);
        TesterClient client = new TesterClient(front.uri());
        front.activate("node1", Worker.Activation.DIS);
        client.get("/who");
        program(front).destroyForcibly();
        assertThat(trouble.poll(20, TimeUnit.SECONDS)).contains("ended by itself (signal 9)", "started it again");
        assertThat(client.get("/who").status()).isEqualTo(200);
        assertThat(front.workers().get(0).activation()).isEqualTo(Worker.Activation.DIS);
    }

    @Test
    void killedWatchdogLeavesNoProgram() throws Exception {
        Topology topology = plan(1, true);
        ProgramBalancer front = (ProgramBalancer) front(topology);
        ProcessHandle shell = ProcessHandle.of(front.watchdogPid()).orElseThrow();
        List<ProcessHandle> all = shell.descendants().toList();
        assertThat(all).hasSizeGreaterThan(1);
        shell.destroyForcibly();
        eventually("all of it is gone").atMost(PATIENCE).until(() -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    /** timeout(1), and whoever ends a group of processes, sends SIGTERM to the lab and to the shells beside it. */
    @Test
    void shellsThatGetSigtermStillEndTheProgram() throws Exception {
        Topology topology = plan(1, true);
        ProgramBalancer front = (ProgramBalancer) front(topology);
        ProcessHandle shell = ProcessHandle.of(front.watchdogPid()).orElseThrow();
        List<ProcessHandle> all = shell.descendants().toList();
        ProcessHandle program = program(front);
        shell.destroy();
        shell.children().filter(child -> !child.equals(program)).forEach(ProcessHandle::destroy);
        front.close();
        eventually("all of it is gone").atMost(PATIENCE).until(() -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    private ProcessHandle program(ProgramBalancer front) {
        return ProcessHandle.of(front.watchdogPid())
                .orElseThrow()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith(kind().word()))
                .findFirst()
                .orElseThrow();
    }
}
