package clusterlab.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.Acceptor;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Disconnects the clients while the application and the replication still work: accepts no more connections, lets running requests
 * end, and closes each connection when it is idle, so that a front uses another node.
 *
 * <p>At first it closes only connections that were quiet for a while. A request may be under way on one that was just used, and a
 * front whose connection is closed over a POST can't know that the application did not get it. On a quiet connection a front asks
 * before it sends a POST (CPING), so one that is closed fails nothing. A front that checks its nodes then finds the port closed, and
 * closes the other connections itself.
 *
 * <p>Tomcat itself only pauses its connectors before it stops the application (StandardService.stopInternal): a running request
 * loses its application, a request whose head was just read gets 503 (AjpProcessor.service), and idle connections stay open until a
 * client loses a request on them. What Tomcat keeps to itself is reached by reflection, since nodes may be unmodified.
 */
public final class Drain {
    /** Longer than a front sends POSTs on a connection without asking first ({@code front.embedded.Attempt}, 10 ms). */
    private static final long QUIET_MILLIS = 100;
    /** How long a front may take to leave by itself. */
    private static final long LEAVE_MILLIS = 600;

    private static final long POLL_MILLIS = 2;

    private final Service service;

    /** A drain of all connectors of this service. */
    public Drain(Service service) {
        this.service = service;
    }

    /**
     * Returns when no connection is open, or after this time.
     *
     * @throws IllegalStateException if this Tomcat is made otherwise
     */
    public void run(long mostMillis) throws InterruptedException {
        long start = System.nanoTime();
        for (Connector connector : service.findConnectors()) {
            closePort(endpoint(connector));
        }
        for (long millis = 0; millis < mostMillis; millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)) {
            long quiet = millis < LEAVE_MILLIS ? QUIET_MILLIS : 0;
            int open = 0;
            for (Connector connector : service.findConnectors()) {
                open += closeIdle(endpoint(connector), quiet);
            }
            if (open == 0) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static AbstractEndpoint<?, ?> endpoint(Connector connector) {
        return (AbstractEndpoint<?, ?>) call(AbstractProtocol.class, connector.getProtocolHandler(), "getEndpoint");
    }

    /**
     * Closes the listening socket; connections and their requests continue. AbstractEndpoint.closeServerSocketGraceful does nothing
     * for a socket that was bound when the endpoint was initialized ({@code bindOnInit}, Tomcat's default).
     */
    public static void closePort(AbstractEndpoint<?, ?> endpoint) {
        endpoint.closeServerSocketGraceful();
        if (endpoint.getBindOnInit()) {
            try {
                Field field = AbstractEndpoint.class.getDeclaredField("acceptor");
                field.setAccessible(true);
                Acceptor<?> acceptor = (Acceptor<?>) field.get(endpoint);
                if (acceptor != null) {
                    acceptor.stopMillis(-1);
                    call(AbstractEndpoint.class, endpoint, "unlockAccept");
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("port " + endpoint.getPort() + " does not close", e);
            }
            call(endpoint.getClass(), endpoint, "doCloseServerSocket");
        }
    }

    private static Object call(Class<?> type, Object target, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            try {
                Method method = each.getDeclaredMethod(name);
                method.setAccessible(true);
                return method.invoke(target);
            } catch (NoSuchMethodException inherited) {
                // Of a superclass.
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(name + " fails", e);
            }
        }
        throw new IllegalStateException("this Tomcat has no " + name);
    }

    /**
     * Closes connections without a request. A connection is idle if no thread processes it, which would hold its lock
     * (SocketProcessorBase.run), the poller waits until it is readable (NioEndpoint.Poller.processKey clears that before it passes the
     * connection on), and nothing has arrived that the poller has not noticed yet: on a busy machine that may take longer than the
     * quiet time.
     *
     * @param quietMillis for how long nothing was read or written on them, 0 or more
     * @return number of remaining connections
     */
    public static int closeIdle(AbstractEndpoint<?, ?> endpoint, long quietMillis) {
        long latest = System.currentTimeMillis() - quietMillis;
        int busy = 0;
        try (Selector selector = Selector.open()) {
            for (SocketWrapperBase<?> connection : endpoint.getConnections()) {
                // By name: its return type is Lock in 9.0 and ReentrantLock in 11.
                Lock lock = (Lock) call(SocketWrapperBase.class, connection, "getLock");
                if (!lock.tryLock()) {
                    busy++;
                    continue;
                }
                try {
                    NioSocketWrapper idle = (NioSocketWrapper) connection;
                    if (idle.interestOps() == SelectionKey.OP_READ
                            && Math.max(idle.getLastRead(), idle.getLastWrite()) <= latest
                            && !isReadable(idle, selector)) {
                        connection.close();
                    } else {
                        busy++;
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for the connections of a node", e);
        }
        return busy;
    }

    /** Whether something has arrived, or the other side has closed. */
    private static boolean isReadable(NioSocketWrapper connection, Selector selector) throws IOException {
        SocketChannel channel = connection.getSocket().getIOChannel();
        if (channel == null) {
            return false;
        }
        try {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            boolean readable = selector.selectNow() > 0;
            // Otherwise a close would wait for this selector (AbstractSelectableChannel).
            key.cancel();
            selector.selectNow();
            return readable;
        } catch (ClosedChannelException gone) {
            return false;
        }
    }
}
