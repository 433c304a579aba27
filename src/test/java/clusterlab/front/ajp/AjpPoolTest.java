package clusterlab.front.ajp;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

class AjpPoolTest {
    /** A probe that is in the middle of its round when the front ends, such as at a signal during the boot. */
    @Test
    void connectingAfterTheFrontHasEndedNeitherThrowsNorLogs() throws Exception {
        XnioWorker worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        AjpPool pool = new AjpPool(
                worker.getIoThread(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                new DefaultByteBufferPool(false, 1024),
                new NobodyWatches());
        worker.shutdownNow();
        assertThat(worker.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        try (LogOfXnio log = new LogOfXnio()) {
            pool.connect(new Unexpected());
            assertThat(log.records).isEmpty();
        }
    }

    private static final class NobodyWatches implements NodeWatcher {
        @Override
        public void bytes() {}

        @Override
        public void lost(String why) {}
    }

    private static final class Unexpected implements AjpPool.Connected {
        @Override
        public void connected(AjpConnection connection) {
            throw new AssertionError("connected");
        }

        @Override
        public void refused(IOException why) {
            throw new AssertionError("refused", why);
        }
    }

    private static final class LogOfXnio extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("org.xnio");
        private final List<String> records = new CopyOnWriteArrayList<>();

        private LogOfXnio() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record.getMessage() + " " + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
