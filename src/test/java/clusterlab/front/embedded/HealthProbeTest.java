package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.undertow.server.DefaultByteBufferPool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioWorker;

class HealthProbeTest {
    /** A node that stops closes the probe's connection, and the front may end at the same time. */
    @Test
    void aProbeThatIsAskedAfterTheFrontHasEndedDoesNothing() throws Exception {
        XnioWorker worker = FrontServer.worker();
        DefaultByteBufferPool buffers = FrontServer.buffers();
        Front front = new Front(buffers, worker.getIoThread(), Duration.ofSeconds(1), 0, true, "secret", change -> {});
        Backend backend = new Backend(front, "node1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        worker.shutdownNow();
        assertThat(worker.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThatCode(() -> backend.probe().now()).doesNotThrowAnyException();
        buffers.close();
    }
}
