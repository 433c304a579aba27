package clusterlab.cluster.embedded;

import clusterlab.cloud.ForeignTraffic;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.ha.session.SessionMessage;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelMessage;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.io.XByteBuffer;
import org.apache.catalina.tribes.transport.nio.NioReceiver;

/**
 * The replication receiver of a Tomcat that serves another application. It acknowledges what it is sent, as every Tomcat does, and
 * reads in it what it can.
 */
public final class ForeignTomcat implements AutoCloseable {
    private final GroupChannel channel = new GroupChannel();
    private final AtomicLong messages = new AtomicLong();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    private ForeignTomcat() {}

    /**
     * Listens there.
     *
     * @throws IOException if that is impossible
     */
    public static ForeignTomcat open(String address, int port) throws IOException {
        ForeignTomcat made = new ForeignTomcat();
        made.channel.setJmxEnabled(false);
        made.channel.addInterceptor(made.new Reader());
        NioReceiver receiver = (NioReceiver) made.channel.getChannelReceiver();
        receiver.setAddress(address);
        receiver.setPort(port);
        receiver.setAutoBind(1);
        try {
            made.channel.start(Channel.SND_RX_SEQ);
        } catch (ChannelException e) {
            throw new IOException(
                    "another program listens at " + address + ":" + port + "; choose another --receiver-port", e);
        }
        return made;
    }

    /** What it has received. */
    public ForeignTraffic traffic() {
        return new ForeignTraffic(messages.get(), sessions.size());
    }

    @Override
    public void close() {
        try {
            channel.stop(Channel.SND_RX_SEQ);
        } catch (ChannelException e) {
            System.getLogger(ForeignTomcat.class.getName())
                    .log(System.Logger.Level.DEBUG, "end of the foreign receiver", e);
        }
    }

    private final class Reader extends ChannelInterceptorBase {
        @Override
        public void messageReceived(ChannelMessage message) {
            messages.incrementAndGet();
            try {
                Object content = XByteBuffer.deserialize(
                        message.getMessage().getBytesDirect(),
                        0,
                        message.getMessage().getLength());
                if (content instanceof SessionMessage of && of.getSessionID() != null) {
                    sessions.add(of.getSessionID());
                }
            } catch (IOException | ClassNotFoundException | RuntimeException encrypted) {
                // Only counted.
            }
        }
    }
}
