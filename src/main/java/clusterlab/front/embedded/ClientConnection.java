package clusterlab.front.embedded;

import clusterlab.front.embedded.RequestScanner.Refusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.StatusCodes;
import io.undertow.util.StringWriteChannelListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * A client's connection below Undertow's parser. It gives the parser nothing of a request that {@link RequestScanner} refuses
 * in its head: it answers and closes the connection itself, when the requests before it are over. A body that is refused ends
 * before the first bad byte; whoever reads it finds {@link #refusedBody}. It also knows when it is idle. On the I/O thread of
 * the connection, but for the methods that say otherwise.
 */
final class ClientConnection extends AbstractStreamSourceConduit<StreamSourceConduit> {

    /** How long the client may take to read the answer before the rest of what it sent resets the connection. */
    private static final long LINGER_MILLIS = 500;

    private static final int BUSY = 0;
    private static final int SHED = -1;

    private final StreamConnection stream;
    private final RequestScanner scanner = new RequestScanner();
    private boolean pending;
    private boolean refused;
    private boolean inBody;

    /** {@link System#nanoTime} since when it is idle, never 0 or -1; or BUSY or SHED. */
    private final AtomicLong idleSince = new AtomicLong(now());

    ClientConnection(StreamConnection stream) {
        super(stream.getSourceChannel().getConduit());
        this.stream = stream;
    }

    /** That of an exchange. */
    static ClientConnection of(HttpServerExchange exchange) {
        return (ClientConnection) ((HttpServerConnection) exchange.getConnection()).getOriginalSourceConduit();
    }

    /** Why the body that was being read has ended early, or null. */
    @Nullable
    Refusal refusedBody() {
        return refused && inBody ? scanner.refusal() : null;
    }

    /** From any thread. */
    boolean isOpen() {
        return stream.isOpen();
    }

    /** A request begins. */
    void busy() {
        idleSince.set(BUSY);
    }

    /** The request is over. */
    void idle() {
        idleSince.set(now());
    }

    /** For how many nanoseconds it has been idle, or -1 if it is not. From any thread. */
    long idleNanos() {
        long since = idleSince.get();
        return since == BUSY || since == SHED ? -1 : Math.max(0, System.nanoTime() - since);
    }

    /** Closes it if it is idle. Returns false if it is not. From any thread; a request that arrives just now may win. */
    boolean shed(Runnable ifItIsBusyAgain) {
        long since = idleSince.get();
        if (since == BUSY || since == SHED || !idleSince.compareAndSet(since, SHED)) {
            return false;
        }
        stream.getIoThread().execute(() -> {
            if (idleSince.get() == SHED) {
                IoUtils.safeClose(stream);
            } else {
                ifItIsBusyAgain.run();
            }
        });
        return true;
    }

    /** Answers without waiting for a request, and closes it. */
    void refuse(int status, String why) {
        refused = true;
        super.suspendReads();
        String text = why + "\n";
        new StringWriteChannelListener(
                "HTTP/1.1 " + status + " " + StatusCodes.getReason(status)
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Cache-Control: no-store\r\nContent-Length: " + text.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + text,
                StandardCharsets.US_ASCII) {
            @Override
            protected void writeDone(StreamSinkChannel channel) {
                super.writeDone(channel);
                stream.getIoThread()
                        .executeAfter(() -> IoUtils.safeClose(stream), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            }

            @Override
            protected void handleError(StreamSinkChannel channel, IOException e) {
                IoUtils.safeClose(stream);
            }
        }.setup(stream.getSinkChannel());
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (pending) {
            end();
            return 0;
        }
        if (refused) {
            return inBody ? -1 : 0;
        }
        int start = to.position();
        int n = next.read(to);
        if (n <= 0) {
            return n;
        }
        busy();
        int end = scanner.scan(to, start, start + n);
        if (scanner.refusal().status() == 0) {
            return n;
        }
        to.position(end);
        pending = true;
        inBody = scanner.isInBody();
        if (end == start) {
            end();
        }
        return end - start;
    }

    /** All that was before the bad byte has been read. */
    private void end() {
        pending = false;
        refused = true;
        if (!inBody) {
            refuse(scanner.refusal().status(), scanner.refusal().why());
        }
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (to[i].hasRemaining()) {
                return read(to[i]);
            }
        }
        return 0;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        return IoUtils.transfer(new ConduitReadableByteChannel(this), count, through, target);
    }

    /** What is pending comes from no socket: nothing else would wake the reader. */
    @Override
    public void resumeReads() {
        if (pending || (refused && inBody)) {
            super.wakeupReads();
        } else if (!refused) {
            super.resumeReads();
        }
    }

    private static long now() {
        long now = System.nanoTime();
        return now == BUSY || now == SHED ? 1 : now;
    }
}
