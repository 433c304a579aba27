package clusterlab.front.embedded;

import clusterlab.front.ajp.AjpConnection;
import clusterlab.front.ajp.AjpRequest;
import clusterlab.front.embedded.RequestScanner.Refusal;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * A client's request body: read piece by piece as the node wants it, never more than one AJP packet at a time. The first
 * part is kept until the request is over, so that the request can be sent again as long as no more was read. On the
 * exchange's I/O thread.
 */
final class RequestBody {

    private final HttpServerExchange exchange;
    private final ByteBufferPool buffers;
    private final Consumer<IOException> broken;
    private final Consumer<Refusal> refused;
    private @Nullable StreamSourceChannel channel;
    private @Nullable PooledByteBuffer first;
    private boolean atHand = true;
    private volatile long waitingSince;

    /**
     * @param broken called if the client leaves
     * @param refused called if the client breaks the rules; it can still be answered
     */
    RequestBody(
            HttpServerExchange exchange,
            ByteBufferPool buffers,
            Consumer<IOException> broken,
            Consumer<Refusal> refused) {
        this.exchange = exchange;
        this.buffers = buffers;
        this.broken = broken;
        this.refused = refused;
    }

    /** Since when the client has been waited for, by {@link System#nanoTime}, or 0. From any thread. */
    long waitingSince() {
        return waitingSince;
    }

    /** Whether what was read of it can be sent again from the start. */
    boolean isAtHand() {
        return atHand;
    }

    /**
     * Reads the first part if AJP wants it right after the head, which it does if the length is known and not 0. No node has
     * to wait for a client that is slow to begin.
     */
    void begin(Runnable then) {
        if (exchange.isRequestComplete() || exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            then.run();
        } else {
            read(AjpRequest.BODY, data -> {
                first = data;
                then.run();
            });
        }
    }

    /** Appends the packet with the first part, if there is one. */
    void putFirst(ByteBuffer to) {
        if (first != null) {
            AjpRequest.putBody(to, first.getBuffer().duplicate());
        }
    }

    /** Sends the next part when it is there, or the body's end. */
    void sendNext(AjpConnection to, int max) {
        read(Math.min(max, AjpRequest.BODY), data -> {
            PooledByteBuffer packet = buffers.allocate();
            if (data == null) {
                AjpRequest.putEndOfBody(packet.getBuffer());
            } else {
                atHand = false;
                AjpRequest.putBody(packet.getBuffer(), data.getBuffer());
                data.close();
            }
            packet.getBuffer().flip();
            to.send(packet);
        });
    }

    /** Frees the first part. */
    void free() {
        if (first != null) {
            first.close();
            first = null;
        }
    }

    /** Hands over at least one byte, or null at the end; at once if it can. */
    private void read(int max, Consumer<@Nullable PooledByteBuffer> to) {
        StreamSourceChannel from = channel;
        if (from == null) {
            if (exchange.isRequestComplete()) {
                to.accept(null);
                return;
            }
            from = exchange.getRequestChannel();
            channel = from;
        }
        attempt(from, max, to);
    }

    /** Whether the body has ended early; tells it then. */
    private boolean isRefused() {
        Refusal refusal = ClientConnection.of(exchange).refusedBody();
        if (refusal == null) {
            return false;
        }
        waitingSince = 0;
        refused.accept(refusal);
        return true;
    }

    private void attempt(StreamSourceChannel from, int max, Consumer<@Nullable PooledByteBuffer> to) {
        if (isRefused()) {
            return;
        }
        PooledByteBuffer data = buffers.allocate();
        ByteBuffer bytes = data.getBuffer().limit(max);
        int n;
        try {
            // What came in many small pieces shall not cost the node a round trip for each.
            do {
                n = from.read(bytes);
            } while (n > 0 && bytes.hasRemaining());
        } catch (IOException e) {
            data.close();
            broken.accept(e);
            return;
        }
        if (bytes.flip().hasRemaining()) {
            waitingSince = 0;
            to.accept(data);
            return;
        }
        data.close();
        if (isRefused()) {
            return;
        }
        if (n < 0) {
            waitingSince = 0;
            to.accept(null);
            return;
        }
        if (waitingSince == 0) {
            waitingSince = System.nanoTime();
        }
        from.getReadSetter().set(ready -> {
            ready.suspendReads();
            attempt(ready, max, to);
        });
        from.resumeReads();
    }
}
