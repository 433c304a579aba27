package clusterlab.cluster.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** The actions of both resettable protocols on their connections. */
final class Resets {
    private Resets() {}

    static void reset(ClosableEndpoint endpoint) {
        endpoint.closePort();
        for (SocketWrapperBase<NioChannel> connection : endpoint.getConnections()) {
            // Null after the connection was closed, NioChannel.CLOSED_NIO_CHANNEL.
            SocketChannel channel = connection.getSocket().getIOChannel();
            if (channel == null) {
                continue;
            }
            try {
                // Linger 0 makes close send RST at once.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException gone) {
                // The other side closed it meanwhile.
            }
        }
    }

    /**
     * A connection is idle if no thread processes it, which would hold its lock (SocketProcessorBase.run), the poller waits until
     * it is readable (NioEndpoint.Poller.processKey clears that before it passes the connection on), and nothing has arrived
     * that the poller has not noticed yet: on a busy machine that may take longer than the quiet time.
     */
    static <U> int closeIdle(AbstractEndpoint<NioChannel, U> endpoint, long quietMillis) {
        long latest = System.currentTimeMillis() - quietMillis;
        int busy = 0;
        try (Selector selector = Selector.open()) {
            for (SocketWrapperBase<NioChannel> connection : endpoint.getConnections()) {
                if (!connection.getLock().tryLock()) {
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
                    connection.getLock().unlock();
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
