package clusterlab.event;

import clusterlab.files.OwnerOnly;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Writes the log to events.jsonl in a separate thread. If the writer is too slow and the log drops events, the journal gets
 * a line with their number ({@code "event":"Skipped"}). A full disk stops the writing, not the lab.
 */
public final class Journal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int BATCH = 1000;

    private final EventLog log;
    private final BufferedWriter out;
    private final Thread writer;
    private volatile boolean closing;

    /** Starts writing to this file. */
    public Journal(EventLog log, Path file) throws IOException {
        this.log = log;
        this.out = new BufferedWriter(new OutputStreamWriter(OwnerOnly.append(file), StandardCharsets.UTF_8));
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
                    .log(System.Logger.Level.WARNING, "cluster-lab no longer writes events.jsonl: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the remaining events and stops. */
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
