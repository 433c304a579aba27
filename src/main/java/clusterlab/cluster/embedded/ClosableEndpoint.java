package clusterlab.cluster.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tomcat.util.net.NioEndpoint;

/** An endpoint whose listening socket can be closed while the rest runs. */
final class ClosableEndpoint extends NioEndpoint {

    /**
     * Closes the listening socket; connections and their requests continue. AbstractEndpoint.closeServerSocketGraceful does
     * nothing for a socket that was bound when the endpoint was initialized ({@code bindOnInit}, Tomcat's default).
     */
    void closePort() {
        closeServerSocketGraceful();
        if (getBindState() == BindState.BOUND_ON_INIT) {
            if (acceptor != null) {
                acceptor.stopMillis(-1);
                unlockAccept();
            }
            try {
                doCloseServerSocket();
            } catch (IOException e) {
                throw new UncheckedIOException("port " + getPort() + " does not close", e);
            }
        }
    }
}
