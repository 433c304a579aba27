package clusterlab.cluster.embedded;

import clusterlab.files.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.juli.OneLineFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Writes each log line to the file of its node. The file also gets the output of the node's application to System.out
 * and System.err, like catalina.out of a stock Tomcat.
 *
 * <p>Tribes and SimpleTcpCluster log through static loggers that all nodes of this JVM share. The thread gives the node
 * of a line: a node's threads, and the threads that they start, belong to its {@link ThreadGroup}.
 *
 * <p>For maintainers: Tomcat interrupts its threads when it stops, and the first interrupted thread that logs must not close the
 * file, as it would close a FileChannel of one's own.
 */
public final class NodeLogs implements AutoCloseable {
    private static final Map<ThreadGroup, NodeLog> BY_GROUP = new ConcurrentHashMap<>();
    private static final Object LOCK = new Object();
    private static @Nullable Router router;
    private static int users;

    private final BiConsumer<String, LogRecord> console;
    private final Map<ThreadGroup, NodeLog> mine = new ConcurrentHashMap<>();
    private boolean closed;

    private NodeLogs(BiConsumer<String, LogRecord> console) {
        this.console = console;
    }

    /**
     * Begins to route the log lines of this JVM.
     *
     * @param console receives every logged record of a node with the node's name
     */
    public static NodeLogs open(BiConsumer<String, LogRecord> console) {
        synchronized (LOCK) {
            if (users++ == 0) {
                router = Router.install();
            }
        }
        return new NodeLogs(console);
    }

    /** Appends the lines of this group's threads to the file from now on. */
    void route(ThreadGroup group, String node, Path file) throws IOException {
        OwnerOnly.folders(Objects.requireNonNull(file.getParent()));
        NodeLog log = new NodeLog(node, file, console);
        mine.put(group, log);
        BY_GROUP.put(group, log);
    }

    /**
     * After the group's node was killed: a dead process writes nothing, so the later lines of its threads are dropped.
     */
    void mute(ThreadGroup group) {
        NodeLog log = mine.get(group);
        if (log != null) {
            log.muted = true;
        }
    }

    /** After the end of the group's node: closes its file. */
    void end(ThreadGroup group) {
        BY_GROUP.remove(group);
        NodeLog log = mine.remove(group);
        if (log != null) {
            log.close();
        }
    }

    @Override
    public void close() {
        mine.keySet().forEach(this::end);
        synchronized (LOCK) {
            if (closed) {
                return;
            }
            closed = true;
            if (--users == 0 && router != null) {
                router.uninstall();
                router = null;
            }
        }
    }

    private static @Nullable NodeLog ofCurrentThread() {
        for (ThreadGroup g = Thread.currentThread().getThreadGroup(); g != null; g = g.getParent()) {
            NodeLog log = BY_GROUP.get(g);
            if (log != null) {
                return log;
            }
        }
        return null;
    }

    private static final class NodeLog {
        private final String node;
        private final OutputStream out;
        private final BiConsumer<String, LogRecord> console;
        private final ForeignMessages foreign = new ForeignMessages();
        private volatile boolean muted;

        private NodeLog(String node, Path file, BiConsumer<String, LogRecord> console) throws IOException {
            this.node = node;
            this.console = console;
            this.out = OwnerOnly.append(file);
        }

        private void write(String line, LogRecord record) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            write(bytes, 0, bytes.length);
            if (!muted) {
                console.accept(node, record);
            }
        }

        private synchronized void write(byte[] bytes, int offset, int length) {
            if (muted) {
                return;
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException fullOrClosed) {
                // A node continues without its log, like a stock Tomcat on a full disk.
            }
        }

        private synchronized void close() {
            try {
                out.close();
            } catch (IOException full) {
                // As above.
            }
        }
    }

    /** Replaces System.out or System.err; the output of threads outside all nodes goes to the previous stream. */
    private static final class NodeStream extends OutputStream {
        private final PrintStream before;

        private NodeStream(PrintStream before) {
            this.before = before;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            NodeLog log = ofCurrentThread();
            if (log != null) {
                log.write(bytes, offset, length);
            } else {
                before.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() {
            before.flush();
        }
    }

    /** The root logger's only handler while it is installed; lines of other threads go to the previous handlers. */
    private static final class Router extends Handler {
        private final Handler[] before;
        private final PrintStream outBefore = System.out;
        private final PrintStream errBefore = System.err;
        private final OneLineFormatter formatter = new OneLineFormatter();

        private Router(Handler[] before) {
            this.before = before;
        }

        static Router install() {
            Logger root = root();
            Router router = new Router(root.getHandlers());
            System.setOut(new PrintStream(new NodeStream(router.outBefore), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new NodeStream(router.errBefore), true, StandardCharsets.UTF_8));
            for (Handler handler : router.before) {
                root.removeHandler(handler);
            }
            router.setLevel(Level.ALL);
            root.addHandler(router);
            return router;
        }

        void uninstall() {
            System.setOut(outBefore);
            System.setErr(errBefore);
            Logger root = root();
            root.removeHandler(this);
            for (Handler handler : before) {
                root.addHandler(handler);
            }
        }

        private static Logger root() {
            return Objects.requireNonNull(LogManager.getLogManager().getLogger(""));
        }

        @Override
        public void publish(LogRecord record) {
            NodeLog log = ofCurrentThread();
            if (log != null) {
                LogRecord line = log.foreign.inPlaceOf(record);
                if (line != null) {
                    log.write(formatter.format(line), line);
                }
                return;
            }
            String name = record.getLoggerName();
            if (name == null || !name.startsWith("org.apache.")) {
                for (Handler handler : before) {
                    handler.publish(record);
                }
            }
        }

        @Override
        public void flush() {
            // Every line is flushed as it is written.
        }

        @Override
        public void close() {
            // Closed by NodeLogs.
        }
    }
}
