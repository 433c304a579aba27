package clusterlab.front;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that answers pings and treats requests as badly as the test wants. */
public final class TesterAjpNode implements AutoCloseable {

    /** What to do with a request. */
    public interface Behaviour {
        void request(Socket connection, OutputStream out) throws IOException;
    }

    public static final Behaviour CLOSE_AFTER_REQUEST = (connection, out) -> connection.close();
    public static final Behaviour NEVER_ANSWER = (connection, out) -> {};
    public static final Behaviour CLOSE_AMID_RESPONSE = (connection, out) -> {
        out.write(headers(1000));
        out.write(chunk("x".repeat(100)));
        out.flush();
        connection.close();
    };
    public static final Behaviour CLOSE_AFTER_HEADERS = (connection, out) -> {
        out.write(headers(1000));
        connection.close();
    };
    public static final Behaviour NONSENSE =
            (connection, out) -> out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    public final AtomicInteger requests = new AtomicInteger();
    public final AtomicInteger pings = new AtomicInteger();
    public volatile Behaviour behaviour;
    public volatile boolean pongs = true;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    public TesterAjpNode(int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        daemon(this::accept);
    }

    public static byte[] headers(int length) {
        byte[] name = "x-made-up".getBytes(StandardCharsets.US_ASCII);
        byte[] value = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer packet = ByteBuffer.allocate(256);
        packet.putInt(0x41420000)
                .put((byte) 4)
                .putShort((short) 200)
                .putShort((short) 2)
                .put((byte) 'O')
                .put((byte) 'K')
                .put((byte) 0);
        packet.putShort((short) 2);
        packet.putShort((short) 0xa003)
                .putShort((short) value.length)
                .put(value)
                .put((byte) 0);
        packet.putShort((short) name.length)
                .put(name)
                .put((byte) 0)
                .putShort((short) 1)
                .put((byte) '1')
                .put((byte) 0);
        packet.putShort(2, (short) (packet.position() - 4));
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }

    public static byte[] chunk(String data) {
        ByteBuffer packet = ByteBuffer.allocate(8 + data.length());
        packet.putShort((short) 0x4142)
                .putShort((short) (data.length() + 4))
                .put((byte) 3)
                .putShort((short) data.length());
        packet.put(data.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        return packet.array();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                sockets.add(connection);
                daemon(() -> serve(connection));
            } catch (IOException e) {
                // Closed; the loop's condition ends it.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (true) {
                in.readShort();
                byte[] packet = in.readNBytes(in.readUnsignedShort());
                if (packet.length == 1 && packet[0] == 10) {
                    pings.incrementAndGet();
                    if (pongs) {
                        out.write(new byte[] {0x41, 0x42, 0, 1, 9});
                    }
                } else if (packet.length > 0 && packet[0] == 2) {
                    requests.incrementAndGet();
                    behaviour.request(connection, out);
                }
            }
        } catch (EOFException e) {
            // The front closed it.
        } catch (IOException e) {
            // Closed by close(), or by the behaviour.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tester-ajp-node");
        thread.setDaemon(true);
        thread.start();
    }
}
