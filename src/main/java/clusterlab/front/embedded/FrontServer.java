package clusterlab.front.embedded;

import clusterlab.front.ajp.AjpRequest;
import clusterlab.spec.Topology;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** Undertow's HTTP server as the front needs it: its threads, buffers and limits. */
final class FrontServer {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MAX_IO_THREADS = 4;

    /** The most connections of clients. */
    static final int MAX_CLIENTS = 4096;

    private static final int MAX_HEADER_BYTES = 64 * 1024;

    /** The front adds four; Tomcat's maxHeaderCount is 100, beyond which it answers 500. */
    private static final int MAX_HEADERS = 96;

    private static final int PARSE_TIMEOUT_MILLIS = 10_000;
    private static final int IDLE_TIMEOUT_MILLIS = 60_000;

    /** Keeps references to the loggers, because a logger without a reference loses its level. */
    private static final List<Logger> LOGGERS = Stream.of("io.undertow", "org.xnio", "org.jboss.threads")
            .map(Logger::getLogger)
            .toList();

    /** As Undertow sets them, without its limit of connections: {@link ClientConnections} has its own. */
    private static final OptionMap SOCKETS = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BALANCING_TOKENS, 1)
            .set(Options.BALANCING_CONNECTIONS, 2)
            .set(Options.BACKLOG, 1000)
            .getMap();

    private final AcceptingChannel<StreamConnection> socket;

    private FrontServer(AcceptingChannel<StreamConnection> socket) {
        this.socket = socket;
        socket.resumeAccepts();
    }

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
     * @param maxClients how many connections of clients there may be
     * @throws UncheckedIOException if the port is unavailable
     */
    @SuppressWarnings("AddressSelection") // An address, not a name: there is nothing to choose from.
    static FrontServer listen(Front front, XnioWorker worker, int maxClients) {
        HttpOpenListener http = new HttpOpenListener(
                front.buffers(),
                OptionMap.builder()
                        .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                        .set(UndertowOptions.DECODE_URL, false)
                        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                        .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                        .set(UndertowOptions.MAX_PARAMETERS, AjpRequest.PACKET)
                        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MILLIS)
                        .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MILLIS)
                        .getMap());
        http.setRootHandler(new HttpContinueReadHandler(new FrontHandler(front)));
        ClientConnections clients = new ClientConnections(http, maxClients);
        try {
            return new FrontServer(worker.createStreamConnectionServer(
                    new InetSocketAddress(Topology.LOOPBACK, front.port()),
                    ChannelListeners.openListenerAdapter(clients),
                    SOCKETS));
        } catch (BindException e) {
            throw new UncheckedIOException(
                    "port " + front.port()
                            + " of the front is in use: stop the program that uses it, or choose another port with --front-port",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("the front cannot listen", e);
        }
    }

    int port() {
        return socket.getLocalAddress(InetSocketAddress.class).getPort();
    }

    /** Takes no more connections. */
    void close() {
        IoUtils.safeClose(socket);
    }
}
