package clusterlab.front;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/** Reads a client's request body piece by piece, when it is wanted. On the exchange's I/O thread. */
final class RequestBody {

    /** What becomes of {@link #read}; one of the three is called, perhaps before it returns. */
    interface Reader {
        /** Some bytes; the buffer is the reader's now. */
        void data(PooledByteBuffer data);

        /** The body is over. */
        void end();

        /** The client is gone. */
        void broken(IOException why);
    }

    private final HttpServerExchange exchange;
    private final ByteBufferPool buffers;
    private @Nullable StreamSourceChannel channel;
    private volatile long waitingSince;

    RequestBody(HttpServerExchange exchange, ByteBufferPool buffers) {
        this.exchange = exchange;
        this.buffers = buffers;
    }

    /** Whether AJP wants the first part of the body right after the head: if its length is known and not 0. */
    boolean isAnnounced() {
        return !exchange.isRequestComplete() && !exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
    }

    /** Since when the client has been waited for, by {@link System#nanoTime}, or 0. From any thread. */
    long waitingSince() {
        return waitingSince;
    }

    /** Reads what is there, at least one and at most {@code max} bytes. */
    void read(int max, Reader to) {
        StreamSourceChannel from = channel;
        if (from == null) {
            if (exchange.isRequestComplete()) {
                to.end();
                return;
            }
            from = exchange.getRequestChannel();
            channel = from;
        }
        attempt(from, max, to);
    }

    private void attempt(StreamSourceChannel from, int max, Reader to) {
        PooledByteBuffer data = buffers.allocate();
        int n;
        try {
            data.getBuffer().limit(max);
            // What came in many small pieces shall not cost the node a round trip for each.
            do {
                n = from.read(data.getBuffer());
            } while (n > 0 && data.getBuffer().hasRemaining());
        } catch (IOException e) {
            data.close();
            to.broken(e);
            return;
        }
        data.getBuffer().flip();
        if (data.getBuffer().hasRemaining()) {
            waitingSince = 0;
            to.data(data);
            return;
        }
        data.close();
        if (n < 0) {
            waitingSince = 0;
            to.end();
            return;
        }
        if (waitingSince == 0) {
            waitingSince = System.nanoTime();
            from.getReadSetter().set(ready -> {
                ready.suspendReads();
                attempt(ready, max, to);
            });
        }
        from.resumeReads();
    }
}
