package clusterlab.cluster.process;

import clusterlab.agent.AgentListener;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on loopback for the agents of the nodes. Each start of a node has its own token, which its agent shows once. */
final class ControlServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final int HELLO_MILLIS = 5_000;
    private static final int LONGEST_HELLO = 4_096;
    private static final int BACKLOG = 128;

    private final ServerSocket socket = new ServerSocket();
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();

    /** A start whose agent will dial. */
    @FunctionalInterface
    interface Expected {
        /**
         * The agent has dialled: sends it the welcome.
         *
         * @return what handles the lines of the agent
         * @throws IOException if the connection is gone
         */
        AgentConnection.Lines dialled(AgentConnection connection) throws IOException;
    }

    private ControlServer() throws IOException {
        socket.bind(loopback(0), BACKLOG);
    }

    static ControlServer open() throws IOException {
        ControlServer server = new ControlServer();
        daemon("node-control", server::accept).start();
        return server;
    }

    /** An address of 127.0.0.1. */
    static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    int port() {
        return socket.getLocalPort();
    }

    void expect(String token, Expected start) {
        expected.put(token, start);
    }

    void forget(String token) {
        expected.remove(token);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket dialled = socket.accept();
                daemon("node-control-hello", () -> greet(dialled)).start();
            } catch (IOException closed) {
                if (!socket.isClosed()) {
                    LOG.log(System.Logger.Level.DEBUG, "an agent could not connect", closed);
                }
            }
        }
    }

    private void greet(Socket dialled) {
        boolean kept = false;
        try {
            dialled.setTcpNoDelay(true);
            dialled.setSoTimeout(HELLO_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(dialled.getInputStream(), StandardCharsets.US_ASCII));
            Map<String, Object> hello = JSON.std.mapFrom(line(in));
            Expected start = expected.remove(String.valueOf(hello.get("token")));
            if (start == null || !Integer.valueOf(AgentListener.VERSION).equals(hello.get("version"))) {
                return;
            }
            dialled.setSoTimeout(0);
            AgentConnection connection = new AgentConnection(dialled, in, hello);
            AgentConnection.Lines lines = start.dialled(connection);
            kept = true;
            connection.read(lines);
        } catch (IOException | RuntimeException notAnAgent) {
            LOG.log(System.Logger.Level.DEBUG, "a connection that is not an agent's", notAnAgent);
        } finally {
            if (!kept) {
                close(dialled);
            }
        }
    }

    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == LONGEST_HELLO) {
                throw new IOException("no hello");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private static void close(Socket dialled) {
        try {
            dialled.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
