package clusterlab.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The input of a socket with a limit for all reads together: {@code SO_TIMEOUT} begins anew with each byte, so a stream that never
 * ends would be read for ever. A thread that is interrupted stops to read: a socket's own read does not notice an interrupt.
 */
final class Deadline extends InputStream {
    private static final long MOST_WAIT_MILLIS = 100;
    private static final long NANOS_OF_A_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private Duration patience = Duration.ZERO;
    private long startedAt;
    private boolean any;

    Deadline(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
    }

    /** Sets the limit for what is read from now on. */
    void in(Duration limit) {
        patience = limit;
        startedAt = System.nanoTime();
        any = false;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * As that of the socket.
     *
     * @throws SocketTimeoutException after the limit
     * @throws InterruptedIOException if this thread is interrupted; it stays so
     */
    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (true) {
            long left = patience.toNanos() - (System.nanoTime() - startedAt);
            if (left <= 0) {
                throw new SocketTimeoutException((any ? "the answer did not end" : "no answer") + " within " + limit());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            try {
                // Rounded up: 0 would be no limit.
                socket.setSoTimeout((int) Math.min(1 + left / NANOS_OF_A_MILLI, MOST_WAIT_MILLIS));
                int count = in.read(to, offset, length);
                any |= count > 0;
                return count;
            } catch (SocketTimeoutException stillOpen) {
                // Looks at the limit again.
            }
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    private String limit() {
        long millis = patience.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
