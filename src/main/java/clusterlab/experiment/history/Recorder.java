package clusterlab.experiment.history;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The history as it is made: append-only JSONL, written by a thread of its own. What waits to be written is bounded; a
 * client that is ahead of the disk by more than that waits, rather than the history losing a line.
 */
public final class Recorder implements AutoCloseable {
    private static final int CAPACITY = 1 << 16;

    private static final JSON NOTES = JSON.std.with(JSON.Feature.WRITE_RECORD_FIELDS_IN_DECLARATION_ORDER);

    private final Path file;
    private final JsonGenerator out;
    private final MessageDigest digest = Seal.digest();
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread writer = new Thread(this::writeAll, "history-writer");
    private final AtomicLong operations = new AtomicLong();
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    /** One line of the file. */
    private interface Line {
        void write(JsonGenerator to) throws IOException;
    }

    /**
     * Makes the file and begins to write.
     *
     * @throws IOException if the file is there already or can't be made
     */
    public Recorder(Path file) throws IOException {
        this(file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    }

    Recorder(Path file, OutputStream stream) throws IOException {
        this.file = file;
        out = OperationJson.FACTORY.createGenerator(
                new DigestOutputStream(new BufferedOutputStream(stream, 1 << 16), digest), JsonEncoding.UTF8);
        // One value a line.
        out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Appends; any thread may. The order of the file is the order of the calls.
     *
     * @throws IOException if the history can't be written any more: the run is worth nothing then
     * @throws InterruptedException if interrupted while the queue was full
     * @throws IllegalStateException after {@link #close}
     */
    public void append(Operation operation) throws IOException, InterruptedException {
        append(to -> OperationJson.write(to, operation));
        operations.incrementAndGet();
    }

    /**
     * Appends a line that is no operation, such as a fault: an object with one field of this name.
     *
     * @param bean a record of what JSON has; must not change any more
     * @throws IOException as {@link #append}
     * @throws InterruptedException as {@link #append}
     */
    public void note(String name, Object bean) throws IOException, InterruptedException {
        append(to -> {
            to.writeStartObject();
            to.writeFieldName(name);
            to.writeRawValue(NOTES.asString(bean));
            to.writeEndObject();
        });
    }

    /**
     * Appends the {@link Seal} of all lines before it. To be the last one.
     *
     * @throws IOException as {@link #append}
     * @throws InterruptedException as {@link #append}
     */
    public void seal() throws IOException, InterruptedException {
        append(to -> {
            to.flush();
            String sum = HexFormat.of().formatHex(digest.digest());
            to.writeStartObject();
            to.writeObjectFieldStart(Seal.NAME);
            to.writeStringField(Seal.KIND, sum);
            to.writeEndObject();
            to.writeEndObject();
        });
    }

    /** How many operations were appended. */
    public long operations() {
        return operations.get();
    }

    private void append(Line line) throws IOException, InterruptedException {
        if (closing) {
            throw new IllegalStateException("the history is closed");
        }
        while (!queue.offer(line, 100, TimeUnit.MILLISECONDS)) {
            refuseIfFailed();
        }
        refuseIfFailed();
    }

    private void refuseIfFailed() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            String why = cause instanceof IOException ? cause.getMessage() : cause.toString();
            throw new IOException("the history " + file + " can't be written: " + why, cause);
        }
    }

    private void writeAll() {
        List<Line> batch = new ArrayList<>();
        try {
            while (true) {
                Line first = queue.poll(50, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (closing) {
                        return;
                    }
                    // Nothing to do: a good moment to show a reader of the file what there is.
                    out.flush();
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, 4096);
                for (Line line : batch) {
                    line.write(out);
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            failure = new IOException("the writer was interrupted", e);
        } catch (IOException | RuntimeException | Error e) {
            // An Error too, such as OutOfMemoryError: without its writer the history would end unnoticed.
            failure = e;
        }
    }

    /**
     * Writes what is left and closes the file; the appending threads must be done.
     *
     * @throws IOException if anything could not be written
     */
    @Override
    public void close() throws IOException {
        closing = true;
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            out.close();
        } catch (IOException | RuntimeException | Error e) {
            // The first failure says why, not what follows from it.
            failure = failure == null ? e : failure;
        }
        refuseIfFailed();
    }
}
