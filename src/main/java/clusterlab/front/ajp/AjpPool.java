package clusterlab.front.ajp;

import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * The idle connections of one I/O thread to one node. A request stays on the I/O thread of its client, so nothing here
 * needs a lock. The pool does not limit the number of connections: each client connection uses at most one, and the number of
 * client connections is limited.
 */
public final class AjpPool {

    private static final Logger LOG = System.getLogger(AjpPool.class.getName());

    /** The pool closes a connection that was idle for this time, before the node's keepAliveTimeout can close it. */
    private static final long MAX_IDLE_NANOS = 10_000_000_000L;

    private static final int MAX_IDLE = 64;
    private static final OptionMap OPTIONS = OptionMap.create(Options.TCP_NODELAY, true);

    private final XnioIoThread thread;
    private final InetSocketAddress address;
    private final ByteBufferPool buffers;
    private final NodeWatcher watcher;
    private final Deque<AjpConnection> idle = new ArrayDeque<>();
    private boolean closed;

    public AjpPool(XnioIoThread thread, InetSocketAddress address, ByteBufferPool buffers, NodeWatcher watcher) {
        this.thread = thread;
        this.address = address;
        this.buffers = buffers;
        this.watcher = watcher;
    }

    /** The result of {@link #connect}: it calls one of the two methods, perhaps before it returns. */
    public interface Connected {
        void connected(AjpConnection connection);

        void refused(IOException why);
    }

    /** The connection that was used last, or null if none is idle. */
    @Nullable
    public AjpConnection take() {
        AjpConnection connection = idle.pollLast();
        while (connection != null && connection.isClosed()) {
            connection = idle.pollLast();
        }
        return connection;
    }

    /** Keeps a connection for the next request. */
    public void give(AjpConnection connection) {
        connection.idle();
        if (closed || idle.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        idle.addLast(connection);
    }

    /** Opens another connection. Once the front has ended, it calls nobody: the thread takes no more tasks. */
    public void connect(Connected then) {
        try {
            thread.openStreamConnection(
                            address, stream -> then.connected(new AjpConnection(stream, buffers, watcher)), OPTIONS)
                    .addNotifier((done, unused) -> refusedIfFailed(done, then), null);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "not connected: the front has ended", ended);
        }
    }

    private void refusedIfFailed(IoFuture<? extends StreamConnection> done, Connected then) {
        if (done.getStatus() == IoFuture.Status.FAILED) {
            IOException why = done.getException();
            try {
                thread.execute(() -> then.refused(why));
            } catch (RejectedExecutionException ended) {
                // XNIO would log what its notifier throws, with a stack trace.
                LOG.log(Level.DEBUG, "not connected: the front has ended", ended);
            }
        }
    }

    /** Closes connections that were idle for too long. */
    public void trim() {
        idle.removeIf(connection -> {
            if (connection.idleNanos() > MAX_IDLE_NANOS) {
                connection.close();
            }
            return connection.isClosed();
        });
    }

    /** Closes the idle connections. */
    public void clear() {
        idle.forEach(AjpConnection::close);
        idle.clear();
    }

    /** Closes the idle connections, and from now on every returned connection. */
    public void close() {
        closed = true;
        clear();
    }

    public XnioIoThread thread() {
        return thread;
    }
}
