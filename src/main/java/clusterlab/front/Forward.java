package clusterlab.front;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/**
 * One client's request on its way to a node, and to another one if that fails. On the exchange's I/O thread, but for the
 * three methods that say otherwise.
 *
 * <pre>
 * BODY ─► CONNECTING ─► PROVING ─► SENT ─► ANSWERED ─► DONE
 *   the first part of     │  ▲       │
 *   the client's body     └──┴───────┘ the node failed: RetryPolicy decides, Election finds another
 * </pre>
 *
 * <p>PROVING is a ping before the request: on a new connection, as the port of a node that is frozen or shutting down still
 * accepts; and for a request that must not be sent twice, unless the connection was in use a moment ago.
 */
final class Forward implements AjpConnection.User, ReplyWriter.Outcome {

    /** A connection that answered so recently needs no ping; in nanoseconds. */
    static final long PROVEN_NANOS = 10_000_000L;

    /** How long connecting may take, in nanoseconds. Everything is on the loopback interface. */
    static final long CONNECT_NANOS = 500_000_000L;

    /** How long a client may neither send nor read what it should, in nanoseconds. */
    static final long STALL_NANOS = 30_000_000_000L;

    private enum Stage {
        BODY,
        CONNECTING,
        PROVING,
        SENT,
        ANSWERED,
        DONE
    }

    private final Front front;
    private final HttpServerExchange exchange;
    private final XnioIoThread thread;
    private final AjpRequest.Head head;
    private final List<String> routes;
    private final boolean idempotent;
    private final RequestBody body;
    private final ReplyWriter reply;
    private final List<Backend> tried = new ArrayList<>(2);

    private volatile Stage stage = Stage.BODY;
    private volatile @Nullable Backend backend;
    private volatile long connectingSince;
    private @Nullable AjpConnection connection;
    private int attempt;
    private @Nullable PooledByteBuffer firstPart;
    private boolean bodyAtHand = true;

    /** The node that may have got the request without answering it, if there is one. */
    private @Nullable Backend failed;

    Forward(Front front, HttpServerExchange exchange, AjpRequest.Head head, List<String> routes) {
        this.front = front;
        this.exchange = exchange;
        this.thread = exchange.getIoThread();
        this.head = head;
        this.routes = routes;
        this.idempotent = RetryPolicy.idempotent(head.method());
        this.body = new RequestBody(exchange, front.buffers());
        this.reply = new ReplyWriter(exchange, this);
    }

    void start() {
        front.live().add(this);
        exchange.addExchangeCompleteListener((done, next) -> {
            over();
            next.proceed();
        });
        if (body.isAnnounced()) {
            body.read(AjpRequest.BODY, new FirstPart());
        } else {
            attempt();
        }
    }

    /** From any thread. */
    void moveIfWaitingFor(Backend suspect) {
        if (backend == suspect && (stage == Stage.CONNECTING || stage == Stage.PROVING)) {
            thread.execute(() -> {
                boolean waits = stage == Stage.CONNECTING || stage == Stage.PROVING;
                if (waits && backend == suspect && (suspect.isSuspect() || suspect.isSilent())) {
                    tried.add(suspect);
                    Backend other = front.election().electWorking(routes, tried);
                    if (other == null) {
                        tried.remove(suspect);
                    } else {
                        leave();
                        attempt(other);
                    }
                }
            });
        }
    }

    /** From any thread. */
    void giveUp(Backend silent) {
        if (backend == silent) {
            thread.execute(() -> {
                if (backend == silent && stage != Stage.DONE && stage != Stage.BODY) {
                    boolean delivered = leave();
                    silent.errors.increment();
                    fail(silent, delivered, true);
                }
            });
        }
    }

    /** From any thread, a few times a second. */
    void checkTime(long now) {
        if (stage == Stage.CONNECTING && now - connectingSince > CONNECT_NANOS) {
            int late = attempt;
            thread.execute(() -> {
                Backend slow = backend;
                if (stage == Stage.CONNECTING && late == attempt && slow != null) {
                    slow.errors.increment();
                    leave();
                    fail(slow, false, true);
                }
            });
        }
        long since = Math.max(body.waitingSince(), reply.waitingSince());
        if (since != 0 && now - since > STALL_NANOS) {
            thread.execute(this::abort);
        }
    }

    private void attempt() {
        Backend next = front.election().elect(routes, tried);
        Backend lost = failed;
        if (next != null) {
            attempt(next);
        } else if (lost == null) {
            refuse(() -> Pages.noNode(exchange));
        } else {
            refuse(() -> Pages.nodeFailed(exchange, lost.name));
        }
    }

    private void attempt(Backend to) {
        backend = to;
        to.elected.increment();
        AjpPool pool = to.pool(thread);
        AjpConnection pooled = pool.take();
        while (pooled != null && !idempotent && pooled.isStale()) {
            pooled = pool.take();
        }
        if (pooled != null) {
            use(pooled, !idempotent && pooled.idleNanos() > PROVEN_NANOS);
        } else {
            attempt++;
            connectingSince = System.nanoTime();
            stage = Stage.CONNECTING;
            pool.connect(new Connecting(to, attempt));
        }
    }

    private void use(AjpConnection used, boolean prove) {
        connection = used;
        used.use(this);
        if (prove) {
            stage = Stage.PROVING;
            used.ping();
        } else {
            submit(used);
        }
    }

    private void submit(AjpConnection to) {
        Backend target = backend();
        stage = Stage.SENT;
        PooledByteBuffer packets = front.buffers().allocate();
        ByteBuffer bytes = packets.getBuffer();
        try {
            AjpRequest.putHead(bytes, head, front.secret(), target.activation());
        } catch (BufferOverflowException e) {
            packets.close();
            connection = null;
            target.pool(thread).give(to);
            refuse(() -> Pages.headTooLarge(exchange));
            return;
        }
        if (firstPart != null) {
            AjpRequest.putBody(bytes, firstPart.getBuffer().duplicate());
        }
        bytes.flip();
        to.send(packets);
    }

    @Override
    public void pong() {
        AjpConnection proven = connection;
        if (stage == Stage.PROVING && proven != null) {
            submit(proven);
        }
    }

    @Override
    public void headers(ByteBuffer packet) throws IOException {
        exchange.getResponseHeaders().clear();
        int status = AjpReply.readHeaders(packet, exchange.getResponseHeaders());
        if (status < StatusCodes.OK) {
            // Early hints and the like: the response is yet to come.
            return;
        }
        ForwardedHeaders.toClient(exchange.getResponseHeaders(), backend().name);
        exchange.setStatusCode(status);
        stage = Stage.ANSWERED;
    }

    @Override
    public boolean body(ByteBuffer data, boolean last) {
        return stage == Stage.ANSWERED && reply.write(data, last);
    }

    @Override
    public void bodyWanted(int max) {
        body.read(Math.min(max, AjpRequest.BODY), new FurtherPart());
    }

    @Override
    public void ended(boolean reusable) {
        Backend from = backend();
        AjpConnection done = connection;
        if (done == null || stage != Stage.ANSWERED) {
            leave();
            from.errors.increment();
            fail(from, true, false);
            return;
        }
        connection = null;
        stage = Stage.DONE;
        if (reusable) {
            from.pool(thread).give(done);
        } else {
            done.close();
            if (exchange.getStatusCode() == StatusCodes.FORBIDDEN) {
                from.refusedSecret();
            }
        }
        from.served();
        reply.end();
    }

    @Override
    public void closed(IOException why) {
        Backend from = backend();
        from.errors.increment();
        fail(from, leave(), false);
    }

    @Override
    public void drained() {
        AjpConnection waiting = connection;
        if (waiting != null) {
            waiting.resume();
        }
    }

    @Override
    public void broken(IOException why) {
        abort();
    }

    /** Cuts off the client, and the node's answer to it. */
    private void abort() {
        leave();
        stage = Stage.DONE;
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
        over();
    }

    /** Lets go of the node. Returns whether it may have got the request. */
    private boolean leave() {
        AjpConnection left = connection;
        connection = null;
        attempt++;
        if (left == null) {
            return false;
        }
        boolean delivered = stage.compareTo(Stage.SENT) >= 0 && left.wrote();
        left.close();
        return delivered;
    }

    private void fail(Backend from, boolean delivered, boolean silent) {
        if (delivered) {
            failed = from;
        }
        switch (RetryPolicy.decide(head.method(), delivered, bodyAtHand, exchange.isResponseStarted())) {
            case RETRY -> {
                tried.add(from);
                exchange.getResponseHeaders().clear();
                attempt();
            }
            case GIVE_UP -> {
                exchange.getResponseHeaders().clear();
                refuse(() -> {
                    if (silent) {
                        Pages.nodeSilent(exchange, from.name);
                    } else {
                        Pages.nodeFailed(exchange, from.name);
                    }
                });
            }
            case CUT -> abort();
        }
    }

    private void refuse(Runnable page) {
        stage = Stage.DONE;
        page.run();
    }

    private void over() {
        front.live().remove(this);
        leave();
        stage = Stage.DONE;
        PooledByteBuffer part = firstPart;
        firstPart = null;
        if (part != null) {
            part.close();
        }
    }

    private Backend backend() {
        Backend current = backend;
        if (current == null) {
            throw new IllegalStateException("no node was chosen");
        }
        return current;
    }

    private final class Connecting implements AjpPool.Connected {
        private final Backend to;
        private final int number;

        Connecting(Backend to, int number) {
            this.to = to;
            this.number = number;
        }

        @Override
        public void connected(AjpConnection opened) {
            if (number == attempt) {
                use(opened, true);
            } else {
                to.pool(thread).give(opened);
            }
        }

        @Override
        public void refused(IOException why) {
            to.errors.increment();
            to.refused(why);
            if (number == attempt) {
                fail(to, false, false);
            }
        }
    }

    private final class FirstPart implements RequestBody.Reader {
        @Override
        public void data(PooledByteBuffer data) {
            firstPart = data;
            attempt();
        }

        @Override
        public void end() {
            attempt();
        }

        @Override
        public void broken(IOException why) {
            abort();
        }
    }

    private final class FurtherPart implements RequestBody.Reader {
        @Override
        public void data(PooledByteBuffer data) {
            bodyAtHand = false;
            try (data) {
                send(data.getBuffer());
            }
        }

        @Override
        public void end() {
            send(null);
        }

        @Override
        public void broken(IOException why) {
            abort();
        }

        private void send(@Nullable ByteBuffer data) {
            AjpConnection to = connection;
            if (to != null) {
                PooledByteBuffer packet = front.buffers().allocate();
                if (data == null) {
                    AjpRequest.putEndOfBody(packet.getBuffer());
                } else {
                    AjpRequest.putBody(packet.getBuffer(), data);
                }
                packet.getBuffer().flip();
                to.send(packet);
            }
        }
    }
}
