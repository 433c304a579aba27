package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Watches for what happens by itself while the prompt is open: a node crashes, which shows the last lines of its log, the
 * time of a fault is over, or an alarm is raised. It has a thread of its own, because the thread of an event must not wait for a terminal.
 */
final class LabWatcher implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int BATCH = 1000;
    private static final int LINES = 10;
    private static final int TAIL_BYTES = 16_384;

    private final EventLog events;
    private final Function<String, Path> logOf;
    private final Consumer<String> out;
    private final Consumer<String> healed;
    private final Thread watcher = new Thread(this::watch, "console-watch");
    private volatile boolean closed;
    private long last;

    /**
     * Starts to watch.
     *
     * @param logOf a node's log
     * @param out receives lines
     * @param healed receives the lines of faults whose time is over
     */
    LabWatcher(EventLog events, Function<String, Path> logOf, Consumer<String> out, Consumer<String> healed) {
        this.events = events;
        this.logOf = logOf;
        this.out = out;
        this.healed = healed;
        this.last = events.sequence();
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        try {
            while (!closed) {
                for (Stamped stamped : events.await(last, BATCH, PATIENCE)) {
                    last = stamped.sequence();
                    tell(stamped.event()).ifPresent(stamped.event() instanceof Event.FaultHealed ? healed : out);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> tell(Event event) {
        if (event instanceof Event.NodeChanged change && byItself(change)) {
            String why = change.reason().isEmpty() ? "" : ": " + Palette.harmless(change.reason());
            return Optional.of(
                    EventText.became(change.node(), change.to()) + why + "\n" + tail(logOf.apply(change.node())));
        }
        if (event instanceof Event.FaultHealed healed && healed.byItself()) {
            return Optional.of("  "
                    + tr(
                            "%s healed by itself after %.1f s: %s",
                            healed.id(), healed.afterMillis() / 1000.0, healed.description())
                    + "\n");
        }
        if (event instanceof Event.AlarmRaised alarm) {
            return Optional.of(AlarmText.raised(alarm.id(), alarm.text()));
        }
        if (event instanceof Event.Misconfigured wrong) {
            return Optional.of(PodText.raised(wrong.name(), wrong.text()));
        }
        return Optional.empty();
    }

    /**
     * FAILED, or the end of a node from UP without a stop or a kill: a stop passes STOPPING, a kill gives its reason.
     */
    static boolean byItself(Event.NodeChanged change) {
        return switch (change.to()) {
            case "FAILED" -> true;
            case "STOPPED", "KILLED" ->
                change.from().equals("UP")
                        && !change.reason().startsWith("kill")
                        && !change.reason().equals("the lab ends");
            default -> false;
        };
    }

    /** The last lines of a log, as a block. */
    static String tail(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            StringBuilder text =
                    new StringBuilder("  ").append(tr("The end of %s:", log)).append('\n');
            for (String line : lines.subList(Math.max(0, lines.size() - LINES), lines.size())) {
                text.append("  | ").append(Palette.harmless(line)).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            return "  " + tr("Its log %s can't be read: %s", log, e.getMessage()) + "\n";
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
