package clusterlab.event;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Writes the log to events.jsonl from a thread of its own. A writer that falls behind by more than the log keeps says
 * so in a line of its own ({@code "event":"Skipped"}); a full disk ends the writing, not the lab.
 */
public final class Journal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int BATCH = 1000;

    private final EventLog log;
    private final BufferedWriter out;
    private final Thread writer;
    private volatile boolean closing;

    /** Begins to write to this file. */
    public Journal(EventLog log, Path file) throws IOException {
        this.log = log;
        // Not a FileChannel: an interrupt would close it for good.
        this.out = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(file.toFile(), true), StandardCharsets.UTF_8));
        this.writer = new Thread(this::write, "events.jsonl");
        writer.setDaemon(true);
        writer.start();
    }

    private void write() {
        long last = 0;
        try (out) {
            boolean more = true;
            while (more) {
                boolean lastRound = closing;
                List<Stamped> batch = log.await(last, BATCH, lastRound ? Duration.ZERO : PATIENCE);
                for (Stamped stamped : batch) {
                    if (stamped.sequence() > last + 1) {
                        out.write("{\"event\":\"Skipped\",\"count\":" + (stamped.sequence() - last - 1) + "}\n");
                    }
                    last = stamped.sequence();
                    out.write(EventJson.line(stamped));
                    out.write('\n');
                }
                out.flush();
                more = !lastRound || !batch.isEmpty();
            }
        } catch (IOException e) {
            System.getLogger(Journal.class.getName())
                    .log(System.Logger.Level.WARNING, "events.jsonl is no longer written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is left and ends. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
