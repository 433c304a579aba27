package clusterlab.front;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between the front and a node, to break what a real crash would: {@link #kill} closes the port and resets every
 * connection, {@link #freeze} accepts and passes nothing on.
 */
public final class TesterRelay implements AutoCloseable {

    private final int port;
    private final int nodePort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object thaw = new Object();
    private volatile ServerSocket server;
    private volatile boolean frozen;

    public TesterRelay(int port, int nodePort) throws IOException {
        this.port = port;
        this.nodePort = nodePort;
        revive();
    }

    /** Listens again after {@link #kill}. */
    public void revive() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        server = listening;
        daemon(() -> accept(listening));
    }

    public void kill() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // Closed by the other end already.
            }
        }
        sockets.clear();
    }

    public void freeze() {
        frozen = true;
    }

    public void thaw() {
        synchronized (thaw) {
            frozen = false;
            thaw.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        thaw();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket front = listening.accept();
                front.setTcpNoDelay(true);
                sockets.add(front);
                Socket node = new Socket();
                sockets.add(node);
                node.setTcpNoDelay(true);
                try {
                    node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), nodePort));
                } catch (IOException e) {
                    front.close();
                    continue;
                }
                daemon(() -> copy(front, node));
                daemon(() -> copy(node, front));
            } catch (IOException e) {
                // Closed; the loop's condition ends it.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[16384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (thaw) {
                    while (frozen) {
                        thaw.wait();
                    }
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // Either end went away: so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.remove(from);
        sockets.remove(to);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tester-relay");
        thread.setDaemon(true);
        thread.start();
    }
}
