package clusterlab.front.embedded;

import clusterlab.export.HttpdFiles;
import clusterlab.front.ajp.AjpConnection;
import clusterlab.front.ajp.AjpReply;
import clusterlab.front.ajp.AjpRequest;
import clusterlab.front.embedded.RequestScanner.Refusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/**
 * One client's request on its way to a node, and to another one if that fails: {@link Election} says to which,
 * {@link RetryPolicy} whether. On the exchange's I/O thread, but for the methods that say otherwise.
 */
final class Forward implements Attempt.Request, ReplyWriter.Outcome {

    private static final HttpString HINT = new HttpString(HttpdFiles.HINT_HEADER);

    /** How long connecting may take, in nanoseconds. Everything is on the loopback interface. */
    private static final long CONNECT_NANOS = 500_000_000L;

    /** How long a client may neither send nor read what it should, in nanoseconds. */
    private static final long STALL_NANOS = 30_000_000_000L;

    private final Front front;
    private final HttpServerExchange exchange;
    private final XnioIoThread thread;
    private final AjpRequest.Head head;
    private final List<String> routes;
    private final boolean idempotent;
    private final RequestBody body;
    private final ReplyWriter reply;
    private final List<Backend> tried = new ArrayList<>(2);
    private volatile @Nullable Attempt attempt;

    /** The node that may have got the request without answering it, if there is one. */
    private @Nullable Backend failed;

    Forward(Front front, HttpServerExchange exchange, AjpRequest.Head head, List<String> routes) {
        this.front = front;
        this.exchange = exchange;
        this.thread = exchange.getIoThread();
        this.head = head;
        this.routes = routes;
        this.idempotent = RetryPolicy.idempotent(head.method());
        this.body = new RequestBody(exchange, front.buffers(), this::broken, this::refused);
        this.reply = new ReplyWriter(exchange, this);
    }

    void start() {
        front.live().add(this);
        exchange.addExchangeCompleteListener((done, next) -> {
            over();
            next.proceed();
        });
        body.begin(this::attempt);
    }

    /** Whether it is with this node now. From any thread. */
    boolean isOn(Backend node) {
        Attempt current = attempt;
        return current != null && current.node() == node && !current.isOver();
    }

    /** The node is under suspicion: if it was sent nothing yet, another one is better. From any thread. */
    void moveIfWaitingFor(Backend suspect) {
        Attempt waiting = attempt;
        if (waiting != null && waiting.node() == suspect && waiting.isWaiting()) {
            thread.execute(() -> {
                if (waiting == attempt && waiting.isWaiting() && suspect.isShunned()) {
                    tried.add(suspect);
                    Backend other = front.election().electWorking(routes, tried);
                    if (other == null) {
                        tried.remove(suspect);
                    } else {
                        waiting.abandon();
                        attempt(other);
                    }
                }
            });
        }
    }

    /** The node is silent: no use waiting. From any thread. */
    void giveUp(Backend silent) {
        Attempt waiting = attempt;
        if (waiting != null && waiting.node() == silent) {
            thread.execute(() -> giveUp(waiting));
        }
    }

    /** Looks at its time limits. From any thread, a few times a second. */
    void checkTime(long now) {
        Attempt current = attempt;
        if (current != null && current.isConnectingLonger(CONNECT_NANOS)) {
            thread.execute(() -> {
                if (current.isConnectingLonger(CONNECT_NANOS)) {
                    giveUp(current);
                }
            });
        }
        long since = Math.max(body.waitingSince(), reply.waitingSince());
        if (since != 0 && now - since > STALL_NANOS) {
            thread.execute(this::abort);
        }
    }

    private void giveUp(Attempt waiting) {
        if (waiting == attempt && !waiting.isOver()) {
            waiting.node().errors.increment();
            failed(waiting.node(), waiting.abandon(), true);
        }
    }

    private void attempt() {
        Backend next = front.election().elect(routes, tried);
        Backend lost = failed;
        if (next != null) {
            attempt(next);
        } else if (lost == null) {
            FrontPages.noNode(exchange);
        } else {
            FrontPages.nodeFailed(exchange, lost.name);
        }
    }

    private void attempt(Backend node) {
        Attempt next = new Attempt(this, front, node, thread);
        attempt = next;
        next.begin();
    }

    @Override
    public boolean idempotent() {
        return idempotent;
    }

    @Override
    public void put(ByteBuffer to, Backend node) {
        AjpRequest.putHead(to, head, front.secret(), node.activation());
        body.putFirst(to);
    }

    @Override
    public void tooLarge() {
        FrontPages.headTooLarge(exchange);
    }

    @Override
    public boolean headers(ByteBuffer packet, Backend node) throws IOException {
        exchange.getResponseHeaders().clear();
        int status = AjpReply.readHeaders(packet, exchange.getResponseHeaders());
        if (status < StatusCodes.OK) {
            exchange.getResponseHeaders().clear();
            return false;
        }
        ForwardedHeaders.toClient(exchange.getResponseHeaders(), node.name);
        if (status == StatusCodes.FORBIDDEN) {
            // Whether it is the secret shows at the end of the answer only, when the node closes the connection.
            exchange.getResponseHeaders().put(HINT, HttpdFiles.HINT);
        }
        exchange.setStatusCode(status);
        return true;
    }

    @Override
    public boolean body(ByteBuffer data, boolean last) {
        return reply.write(data, last);
    }

    @Override
    public void bodyWanted(AjpConnection from, int max) {
        body.sendNext(from, max);
    }

    @Override
    public void answered(Backend node, boolean connectionKept) {
        if (!connectionKept && exchange.getStatusCode() == StatusCodes.FORBIDDEN) {
            node.refusedSecret();
        }
        if (!connectionKept
                && idempotent
                && exchange.getStatusCode() == StatusCodes.SERVICE_UNAVAILABLE
                && !exchange.isResponseStarted()
                && reply.isEmpty()
                && body.isAtHand()) {
            // A connector that is being stopped answers so what it has read already (AjpProcessor.service, isPaused).
            tried.add(node);
            exchange.getResponseHeaders().clear();
            attempt();
            return;
        }
        reply.end();
    }

    @Override
    public void failed(Backend node, boolean mayBeDelivered, boolean silent) {
        if (mayBeDelivered) {
            failed = node;
        }
        switch (RetryPolicy.decide(head.method(), mayBeDelivered, body.isAtHand(), exchange.isResponseStarted())) {
            case RETRY -> {
                tried.add(node);
                exchange.getResponseHeaders().clear();
                attempt();
            }
            case GIVE_UP -> {
                exchange.getResponseHeaders().clear();
                if (silent) {
                    FrontPages.nodeSilent(exchange, node.name);
                } else {
                    FrontPages.nodeFailed(exchange, node.name);
                }
            }
            case CUT -> abort();
        }
    }

    @Override
    public void drained() {
        Attempt current = attempt;
        if (current != null) {
            current.resume();
        }
    }

    @Override
    public void broken(IOException why) {
        abort();
    }

    /** The client's body breaks the rules: the node gets no end of it. */
    private void refused(Refusal refusal) {
        Attempt last = attempt;
        if (exchange.isResponseStarted()) {
            abort();
            return;
        }
        if (last != null) {
            last.abandon();
        }
        exchange.getResponseHeaders().clear();
        FrontPages.badRequest(exchange, refusal.why());
    }

    /** Cuts off the client, and the node's answer to it. */
    private void abort() {
        over();
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
    }

    private void over() {
        front.live().remove(this);
        Attempt last = attempt;
        if (last != null) {
            last.abandon();
        }
        body.free();
    }
}
