package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a history by hand: each request takes 2 ms and begins 10 ms after the one before. */
public final class TesterHistory {
    static final long MS = 1_000_000;

    final List<Operation> operations = new ArrayList<>();
    private long now;
    private long request;

    /** An acknowledged request; the id is that of the session unless it names another. */
    public TesterHistory ok(int session, Kind kind, long value, String node, String id) {
        Operation invoke = Operation.invoke(kind, session, session, request++, now);
        operations.add(invoke);
        operations.add(invoke.ok(now + 2 * MS, id + "." + node, value, node, 200));
        now += 10 * MS;
        return this;
    }

    public TesterHistory create(int session, String node) {
        return ok(session, Kind.CREATE, 1, node, "S" + session);
    }

    public TesterHistory inc(int session, long value, String node) {
        return ok(session, Kind.INCREMENT, value, node, "S" + session);
    }

    TesterHistory read(int session, long value, String node) {
        return ok(session, Kind.READ, value, node, "S" + session);
    }

    /** An increment whose answer tells how many elements the session has; returns the element that it added. */
    public int add(int session, long size, String node) {
        return answered(session, size == 1 ? Kind.CREATE : Kind.INCREMENT, size, null, node);
    }

    /** A read that shows these elements. */
    public int shows(int session, String node, int... elements) {
        return answered(session, Kind.READ, elements.length, Elements.of(elements), node);
    }

    /** A read that found no session. */
    TesterHistory nothing(int session, String node) {
        Operation invoke = Operation.invoke(Kind.READ, session, session, request++, now);
        operations.add(invoke);
        operations.add(invoke.ok(now + 2 * MS, null, Operation.NONE, node, 200).holding(0, Elements.EMPTY));
        now += 10 * MS;
        return this;
    }

    private int answered(int session, Kind kind, long size, @Nullable Elements elements, String node) {
        Operation invoke = Operation.invoke(kind, session, session, request++, now);
        operations.add(invoke);
        operations.add(invoke.ok(now + 2 * MS, "S" + session + "." + node, size, node, 200)
                .holding(size, elements));
        now += 10 * MS;
        return (int) invoke.request();
    }

    /** An increment without an answer. */
    TesterHistory info(int session) {
        return unanswered(session, Kind.INCREMENT);
    }

    /** A request without an answer. */
    TesterHistory unanswered(int session, Kind kind) {
        Operation invoke = Operation.invoke(kind, session, session, request++, now);
        operations.add(invoke);
        operations.add(invoke.info(now + 2 * MS, 0, "connection reset"));
        now += 10 * MS;
        return this;
    }

    /** An increment that was refused. */
    TesterHistory fail(int session) {
        Operation invoke = Operation.invoke(Kind.INCREMENT, session, session, request++, now);
        operations.add(invoke);
        operations.add(invoke.fail(now + 2 * MS, 503, "no node is there"));
        now += 10 * MS;
        return this;
    }

    /** An increment whose answer takes this long. */
    TesterHistory late(int session, long millis, long value, String node) {
        Operation invoke = Operation.invoke(Kind.INCREMENT, session, session, request++, now);
        operations.add(invoke);
        operations.add(invoke.ok(now + millis * MS, "S" + session + "." + node, value, node, 200));
        now += (millis + 10) * MS;
        return this;
    }

    /** Increments of one session at once, answered with these values. */
    TesterHistory parallel(int session, String node, long... values) {
        List<Operation> sent = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            sent.add(Operation.invoke(Kind.INCREMENT, i, session, request++, now + i));
        }
        operations.addAll(sent);
        for (int i = 0; i < values.length; i++) {
            operations.add(sent.get(i).ok(now + 2 * MS + i, "S" + session + "." + node, values[i], node, 200));
        }
        now += 10 * MS;
        return this;
    }

    TesterHistory pause(long millis) {
        now += millis * MS;
        return this;
    }

    public long now() {
        return now;
    }

    public History history() {
        return History.of(operations);
    }

    /** These checkers without the one that asks whether all of a run happened: what is written by hand did not. */
    public static List<Checker> withoutEvidence(List<Checker> checkers) {
        return checkers.stream().filter(c -> !(c instanceof PositiveEvidence)).toList();
    }

    /** Replicas of one session on node1, node2, node3; a value of -2 stands for no session there. */
    public static List<CopyState> copies(int session, long... values) {
        List<CopyState> copies = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String node = "node" + (i + 1);
            copies.add(
                    values[i] == -2
                            ? CopyState.absent(session, node, CopyState.Role.REPLICA)
                            : CopyState.of(session, node, CopyState.Role.REPLICA, values[i]));
        }
        return copies;
    }

    @SafeVarargs
    static CopySnapshot state(List<CopyState>... sessions) {
        List<CopyState> all = new ArrayList<>();
        for (List<CopyState> session : sessions) {
            all.addAll(session);
        }
        return new CopySnapshot(60_000 * MS, all);
    }

    public static FaultRecord kill(String node, long atMillis) {
        return FaultRecord.of("kill", java.util.Set.of(node), atMillis * MS, History.NEVER, true, "");
    }
}
