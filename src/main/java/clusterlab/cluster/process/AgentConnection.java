package clusterlab.cluster.process;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The lab's end of the connection to one agent; its lines are those of {@code clusterlab.agent.Control}. */
final class AgentConnection implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final Map<String, Object> hello;
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, CompletableFuture<Map<String, Object>>> open = new ConcurrentHashMap<>();
    private volatile boolean broken;

    AgentConnection(Socket socket, BufferedReader in, Map<String, Object> hello) throws IOException {
        this.socket = socket;
        this.in = in;
        this.hello = hello;
        out = socket.getOutputStream();
    }

    /** What the agent said of itself: pid, tomcat, java. */
    Map<String, Object> hello() {
        return hello;
    }

    /** Handles the lines that answer no call. */
    interface Lines {
        /** A line of the agent. */
        void line(Map<String, Object> line);

        /** The connection is gone. */
        void ended();
    }

    /** Reads lines in this thread until the connection ends. */
    void read(Lines lines) {
        try {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                Map<String, Object> line = JSON.std.mapFrom(text);
                if (line.get("id") instanceof Number id) {
                    CompletableFuture<Map<String, Object>> call = open.remove(id.longValue());
                    if (call != null) {
                        call.complete(line);
                    }
                } else {
                    lines.line(line);
                }
            }
        } catch (IOException gone) {
            // As its end.
        } finally {
            broken = true;
            close();
            open.values().forEach(call -> call.completeExceptionally(new IOException("the connection is gone")));
            lines.ended();
        }
    }

    /** Whether the connection is gone. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Commands the agent and waits for the result.
     *
     * @throws IOException if the connection is gone
     * @throws TimeoutException if the agent does not answer in time
     * @throws RefusedByAgentException if the agent could not do it
     */
    @Nullable
    Object call(String what, Map<String, ?> parameters, Duration most)
            throws IOException, TimeoutException, RefusedByAgentException, InterruptedException {
        long id = calls.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        open.put(id, answer);
        try {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("id", id);
            line.put("do", what);
            line.putAll(parameters);
            send(line);
            if (broken) {
                throw new IOException("the connection is gone");
            }
            Map<String, Object> result = answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
            Object error = result.get("error");
            if (error != null) {
                throw new RefusedByAgentException(error.toString());
            }
            return result.get("result");
        } catch (ExecutionException e) {
            throw new IOException("the connection is gone", e);
        } finally {
            open.remove(id);
        }
    }

    /** The agent could not carry out a command; the message is its own. */
    static final class RefusedByAgentException extends Exception {
        private static final long serialVersionUID = 1L;

        private RefusedByAgentException(String message) {
            super(message);
        }
    }

    void send(Map<String, ?> line) throws IOException {
        byte[] bytes = (JSON.std.asString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}
