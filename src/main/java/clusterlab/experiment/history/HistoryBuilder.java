package clusterlab.experiment.history;

import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a {@link History}, filled one operation after the other. Not for several threads. */
public final class HistoryBuilder {
    private static final int MAX_SESSIONS = 1 << 26;

    Kind[] kind = new Kind[1024];
    Phase[] outcome = new Phase[1024];
    short[] status = new short[1024];
    int[] client = new int[1024];
    int[] session = new int[1024];
    int[] node = new int[1024];
    int[] sessionId = new int[1024];
    int[] idBase = new int[1024];
    int[] error = new int[1024];
    long[] request = new long[1024];
    long[] intended = new long[1024];
    long[] invoked = new long[1024];
    long[] completed = new long[1024];
    long[] value = new long[1024];
    int[] elementCount = new int[1024];
    final Map<Integer, Elements> elements = new HashMap<>();
    int size;
    int sessions;
    long operations;
    final Texts texts = new Texts();

    private final Map<Long, Integer> open = new HashMap<>();

    /**
     * Adds the next operation.
     *
     * @throws IllegalArgumentException if it ends a request that was not sent, sends one twice, or numbers its session
     *     out of range
     */
    public void add(Operation op) {
        operations++;
        if (op.phase() == Phase.INVOKE) {
            invoke(op);
        } else {
            Integer row = open.remove(op.request());
            if (row == null) {
                throw new IllegalArgumentException(
                        "the history ends request " + op.request() + " which was not sent before, or twice");
            }
            outcome[row] = op.phase();
            completed[row] = op.at();
            value[row] = op.value();
            elementCount[row] = (int) op.size();
            if (op.elements() != null) {
                elements.put(row, op.elements());
            }
            status[row] = (short) op.status();
            node[row] = texts.key(op.node());
            error[row] = texts.key(op.error());
            sessionId[row] = texts.key(op.sessionId());
            idBase[row] = texts.key(base(op.sessionId()));
        }
    }

    private void invoke(Operation op) {
        if (op.session() < 0 || op.session() >= MAX_SESSIONS) {
            throw new IllegalArgumentException("session " + op.session() + ": number sessions from 0 without holes");
        }
        if (size == kind.length) {
            grow(size + (size >> 1));
        }
        if (open.put(op.request(), size) != null) {
            throw new IllegalArgumentException("the history sends request " + op.request() + " twice");
        }
        kind[size] = op.kind();
        outcome[size] = Phase.INFO;
        client[size] = op.client();
        session[size] = op.session();
        request[size] = op.request();
        intended[size] = op.intended();
        invoked[size] = op.at();
        completed[size] = History.NEVER;
        value[size] = Operation.NONE;
        elementCount[size] = (int) Operation.NONE;
        sessions = Math.max(sessions, op.session() + 1);
        size++;
    }

    public History build() {
        return new History(this);
    }

    private void grow(int length) {
        kind = Arrays.copyOf(kind, length);
        outcome = Arrays.copyOf(outcome, length);
        status = Arrays.copyOf(status, length);
        client = Arrays.copyOf(client, length);
        session = Arrays.copyOf(session, length);
        node = Arrays.copyOf(node, length);
        sessionId = Arrays.copyOf(sessionId, length);
        idBase = Arrays.copyOf(idBase, length);
        error = Arrays.copyOf(error, length);
        request = Arrays.copyOf(request, length);
        intended = Arrays.copyOf(intended, length);
        invoked = Arrays.copyOf(invoked, length);
        completed = Arrays.copyOf(completed, length);
        value = Arrays.copyOf(value, length);
        elementCount = Arrays.copyOf(elementCount, length);
    }

    /** A JSESSIONID without its jvmRoute: JvmRouteBinderValve changes the route of a session that moves. */
    static @Nullable String base(@Nullable String id) {
        if (id == null) {
            return null;
        }
        int dot = id.lastIndexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    /** Each text once; 0 is none. */
    static final class Texts {
        private final Map<String, Integer> keys = new HashMap<>();
        private final List<@Nullable String> texts = new ArrayList<>();

        Texts() {
            texts.add(null);
        }

        int key(@Nullable String text) {
            if (text == null) {
                return 0;
            }
            Integer known = keys.get(text);
            if (known != null) {
                return known;
            }
            texts.add(text);
            keys.put(text, texts.size() - 1);
            return texts.size() - 1;
        }

        @Nullable
        String get(int key) {
            return texts.get(key);
        }
    }
}
