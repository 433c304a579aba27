package clusterlab.cluster.embedded;

import clusterlab.agent.Drain;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** The reset of both resettable protocols. */
final class Resets {
    private Resets() {}

    static void reset(NioEndpoint endpoint) {
        Drain.closePort(endpoint);
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
}
