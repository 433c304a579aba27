package clusterlab.cluster.embedded;

import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.apache.catalina.tribes.io.ObjectReader;
import org.apache.catalina.tribes.transport.nio.NioReceiver;

/**
 * A receiver whose connections begin with a small buffer that grows with the messages. {@link NioReceiver#listen} gives each
 * connection a buffer as large as the socket's ({@link ObjectReader#ObjectReader(java.net.Socket)}): with preset lab 32 KiB
 * for each of N (N - 1) connections, which for 64 nodes in one JVM is 126 MiB. The socket keeps the size of {@code rxBufSize}.
 */
final class FrugalReceiver extends NioReceiver {

    /** More than most messages need; {@code XByteBuffer.expand} doubles it. In bytes. */
    private static final int FIRST_BUFFER = 1024;

    @Override
    protected void registerChannel(Selector selector, SelectableChannel channel, int ops, Object attach)
            throws Exception {
        super.registerChannel(
                selector, channel, ops, channel instanceof SocketChannel ? new ObjectReader(FIRST_BUFFER) : attach);
    }
}
