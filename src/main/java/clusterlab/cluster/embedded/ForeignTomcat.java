package clusterlab.cluster.embedded;

import clusterlab.cloud.ForeignTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final Duration MOST = Duration.ofSeconds(5);

    private final GroupChannel channel = new GroupChannel();
    private final AtomicLong messages = new AtomicLong();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    private final ThreadGroup threads = new ThreadGroup("foreign");
    private final NodeLogs logs = NodeLogs.open((node, record) -> {});

    private ForeignTomcat() {}

    /**
     * Listens there.
     *
     * @param log takes its log lines
     * @throws IOException if that is impossible; the message is for the user
     */
    public static ForeignTomcat open(String address, int port, Path log) throws IOException {
        ForeignTomcat made = new ForeignTomcat();
        made.channel.setJmxEnabled(false);
        made.channel.addInterceptor(made.new Reader());
        NioReceiver receiver = (NioReceiver) made.channel.getChannelReceiver();
        receiver.setAddress(address);
        receiver.setPort(port);
        receiver.setAutoBind(1);
        boolean started = false;
        try {
            made.logs.route(made.threads, "foreign", log);
            made.inItsThreads(() -> made.channel.start(Channel.SND_RX_SEQ));
            started = true;
            return made;
        } catch (ChannelException e) {
            throw new IOException(
                    "Another program listens at " + address + ":" + port + "; choose another --receiver-port.", e);
        } finally {
            if (!started) {
                made.logs.close();
            }
        }
    }

    private interface Step {
        void run() throws ChannelException;
    }

    /** The log lines of a thread's group, and of the threads that it starts, go to one file. */
    private void inItsThreads(Step step) throws ChannelException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            step.run();
            return null;
        });
        Thread thread = new Thread(threads, task, "foreign");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ChannelException failed ? failed : new ChannelException(e.getCause());
        } catch (TimeoutException e) {
            throw new ChannelException("it takes too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelException("interrupted", e);
        }
    }

    /** What it has received. */
    public ForeignTraffic traffic() {
        return new ForeignTraffic(messages.get(), sessions.size());
    }

    @Override
    public void close() {
        try {
            inItsThreads(() -> channel.stop(Channel.SND_RX_SEQ));
        } catch (ChannelException e) {
            System.getLogger(ForeignTomcat.class.getName())
                    .log(System.Logger.Level.DEBUG, "end of the foreign receiver", e);
        } finally {
            logs.close();
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
