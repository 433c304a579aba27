package clusterlab.runtime;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** What both resettable protocols do. */
final class Resets {
    private Resets() {}

    static <U> void reset(AbstractEndpoint<NioChannel, U> endpoint) {
        endpoint.closeServerSocketGraceful();
        for (SocketWrapperBase<NioChannel> connection : endpoint.getConnections()) {
            SocketChannel channel = connection.getSocket().getIOChannel();
            try {
                // Linger 0 makes close send RST at once.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException gone) {
                // It was closed by the other side meanwhile.
            }
        }
    }
}
