package clusterlab.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits on loopback for a lab, in a node that somebody else started. A lab has to show the token first; one at a time is served.
 * When a lab goes, its faults on links go too, and the node goes on.
 */
final class Reception implements Closeable {
    private static final int BACKLOG = 4;
    private static final int PAUSE_MILLIS = 200;

    private final ServerSocket socket = new ServerSocket();
    private final byte[] token;
    private final Map<String, Object> hello;
    private final Function<Map<String, @Nullable Object>, Control.Commands> attach;
    private final Links links;

    /**
     * Listens.
     *
     * @param port on loopback
     * @param hello what the node says of itself
     * @param attach makes what carries out the commands of a lab, of its welcome
     * @param links from which a lab's faults are taken when it goes
     * @throws IOException if the port is taken
     */
    Reception(
            int port,
            String token,
            Map<String, Object> hello,
            Function<Map<String, @Nullable Object>, Control.Commands> attach,
            Links links)
            throws IOException {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.hello = hello;
        this.attach = attach;
        this.links = links;
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        Thread thread = new Thread(this::serve, "cluster-lab-reception");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket dialled = socket.accept()) {
                serve(Control.accepted(dialled));
            } catch (IOException | RuntimeException gone) {
                // That lab, or what was no lab; a guess costs time.
                pause();
            } finally {
                links.set(Collections.emptyMap(), Set.of());
            }
        }
    }

    private void serve(Control lab) throws IOException {
        try (Control open = lab) {
            Map<String, @Nullable Object> greeting = open.greeting();
            byte[] shown = Commands.text(greeting.get("token")).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(token, shown)
                    || Commands.number(greeting.get("version")) != AgentListener.VERSION) {
                throw new IOException("not the lab of this node");
            }
            Map<String, @Nullable Object> welcome = open.hello(new LinkedHashMap<>(hello));
            open.serve(attach.apply(welcome));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
