package clusterlab.agent;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A node's end of the connection over which the lab controls it: one JSON object a line.
 *
 * <pre>
 * node ─► {"version":1,"token":…,"pid":…,"tomcat":…,"java":…}        hello; the lab knows the start by its token
 * lab  ─► {"mode":"boot",…}                                           welcome: what the node has to know
 * lab  ─► {"id":7,"do":"members",…}     node ─► {"id":7,"result":…} or {"id":7,"error":"…"}
 * node ─► {"ask":3,"what":"holders",…}  lab  ─► {"answer":3,"result":…}
 * node ─► {"event":"memberAdded",…}, {"phase":"gate","at":"members"}, …
 * </pre>
 *
 * <p>The lab listens on loopback and the node dials, so that a node opens no port of its own. A node that somebody else
 * started listens instead, on loopback too ({@link Reception}): then the lab dials and begins with {@code
 * {"version":1,"token":…}}, and the node's hello has no token.
 */
final class Control implements Closeable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int WELCOME_MILLIS = 10_000;
    private static final int LONGEST_GREETING = 4_096;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, CompletableFuture<@Nullable Object>> questions = new ConcurrentHashMap<>();
    private final ExecutorService commands = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cluster-lab-command");
        thread.setDaemon(true);
        return thread;
    });

    private Control(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        out = socket.getOutputStream();
    }

    /**
     * Dials the lab.
     *
     * @param port on loopback
     * @throws IOException if it does not listen
     */
    static Control dial(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            return new Control(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The node's end of a connection that the lab opened.
     *
     * @throws IOException if it is gone
     */
    static Control accepted(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new Control(socket);
    }

    /**
     * The first line of a lab that dialled; not longer than some thousand characters.
     *
     * @throws IOException if it does not come in time, or is no such line
     */
    Map<String, @Nullable Object> greeting() throws IOException {
        socket.setSoTimeout(CONNECT_MILLIS);
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == LONGEST_GREETING) {
                throw new IOException("no greeting");
            }
            line.append((char) c);
        }
        return Json.read(line.toString());
    }

    /**
     * Says hello.
     *
     * @return the welcome
     * @throws IOException if the lab does not answer in time
     */
    Map<String, @Nullable Object> hello(Map<String, ?> hello) throws IOException {
        send(hello);
        socket.setSoTimeout(WELCOME_MILLIS);
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the lab closed the connection");
        }
        socket.setSoTimeout(0);
        return Json.read(line);
    }

    /** Carries out a command of the lab. */
    @FunctionalInterface
    interface Commands {
        /**
         * The result, as JSON.
         *
         * @throws Exception whose message the lab is told
         */
        @Nullable
        Object run(String what, Map<String, @Nullable Object> parameters) throws Exception;
    }

    /**
     * Reads the lab's lines from now on, in a thread of its own; each command runs in another.
     *
     * @param broken called when the connection ends
     */
    void listen(Commands to, Runnable broken) {
        Thread reader = new Thread(
                () -> {
                    try {
                        serve(to);
                    } finally {
                        broken.run();
                    }
                },
                "cluster-lab-control");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads the lab's lines in this thread until the connection ends; each command runs in another. */
    void serve(Commands to) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                accept(Json.read(line), to);
            }
        } catch (IOException gone) {
            // As its end.
        }
    }

    private void accept(Map<String, @Nullable Object> line, Commands to) {
        Object answer = line.get("answer");
        if (answer != null) {
            CompletableFuture<@Nullable Object> question = questions.remove(((Number) answer).longValue());
            if (question != null) {
                question.complete(line.get("result"));
            }
            return;
        }
        commands.execute(() -> {
            Map<String, @Nullable Object> reply = new LinkedHashMap<>();
            reply.put("id", line.get("id"));
            try {
                reply.put("result", to.run(String.valueOf(line.get("do")), line));
            } catch (Exception | LinkageError e) {
                reply.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
            }
            send(reply);
        });
    }

    /** Sends a line; nothing if the connection is gone, whose end the reader notices. */
    void send(Map<String, ?> line) {
        byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.US_ASCII);
        synchronized (out) {
            try {
                out.write(bytes);
                out.flush();
            } catch (IOException gone) {
                // As described.
            }
        }
    }

    /** Asks the lab; null if there is no answer in time. */
    @Nullable
    Object ask(String what, String parameter, long millis) {
        long number = asked.incrementAndGet();
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        questions.put(number, answer);
        try {
            send(Map.of("ask", number, "what", what, "parameter", parameter));
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        } finally {
            questions.remove(number);
        }
    }

    @Override
    public void close() throws IOException {
        commands.shutdownNow();
        socket.close();
    }
}
