package clusterlab.experiment.history;

import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the clients and their answers, ready to be checked: one row for each request, kept in columns of about 60 bytes
 * a row. A request without an end is {@link Phase#INFO} and never completed.
 *
 * <p>Rows are numbered from 0 in the order of their invocations. {@link #rowsOf} gives the rows of a session, ordered by
 * the time they were sent.
 */
public final class History {
    /** Of {@link #completed}: the end was never seen. */
    public static final long NEVER = Long.MAX_VALUE;

    private final HistoryBuilder columns;
    private final int[] bySession;
    private final int[] sessionStart;
    private final long end;

    History(HistoryBuilder columns) {
        this.columns = columns;
        sessionStart = new int[columns.sessions + 1];
        for (int row = 0; row < columns.size; row++) {
            sessionStart[columns.session[row] + 1]++;
        }
        for (int s = 0; s < columns.sessions; s++) {
            sessionStart[s + 1] += sessionStart[s];
        }
        int[] next = sessionStart.clone();
        bySession = new int[columns.size];
        long last = 0;
        for (int row = 0; row < columns.size; row++) {
            int session = columns.session[row];
            int at = next[session]++;
            // Threads may have appended slightly out of order: insertion sort, nearly always one comparison.
            while (at > sessionStart[session] && columns.invoked[bySession[at - 1]] > columns.invoked[row]) {
                bySession[at] = bySession[at - 1];
                at--;
            }
            bySession[at] = row;
            last = Math.max(last, columns.completed[row] == NEVER ? columns.invoked[row] : columns.completed[row]);
        }
        end = last;
    }

    /** The history of these operations, in their order. */
    public static History of(Iterable<Operation> operations) {
        HistoryBuilder builder = new HistoryBuilder();
        operations.forEach(builder::add);
        return builder.build();
    }

    /**
     * Reads what a {@link Recorder} wrote. A last line that was cut off by a crash is left out: its request then has no
     * known end.
     *
     * @throws IOException if the file can't be read, or a line before the last is no operation
     */
    public static History read(Path file) throws IOException {
        return read(file, (name, in) -> in.skipChildren());
    }

    /** Takes a line that is no operation. */
    @FunctionalInterface
    public interface Notes {
        /** Reads the object at whose beginning the parser is, to its end. */
        void note(String name, JsonParser in) throws IOException;
    }

    /**
     * The same; lines that are no operation go to the notes.
     *
     * @throws IOException as the other
     */
    public static History read(Path file, Notes notes) throws IOException {
        HistoryBuilder builder = new HistoryBuilder();
        try (JsonParser in =
                OperationJson.FACTORY.createParser(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            try {
                for (Operation op = OperationJson.read(in, notes); op != null; op = OperationJson.read(in, notes)) {
                    builder.add(op);
                }
            } catch (JsonEOFException cutOff) {
                return builder.build();
            }
        }
        return builder.build();
    }

    /** How many requests there are. */
    public int size() {
        return columns.size;
    }

    /** How many logical sessions there are; they are numbered from 0. */
    public int sessions() {
        return columns.sessions;
    }

    /** When the last thing happened, in nanoseconds since the run began. */
    public long end() {
        return end;
    }

    /** How many requests of this session there are. */
    public int countOf(int session) {
        return sessionStart[session + 1] - sessionStart[session];
    }

    /** The row of a session's i-th request, from 0, by the time they were sent. */
    public int rowOf(int session, int i) {
        return bySession[sessionStart[session] + i];
    }

    /** The rows of a session by the time they were sent. */
    public int[] rowsOf(int session) {
        return Arrays.copyOfRange(bySession, sessionStart[session], sessionStart[session + 1]);
    }

    /** What was asked. */
    public Kind kind(int row) {
        return columns.kind[row];
    }

    /** How it ended: OK, FAIL or INFO. */
    public Phase outcome(int row) {
        return columns.outcome[row];
    }

    /** Whether it was acknowledged. */
    public boolean ok(int row) {
        return outcome(row) == Phase.OK;
    }

    public int client(int row) {
        return columns.client[row];
    }

    public int session(int row) {
        return columns.session[row];
    }

    public long request(int row) {
        return columns.request[row];
    }

    /** When it should have been sent, in nanoseconds. */
    public long intended(int row) {
        return columns.intended[row];
    }

    /** When it was sent, in nanoseconds. */
    public long invoked(int row) {
        return columns.invoked[row];
    }

    /** When the client learned of its end, in nanoseconds, or {@link #NEVER}. */
    public long completed(int row) {
        return columns.completed[row];
    }

    /** The counter of the answer, or {@link Operation#NONE}. */
    public long value(int row) {
        return columns.value[row];
    }

    /** How many elements the session had after the answered request, or {@link Operation#NONE}. */
    public int elementCount(int row) {
        return columns.elementCount[row];
    }

    /** The elements that an acknowledged read showed, or null. */
    public @Nullable Elements elements(int row) {
        return columns.elements.get(row);
    }

    /** How many operations were read: each request has one or two. */
    public long operations() {
        return columns.operations;
    }

    /** The HTTP status, or 0. */
    public int status(int row) {
        return columns.status[row];
    }

    /** The node that answered, or null. */
    public @Nullable String node(int row) {
        return columns.texts.get(columns.node[row]);
    }

    /** A number for the node that answered, the same for the same node; 0 if unknown. */
    public int nodeKey(int row) {
        return columns.node[row];
    }

    /** The JSESSIONID of the answer, or null. */
    public @Nullable String sessionId(int row) {
        return columns.texts.get(columns.sessionId[row]);
    }

    /** A number for the JSESSIONID without its route, the same for the same session on another node; 0 if unknown. */
    public int idKey(int row) {
        return columns.idBase[row];
    }

    /** Why it failed, or null. */
    public @Nullable String error(int row) {
        return columns.texts.get(columns.error[row]);
    }
}
