package clusterlab.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Passes on the log lines of the nodes, and collapses repeated ones: a node that can't reach another logs the same line
 * for each message. The node's own log file stays complete.
 *
 * <pre>
 * logged     A  A  B  A  A        A        A
 * passed on  A     B     (end) A ×3  (end) A ×2
 *            └── window ──┘└── window ──┘
 * </pre>
 *
 * <p>A line is passed on at once and opens a window. The same line of the same node in the window is only counted; at
 * the window's end the repeats are passed on as one line with their number, and open the next window. Other lines
 * neither wait for that nor end the window: floods often consist of two lines in turn.
 */
final class LogLines implements AutoCloseable {
    /** Short enough to follow what happens, long enough for a screen of 24 lines. */
    static final Duration WINDOW = Duration.ofSeconds(5);
    /** A flood of lines that all differ must not fill the heap: beyond this number, new lines pass uncounted. */
    private static final int MOST_WINDOWS = 500;

    private final LongSupplier nanos;
    private final ObjLongConsumer<Runnable> later;
    private final Sink sink;
    private final Map<Line, Window> windows = new LinkedHashMap<>();
    private boolean closed;

    /** Receives lines. */
    interface Sink {
        /**
         * A line of a node.
         *
         * @param text the message, without its number
         * @param times how many logged lines it stands for, 1 or more
         * @param line its message ends with the number if that is more than 1, such as {@code ×14}
         */
        void accept(String node, String text, long times, LogRecord line);
    }

    private record Line(String node, Level level, String text) {}

    private static final class Window {
        private final long since;
        private long repeats;

        private Window(long since) {
            this.since = since;
        }
    }

    /**
     * Passes lines on to the sink.
     *
     * @param nanos as System.nanoTime
     * @param later runs an action after a number of nanoseconds; must not run it at once
     */
    LogLines(LongSupplier nanos, ObjLongConsumer<Runnable> later, Sink sink) {
        this.nanos = nanos;
        this.later = later;
        this.sink = sink;
    }

    /** Passes lines on in real time. */
    static LogLines to(Sink sink) {
        // Not the group of the caller, which may be a node's: what the node's threads log is a line of the node.
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(group, task, "log-lines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(2 * WINDOW.toMillis(), TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        return new LogLines(
                System::nanoTime,
                (action, delay) -> {
                    var unused = timer.schedule(action, delay, TimeUnit.NANOSECONDS);
                },
                sink);
    }

    /** Passes the record on, or counts it. */
    void log(String node, LogRecord record) {
        Line line = new Line(node, record.getLevel(), String.valueOf(record.getMessage()));
        synchronized (this) {
            if (closed) {
                return;
            }
            long now = nanos.getAsLong();
            windows.values().removeIf(window -> window.repeats == 0 && isOver(window, now));
            Window open = windows.get(line);
            if (open != null) {
                if (open.repeats++ == 0) {
                    later.accept(() -> passOver(false), open.since + WINDOW.toNanos() - now);
                }
                return;
            }
            if (windows.size() < MOST_WINDOWS) {
                windows.put(line, new Window(now));
            }
        }
        sink.accept(node, line.text, 1, record);
    }

    /** For tests: the number of open windows. */
    synchronized int windows() {
        return windows.size();
    }

    private static boolean isOver(Window window, long now) {
        return now - window.since >= WINDOW.toNanos();
    }

    /** Passes on the repeats of the windows that are over, or of all. */
    private void passOver(boolean all) {
        Map<Line, Long> over = new LinkedHashMap<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            windows.forEach((line, window) -> {
                if (window.repeats > 0 && (all || isOver(window, now))) {
                    over.put(line, window.repeats);
                }
            });
            over.keySet().forEach(line -> windows.put(line, new Window(now)));
        }
        over.forEach((line, times) -> sink.accept(
                line.node,
                line.text,
                times,
                new LogRecord(line.level, times == 1 ? line.text : line.text + " ×" + times)));
    }

    /** Passes on what is still counted; ignores what comes later. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        passOver(true);
    }
}
