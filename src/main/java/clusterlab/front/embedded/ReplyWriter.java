package clusterlab.front.embedded;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/** Writes a response's body to the client as fast as it takes it. On the exchange's I/O thread. */
final class ReplyWriter {

    /** What may become of a write that could not finish at once. */
    interface Outcome {
        /** All is written; go on. */
        void drained();

        /** The client is gone, or the response contradicts its own headers. */
        void broken(IOException why);
    }

    private final HttpServerExchange exchange;
    private final Outcome outcome;
    private @Nullable StreamSinkChannel channel;
    private boolean ended;
    private volatile long waitingSince;

    ReplyWriter(HttpServerExchange exchange, Outcome outcome) {
        this.exchange = exchange;
        this.outcome = outcome;
    }

    /** Since when the client has been waited for, by {@link System#nanoTime}, or 0. From any thread. */
    long waitingSince() {
        return waitingSince;
    }

    /**
     * Writes some of the body; the headers go before the first.
     *
     * @param last whether it is the end: headers, body and end then leave in one packet if they are small
     * @return whether it took all; else {@link Outcome} says when
     */
    boolean write(ByteBuffer data, boolean last) {
        try {
            StreamSinkChannel to = channel;
            if (to == null) {
                to = exchange.getResponseChannel();
                if (to == null) {
                    throw new IOException("the response was ended");
                }
                channel = to;
            }
            if (attempt(to, data, last)) {
                return true;
            }
            await(to, data, last);
        } catch (IOException e) {
            outcome.broken(e);
        }
        return false;
    }

    /** Whether nothing was written yet. */
    boolean isEmpty() {
        return channel == null;
    }

    /** Ends the response. */
    void end() {
        StreamSinkChannel to = channel;
        if (to != null && !exchange.isRequestComplete()) {
            // endExchange reads the rest of the request's body first; the client shall not have to wait for that.
            try {
                to.shutdownWrites();
                to.flush();
            } catch (IOException e) {
                outcome.broken(e);
                return;
            }
        }
        waitingSince = System.nanoTime();
        exchange.endExchange();
    }

    private boolean attempt(StreamSinkChannel to, ByteBuffer data, boolean last) throws IOException {
        if (!data.hasRemaining()) {
            return ended || to.flush();
        }
        while (data.hasRemaining()) {
            int n = last ? to.writeFinal(data) : to.write(data);
            if (n == 0) {
                return false;
            }
        }
        ended = last;
        return true;
    }

    private void await(StreamSinkChannel to, ByteBuffer data, boolean last) {
        waitingSince = System.nanoTime();
        to.getWriteSetter().set(ready -> {
            try {
                if (attempt(ready, data, last)) {
                    waitingSince = 0;
                    ready.suspendWrites();
                    outcome.drained();
                } else {
                    waitingSince = System.nanoTime();
                }
            } catch (IOException e) {
                outcome.broken(e);
            }
        });
        to.resumeWrites();
    }
}
