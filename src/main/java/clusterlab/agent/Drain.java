package clusterlab.agent;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Disconnects the clients of an unmodified Tomcat before it stops: accepts no more connections, lets running requests end, and
 * closes each connection when it is idle, so that a front uses another node. Tomcat has no such action; what it keeps to itself
 * is reached by reflection.
 */
final class Drain {
    /** Longer than a front sends POSTs on a connection without asking first. */
    private static final long QUIET_MILLIS = 100;
    /** How long a front may take to leave by itself. */
    private static final long LEAVE_MILLIS = 600;

    private static final long POLL_MILLIS = 2;
    private static final int READ = SelectionKey.OP_READ;

    private final Service service;

    Drain(Service service) {
        this.service = service;
    }

    /** Returns when no connection is open, or after this time. */
    void run(long mostMillis) throws ReflectiveOperationException, InterruptedException {
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

    private static AbstractEndpoint<?, ?> endpoint(Connector connector) throws ReflectiveOperationException {
        Method get = AbstractProtocol.class.getDeclaredMethod("getEndpoint");
        get.setAccessible(true);
        return (AbstractEndpoint<?, ?>) get.invoke(connector.getProtocolHandler());
    }

    /** AbstractEndpoint.closeServerSocketGraceful does nothing for a socket that was bound by init, as {@code bindOnInit} says. */
    private static void closePort(AbstractEndpoint<?, ?> endpoint) throws ReflectiveOperationException {
        endpoint.closeServerSocketGraceful();
        if (endpoint.getBindOnInit()) {
            Field field = AbstractEndpoint.class.getDeclaredField("acceptor");
            field.setAccessible(true);
            Object acceptor = field.get(endpoint);
            if (acceptor != null) {
                acceptor.getClass().getMethod("stopMillis", int.class).invoke(acceptor, -1);
                call(AbstractEndpoint.class, endpoint, "unlockAccept");
            }
            call(endpoint.getClass(), endpoint, "doCloseServerSocket");
        }
    }

    private static void call(Class<?> type, Object target, String name) throws ReflectiveOperationException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            try {
                Method method = each.getDeclaredMethod(name);
                method.setAccessible(true);
                method.invoke(target);
                return;
            } catch (NoSuchMethodException inherited) {
                // Of a superclass.
            }
        }
        throw new NoSuchMethodException(name);
    }

    /**
     * A connection is idle if no thread processes it, which would hold its lock (SocketProcessorBase.run), and the poller waits
     * until it is readable (NioEndpoint.Poller.processKey).
     */
    private static int closeIdle(AbstractEndpoint<?, ?> endpoint, long quietMillis)
            throws ReflectiveOperationException {
        long latest = System.currentTimeMillis() - quietMillis;
        int busy = 0;
        for (SocketWrapperBase<?> connection : endpoint.getConnections()) {
            // Its return type is Lock in 9.0 and ReentrantLock in 11.
            Lock lock = (Lock) SocketWrapperBase.class.getMethod("getLock").invoke(connection);
            if (!lock.tryLock()) {
                busy++;
                continue;
            }
            try {
                NioSocketWrapper idle = (NioSocketWrapper) connection;
                if (idle.interestOps() == READ && Math.max(idle.getLastRead(), idle.getLastWrite()) <= latest) {
                    connection.close();
                } else {
                    busy++;
                }
            } finally {
                lock.unlock();
            }
        }
        return busy;
    }
}
