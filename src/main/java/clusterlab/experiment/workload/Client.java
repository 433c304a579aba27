package clusterlab.experiment.workload;

import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Recorder;
import clusterlab.experiment.workload.PlannedRequest.Target;
import clusterlab.http.HttpAnswer;
import clusterlab.http.HttpConnection;
import clusterlab.http.HttpConnection.NotSentException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One user with one browser: sends its part of the plan, keeps the cookie, and records the answers. Requests of
 * one step go out on connections of their own before the first answer is read.
 */
final class Client implements Runnable {
    private final Iterator<PlannedRequest> plan;
    private final Site site;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final BooleanSupplier ended;
    private final Map<Integer, String> ids;
    private final Map<String, HttpConnection> connections = new ConcurrentHashMap<>();

    private @Nullable PlannedRequest next;
    private @Nullable String cookie;
    private @Nullable String oldCookie;
    private volatile @Nullable String node;
    private volatile @Nullable Exception failure;

    /**
     * A client that is not started yet.
     *
     * @param clock nanoseconds since the run began
     * @param ended whether it has to stop before its next request
     * @param ids takes the last known id of each session
     */
    Client(
            Iterator<PlannedRequest> plan,
            Site site,
            Recorder recorder,
            LongSupplier clock,
            BooleanSupplier ended,
            Map<Integer, String> ids) {
        this.plan = plan;
        this.site = site;
        this.recorder = recorder;
        this.clock = clock;
        this.ended = ended;
        this.ids = ids;
    }

    /** The node that answered the session in use last, or null if it has none yet. */
    @Nullable
    String node() {
        return node;
    }

    /** Why it gave up, or null: the history could not be written, or a defect. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** Ends all connections, also under a request that waits. */
    void cut() {
        connections.values().forEach(HttpConnection::close);
    }

    @Override
    public void run() {
        try {
            while (!ended.getAsBoolean()) {
                List<PlannedRequest> step = step();
                if (step.isEmpty() || !awaitDue(step.get(0).due())) {
                    return;
                }
                perform(step);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
        } finally {
            cut();
        }
    }

    /** The requests that are sent at once; empty at the end of the plan. */
    private List<PlannedRequest> step() {
        List<PlannedRequest> step = new ArrayList<>(4);
        PlannedRequest first = next != null ? next : plan.hasNext() ? plan.next() : null;
        next = null;
        if (first == null) {
            return step;
        }
        step.add(first);
        while (plan.hasNext()) {
            PlannedRequest following = plan.next();
            if (following.step() != first.step()) {
                next = following;
                break;
            }
            step.add(following);
        }
        return step;
    }

    private boolean awaitDue(long due) {
        while (due != PlannedRequest.AT_ONCE && !ended.getAsBoolean()) {
            long left = due - clock.getAsLong();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(Math.min(left, 100_000_000));
        }
        return !ended.getAsBoolean();
    }

    /** A request on its way. */
    private record Sent(PlannedRequest request, Operation operation, HttpConnection connection, @Nullable String to) {}

    private void perform(List<PlannedRequest> step) throws IOException, InterruptedException {
        List<Sent> sent = new ArrayList<>(step.size());
        for (PlannedRequest request : step) {
            // After a change without an answer the session may still have the old id.
            if (request.kind() != Kind.REPLAY_OLD_ID || oldCookie != null) {
                Sent one = send(request, sent.size());
                if (one != null) {
                    sent.add(one);
                }
            }
        }
        for (Sent one : sent) {
            receive(one);
        }
    }

    private @Nullable Sent send(PlannedRequest request, int number) throws IOException, InterruptedException {
        if (request.kind() == Kind.CREATE) {
            cookie = null;
            oldCookie = null;
            node = null;
        }
        String to = request.target() == Target.FRONT ? null : another(request.pick());
        URI server = to == null ? site.front() : site.nodes().getOrDefault(to, site.front());
        HttpConnection connection =
                connections.computeIfAbsent(server + "#" + number, key -> new HttpConnection(server));
        long now = clock.getAsLong();
        long intended = request.due() == PlannedRequest.AT_ONCE ? now : request.due();
        Operation operation =
                Operation.invoke(request.kind(), request.client(), request.session(), request.request(), now, intended);
        recorder.append(operation);
        try {
            String path = site.path(request.kind(), request.request());
            if (request.kind().counts()) {
                connection.post(path, cookie);
            } else {
                connection.send(path, request.kind() == Kind.REPLAY_OLD_ID ? oldCookie : cookie);
            }
            return new Sent(request, operation, connection, to);
        } catch (NotSentException e) {
            recorder.append(operation.fail(clock.getAsLong(), 0, message(e)));
        } catch (IOException e) {
            recorder.append(operation.info(clock.getAsLong(), 0, message(e)));
        }
        forgetOldId(request.kind());
        // Nothing listens there: a client in a loop at full speed would only fill the history.
        LockSupport.parkNanos(10_000_000);
        return null;
    }

    private String another(int pick) {
        List<String> others =
                site.names().stream().filter(name -> !name.equals(node)).toList();
        return others.isEmpty() ? site.names().get(0) : others.get(pick % others.size());
    }

    private void receive(Sent sent) throws IOException, InterruptedException {
        Operation operation = sent.operation();
        HttpAnswer answer;
        try {
            answer = sent.connection().receive();
        } catch (IOException e) {
            recorder.append(operation.info(clock.getAsLong(), 0, message(e)));
            forgetOldId(operation.kind());
            return;
        }
        long now = clock.getAsLong();
        if (answer.status() != 200 || !answer.tellsCounter()) {
            forgetOldId(operation.kind());
            recorder.append(
                    answer.sentToNobody()
                            ? operation.fail(now, answer.status(), "no node is up")
                            : operation.info(now, answer.status(), "HTTP " + answer.status()));
            return;
        }
        boolean replay = operation.kind() == Kind.REPLAY_OLD_ID;
        String id = answer.sessionId() != null ? answer.sessionId() : replay ? oldCookie : cookie;
        String by = sent.to() != null ? sent.to() : answer.node() != null ? answer.node() : HttpAnswer.route(id);
        ElementsPage page = ElementsPage.of(answer.body());
        recorder.append(operation
                .ok(now, id, answer.counter(), by, answer.status())
                .holding(page.size(), operation.kind() == Kind.READ || replay ? page.elements() : null));
        if (!replay) {
            if (operation.kind() == Kind.CHANGE_ID) {
                oldCookie = cookie;
            }
            cookie = id;
            node = by;
            if (id != null) {
                ids.put(sent.request().session(), id);
            }
        }
    }

    private void forgetOldId(Kind kind) {
        if (kind == Kind.CHANGE_ID) {
            oldCookie = null;
        }
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
