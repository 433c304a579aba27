package clusterlab.front.ajp;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One AJP connection to a node. Only its I/O thread may call it.
 *
 * <p>It holds a buffer only during the transfer of a packet, so an idle connection needs little memory.
 */
public final class AjpConnection {

    private final StreamConnection stream;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final ByteBufferPool buffers;
    private final NodeWatcher watcher;

    private @Nullable AjpUser user;
    private @Nullable PooledByteBuffer in;
    private @Nullable PooledByteBuffer out;
    private boolean reading;
    private boolean paused;
    private boolean closed;
    private boolean wrote;
    private long idleSince = System.nanoTime();

    public AjpConnection(StreamConnection stream, ByteBufferPool buffers, NodeWatcher watcher) {
        this.stream = stream;
        this.source = stream.getSourceChannel();
        this.sink = stream.getSinkChannel();
        this.buffers = buffers;
        this.watcher = watcher;
        source.setReadListener(c -> readable());
        sink.setWriteListener(c -> writable());
        // Also while idle, so that it detects the end of the node immediately.
        source.resumeReads();
    }

    /** Begins the use by this user. */
    public void use(AjpUser newUser) {
        user = newUser;
        wrote = false;
    }

    /** Ends the use; the user gets no more calls. */
    void idle() {
        user = null;
        idleSince = System.nanoTime();
    }

    /** How long it has been idle, in nanoseconds. */
    public long idleNanos() {
        return System.nanoTime() - idleSince;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether any byte was written since {@link #use}. */
    public boolean wrote() {
        return wrote;
    }

    /**
     * Whether the node closed this idle connection. It checks the socket itself, because the event may arrive later. If so, it
     * closes the connection.
     */
    public boolean isStale() {
        if (closed) {
            return true;
        }
        try (PooledByteBuffer one = buffers.allocate()) {
            if (source.read(one.getBuffer()) == 0) {
                return false;
            }
        } catch (IOException e) {
            // Treated as closed.
        }
        close();
        return true;
    }

    /** Sends a CPING. */
    public void ping() {
        PooledByteBuffer packet = buffers.allocate();
        AjpRequest.putPing(packet.getBuffer());
        packet.getBuffer().flip();
        send(packet);
    }

    /**
     * Sends a packet, or several, and frees the buffer.
     *
     * @throws IllegalStateException if the previous packet is not sent completely
     */
    public void send(PooledByteBuffer packet) {
        if (closed) {
            packet.close();
            return;
        }
        if (out != null) {
            packet.close();
            throw new IllegalStateException("the previous packet is not sent completely");
        }
        out = packet;
        writable();
    }

    /** Continues after {@link AjpUser#body} did not take all data. */
    public void resume() {
        paused = false;
        pump(false);
    }

    /** Closes it without a call to its user. */
    public void close() {
        if (!closed) {
            closed = true;
            user = null;
            IoUtils.safeClose(stream);
            if (out != null) {
                out.close();
                out = null;
            }
            if (!reading) {
                freeInput();
            }
        }
    }

    private void fail(IOException why) {
        AjpUser told = user;
        close();
        watcher.lost(why.getMessage() == null ? "lost" : why.getMessage());
        if (told != null) {
            told.closed(why);
        }
    }

    private void writable() {
        PooledByteBuffer packet = out;
        if (packet == null) {
            sink.suspendWrites();
            return;
        }
        ByteBuffer bytes = packet.getBuffer();
        try {
            while (bytes.hasRemaining()) {
                if (sink.write(bytes) == 0) {
                    sink.resumeWrites();
                    return;
                }
                wrote = true;
            }
        } catch (IOException e) {
            fail(e);
            return;
        }
        out = null;
        packet.close();
        if (sink.isWriteResumed()) {
            sink.suspendWrites();
        }
    }

    private void readable() {
        if (paused) {
            source.suspendReads();
        } else {
            pump(true);
        }
    }

    private void pump(boolean fresh) {
        reading = true;
        IOException failure = null;
        try {
            PooledByteBuffer held = in;
            if (held == null) {
                held = buffers.allocate();
                in = held;
            }
            ByteBuffer bytes = held.getBuffer();
            if (!fresh) {
                deliver(bytes);
            }
            if (!closed && !paused) {
                if (!fresh) {
                    bytes.compact();
                    source.resumeReads();
                }
                read(bytes);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("failed on what the node sent", e);
        } finally {
            reading = false;
        }
        if (failure != null) {
            fail(failure);
        }
        PooledByteBuffer held = in;
        if (held != null && (closed || (!paused && held.getBuffer().position() == 0))) {
            freeInput();
        }
    }

    private void read(ByteBuffer bytes) throws IOException {
        while (!closed && !paused) {
            int room = bytes.remaining();
            int n = source.read(bytes);
            if (n < 0) {
                throw new IOException("closed by the node");
            }
            if (n == 0) {
                return;
            }
            watcher.bytes();
            bytes.flip();
            deliver(bytes);
            if (closed || paused) {
                return;
            }
            bytes.compact();
            if (n < room) {
                return;
            }
        }
    }

    private void deliver(ByteBuffer bytes) throws IOException {
        while (!closed && !paused) {
            int length = AjpReply.next(bytes);
            if (length < 0) {
                return;
            }
            int end = bytes.position() + length;
            int type = bytes.get();
            AjpUser to = user;
            if (to == null) {
                throw new IOException("the node sent an unexpected packet");
            }
            ByteBuffer packet = bytes.duplicate().limit(end);
            bytes.position(end);
            switch (type) {
                case AjpReply.SEND_BODY_CHUNK -> {
                    int size = packet.getShort() & 0xffff;
                    packet.limit(packet.position() + size);
                    paused = !to.body(packet, AjpReply.endIsNext(bytes));
                }
                case AjpReply.SEND_HEADERS -> to.headers(packet);
                case AjpReply.END_RESPONSE -> to.ended(packet.get() != 0 && out == null && !bytes.hasRemaining());
                case AjpReply.GET_BODY_CHUNK -> to.bodyWanted(packet.getShort() & 0xffff);
                case AjpReply.CPONG -> to.pong();
                default -> throw new IOException("the node sent a packet of unknown type " + type);
            }
        }
    }

    private void freeInput() {
        PooledByteBuffer held = in;
        if (held != null) {
            in = null;
            held.close();
        }
    }
}
