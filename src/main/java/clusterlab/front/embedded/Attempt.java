package clusterlab.front.embedded;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.ajp.AjpConnection;
import clusterlab.front.ajp.AjpPool;
import clusterlab.front.ajp.AjpUser;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * One try of a request on one node. On the exchange's I/O thread.
 *
 * <pre>
 * CONNECTING ─► PROVING ─► SENT ─► ANSWERED ─► OVER
 *     │ an idle connection   ▲
 *     └──────────────────────┘
 * </pre>
 *
 * <p>PROVING is a ping before the request: on a new connection, as the port of a node that is frozen or shutting down still
 * accepts; and before what must not be sent twice, unless the connection was in use a moment ago.
 */
final class Attempt implements AjpUser, AjpPool.Connected {

    /** A connection that answered so recently needs no ping; in nanoseconds. */
    private static final long PROVEN_NANOS = 10_000_000L;

    /** The request that is tried. */
    interface Request {
        boolean idempotent();

        /**
         * Appends what is sent at first.
         *
         * @throws BufferOverflowException if AJP cannot carry it
         */
        void put(ByteBuffer to, Backend node);

        void tooLarge();

        /** The response starts. Returns false if it was an interim one. */
        boolean headers(ByteBuffer packet, Backend node) throws IOException;

        /** See {@link AjpUser#body}. */
        boolean body(ByteBuffer data, boolean last);

        void bodyWanted(AjpConnection from, int max);

        /** The response is complete; the connection is given back already. */
        void answered(Backend node, boolean connectionKept);

        /**
         * The node failed it.
         *
         * @param mayBeDelivered whether the node may have got it
         * @param silent whether the node just does not answer
         */
        void failed(Backend node, boolean mayBeDelivered, boolean silent);
    }

    private enum Stage {
        CONNECTING,
        PROVING,
        SENT,
        ANSWERED,
        OVER
    }

    private final Request request;
    private final Front front;
    private final Backend node;
    private final XnioIoThread thread;
    private final long begun = System.nanoTime();
    private volatile Stage stage = Stage.CONNECTING;
    private @Nullable AjpConnection connection;

    Attempt(Request request, Front front, Backend node, XnioIoThread thread) {
        this.request = request;
        this.front = front;
        this.node = node;
        this.thread = thread;
    }

    /** Which node; from any thread. */
    Backend node() {
        return node;
    }

    /** Whether the node was sent nothing yet; from any thread. */
    boolean isWaiting() {
        return stage == Stage.CONNECTING || stage == Stage.PROVING;
    }

    /** Whether it is connecting since longer than so many nanoseconds; from any thread. */
    boolean isConnectingLonger(long nanos) {
        return stage == Stage.CONNECTING && System.nanoTime() - begun > nanos;
    }

    boolean isOver() {
        return stage == Stage.OVER;
    }

    void begin() {
        node.elected.increment();
        AjpPool pool = node.pool(thread);
        AjpConnection pooled = pool.take();
        while (pooled != null && !request.idempotent() && pooled.isStale()) {
            pooled = pool.take();
        }
        if (pooled == null) {
            pool.connect(this);
        } else {
            use(pooled, !request.idempotent() && pooled.idleNanos() > PROVEN_NANOS);
        }
    }

    /** Ends it from our side. Returns whether the node may have got the request. */
    boolean abandon() {
        AjpConnection left = connection;
        boolean delivered = left != null && stage.compareTo(Stage.SENT) >= 0 && left.wrote();
        stage = Stage.OVER;
        connection = null;
        if (left != null) {
            left.close();
        }
        return delivered;
    }

    /** Goes on with the response's body. */
    void resume() {
        AjpConnection paused = connection;
        if (paused != null) {
            paused.resume();
        }
    }

    @Override
    public void connected(AjpConnection opened) {
        if (isOver()) {
            node.pool(thread).give(opened);
        } else {
            use(opened, true);
        }
    }

    @Override
    public void refused(IOException why) {
        node.refused(why);
        if (!isOver()) {
            fail();
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
        PooledByteBuffer packets = front.buffers().allocate();
        try {
            request.put(packets.getBuffer(), node);
        } catch (BufferOverflowException e) {
            packets.close();
            release(to, true);
            request.tooLarge();
            return;
        }
        stage = Stage.SENT;
        // A ping is no part of the request: what counts is what is written from here.
        to.use(this);
        packets.getBuffer().flip();
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
        if (stage != Stage.SENT) {
            throw new IOException("a response out of turn");
        }
        if (request.headers(packet, node)) {
            stage = Stage.ANSWERED;
        }
    }

    @Override
    public boolean body(ByteBuffer data, boolean last) throws IOException {
        if (stage != Stage.ANSWERED) {
            throw new IOException("a body without headers");
        }
        return request.body(data, last);
    }

    @Override
    public void bodyWanted(int max) {
        AjpConnection to = connection;
        if (to != null) {
            request.bodyWanted(to, max);
        }
    }

    @Override
    public void ended(boolean reusable) throws IOException {
        AjpConnection done = connection;
        if (done == null || stage != Stage.ANSWERED) {
            throw new IOException("an end without a beginning");
        }
        release(done, reusable);
        node.served();
        request.answered(node, reusable);
    }

    @Override
    public void closed(IOException why) {
        fail();
    }

    private void release(AjpConnection done, boolean reusable) {
        connection = null;
        stage = Stage.OVER;
        if (reusable && node.state() != Worker.State.ERR) {
            node.pool(thread).give(done);
        } else {
            done.close();
        }
    }

    private void fail() {
        node.errors.increment();
        request.failed(node, abandon(), false);
    }
}
