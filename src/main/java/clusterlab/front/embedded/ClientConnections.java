package clusterlab.front.embedded;

import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.util.StatusCodes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;

/**
 * The connections of all clients, up to a bound. At the bound each new connection costs the one that has been idle longest; if
 * none is idle, the new one is answered 503. Safe for all threads.
 */
final class ClientConnections implements ChannelListener<StreamConnection> {

    private final HttpOpenListener http;
    private final int max;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();

    /**
     * @param http gets each connection
     * @param max how many there may be
     */
    ClientConnections(HttpOpenListener http, int max) {
        this.http = http;
        this.max = max;
    }

    /** A client has connected; on the I/O thread of the connection. */
    @Override
    public void handleEvent(StreamConnection stream) {
        ClientConnection client = new ClientConnection(stream);
        stream.getSourceChannel().setConduit(client);
        if (open.size() >= max && !shedOldest()) {
            client.refuse(
                    StatusCodes.SERVICE_UNAVAILABLE,
                    "All " + max + " connections of this front are busy. Try again in a moment.");
            return;
        }
        open.add(client);
        http.handleEvent(stream);
        ChannelListener<? super StreamConnection> undertows = stream.getCloseListener();
        stream.setCloseListener(closed -> {
            open.remove(client);
            undertows.handleEvent(closed);
        });
        if (!client.isOpen()) {
            open.remove(client);
        }
    }

    private boolean shedOldest() {
        // Another thread may shed the same one, or it may get a request: then the next oldest.
        for (ClientConnection oldest = oldest(); oldest != null; oldest = oldest()) {
            ClientConnection chosen = oldest;
            if (chosen.shed(() -> keep(chosen))) {
                open.remove(chosen);
                return true;
            }
        }
        return false;
    }

    private void keep(ClientConnection client) {
        open.add(client);
        if (!client.isOpen()) {
            open.remove(client);
        }
    }

    private @Nullable ClientConnection oldest() {
        ClientConnection oldest = null;
        long longest = -1;
        for (ClientConnection client : open) {
            long idle = client.idleNanos();
            if (idle > longest) {
                longest = idle;
                oldest = client;
            }
        }
        return oldest;
    }
}
