package clusterlab.front.embedded;

import clusterlab.front.ajp.AjpRequest;
import clusterlab.spec.Topology;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** Configures Undertow: its threads, buffers and limits. */
final class FrontServer {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MAX_IO_THREADS = 4;
    private static final int MAX_CLIENTS = 4096;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    /** The front adds four; Tomcat's maxHeaderCount is 100, beyond which it answers 500. */
    private static final int MAX_HEADERS = 96;

    private static final int PARSE_TIMEOUT_MILLIS = 10_000;
    private static final int IDLE_TIMEOUT_MILLIS = 60_000;

    /** Keeps references to the loggers, because a logger without a reference loses its level. */
    private static final List<Logger> LOGGERS = Stream.of("io.undertow", "org.xnio", "org.jboss.threads")
            .map(Logger::getLogger)
            .toList();

    private FrontServer() {}

    /** Of 16 KiB: a request's head and the first part of its body, or two packets of a response. */
    static DefaultByteBufferPool buffers() {
        return new DefaultByteBufferPool(true, BUFFER_BYTES, -1, 4);
    }

    /** The threads, not of this JVM's life: they end with it. */
    static XnioWorker worker() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
        int threads = Math.max(2, Math.min(MAX_IO_THREADS, Runtime.getRuntime().availableProcessors() / 2));
        try {
            return Xnio.getInstance(EmbeddedBalancer.class.getClassLoader())
                    .createWorker(OptionMap.builder()
                            .set(Options.WORKER_NAME, "front")
                            .set(Options.THREAD_DAEMON, true)
                            .set(Options.WORKER_IO_THREADS, threads)
                            .set(Options.WORKER_TASK_CORE_THREADS, 1)
                            .set(Options.WORKER_TASK_MAX_THREADS, 1)
                            .set(Options.TCP_NODELAY, true)
                            .getMap());
        } catch (IOException e) {
            throw new UncheckedIOException("the front's threads cannot be started", e);
        }
    }

    /**
     * Starts to listen.
     *
     * @throws UncheckedIOException if the port is unavailable
     */
    static Undertow listen(Front front, XnioWorker worker) {
        Undertow server = Undertow.builder()
                .setWorker(worker)
                .setByteBufferPool(front.buffers())
                .setSocketOption(Options.CONNECTION_HIGH_WATER, MAX_CLIENTS)
                .setSocketOption(Options.CONNECTION_LOW_WATER, MAX_CLIENTS - 1)
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, AjpRequest.PACKET)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MILLIS)
                .addHttpListener(front.port(), Topology.LOOPBACK, new HttpContinueReadHandler(new FrontHandler(front)))
                .build();

        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            if (e.getCause() instanceof BindException bind) {
                throw new UncheckedIOException(
                        "port " + front.port()
                                + " of the front is in use: stop the program that uses it, or choose another port with --front-port",
                        bind);
            }
            throw e;
        }
    }
}
