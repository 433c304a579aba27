package clusterlab.cluster.process;

import clusterlab.agent.AgentListener;
import clusterlab.agent.NodeEvents;
import clusterlab.spec.Endpoint;
import clusterlab.spec.Secret;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A connection to the agent of a node that somebody else started; the agent waits for it ({@code clusterlab.agent.Reception}). */
public final class AgentDial implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HELLO_MILLIS = 10_000;

    private final AgentConnection connection;

    private AgentDial(AgentConnection connection) {
        this.connection = connection;
    }

    /**
     * Dials an agent, shows it the token, and makes it that of {@code agent}.
     *
     * @param at where it listens, or a tunnel to there
     * @param welcome what the node has to know
     * @param events receives the events, or null
     * @throws IOException if nobody answers as an agent that knows this token; the message is a part of a sentence
     */
    public static AgentDial open(
            RemoteAgent agent, Endpoint at, Secret token, Map<String, Object> welcome, @Nullable NodeEvents events)
            throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        boolean kept = false;
        try {
            socket.connect(at.address(), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HELLO_MILLIS);
            socket.getOutputStream()
                    .write((JSON.std.asString(Map.of("version", AgentListener.VERSION, "token", token.value())) + "\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String hello = in.readLine();
            if (hello == null) {
                throw new IOException("the agent at " + at.text()
                        + " closed the connection; is the token its own, and does no other lab use it?");
            }
            AgentConnection connection = new AgentConnection(socket, in, JSON.std.mapFrom(hello));
            socket.setSoTimeout(0);
            agent.connect(connection, welcome);
            kept = true;
            AgentLines lines = new AgentLines(new ConcurrentLinkedQueue<>(), events, what -> {}, question -> {});
            ControlServer.daemon("agent-" + at.text(), () -> connection.read(lines))
                    .start();
            return new AgentDial(connection);
        } finally {
            if (!kept) {
                socket.close();
            }
        }
    }

    /** What the agent said of its node: pid, tomcat, java, receiver, receiverPort, links. */
    public Map<String, Object> hello() {
        return connection.hello();
    }

    /** Whether the agent is gone. */
    public boolean isBroken() {
        return connection.isBroken();
    }

    @Override
    public void close() {
        connection.close();
    }
}
