package clusterlab.cluster.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Browser;
import clusterlab.RunningLab;
import clusterlab.config.ClusterXml;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.session.SessionMessage;
import org.apache.catalina.ha.session.SessionMessageImpl;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelListener;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.membership.StaticMember;
import org.apache.catalina.tribes.transport.ReceiverBase;
import org.junit.jupiter.api.Test;

/** A program of another user that knows the port of a node's replication receiver, with Tomcat's own classes. */
class HostileMessagesIT {
    /** A send returns after the receiver has acted on the message. */
    private static final int SYNC = Channel.SEND_OPTIONS_USE_ACK | Channel.SEND_OPTIONS_SYNCHRONIZED_ACK;

    /** What this test stands for: without encryption every message is obeyed. */
    @Test
    void withoutEncryptionAnyProgramReadsAndEndsSessions() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2));
                Intruder intruder = new Intruder(lab)) {
            String id = session(lab);
            intruder.sends(new Tripwire());
            assertThat(Tripwire.DESERIALIZED).hasPositiveValue();
            intruder.sends(message(intruder.context, SessionMessage.EVT_GET_ALL_SESSIONS, "ALL"));
            eventually("the node answers with its sessions")
                    .untilAsserted(() -> assertThat(intruder.received).isNotEmpty());
            intruder.sends(message(intruder.context, SessionMessage.EVT_SESSION_EXPIRED, id));
            assertThat(intruder.manager.findSession(id)).isNull();
        }
    }

    @Test
    void withEncryptionTheyAreDiscardedBeforeTheyAreDeserialized() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).encrypt(true));
                Intruder intruder = new Intruder(lab)) {
            String id = session(lab);
            int before = Tripwire.DESERIALIZED.get();
            intruder.sends(new Tripwire());
            intruder.sends(message(intruder.context, SessionMessage.EVT_GET_ALL_SESSIONS, "ALL"));
            intruder.sends(message(intruder.context, SessionMessage.EVT_SESSION_EXPIRED, id));
            assertThat(Tripwire.DESERIALIZED).hasValue(before);
            assertThat(intruder.received).isEmpty();
            assertThat(intruder.manager.findSession(id)).isNotNull();
            assertThat(lab.log(0).lines().filter(line -> line.contains("not encrypted with the key of this run")))
                    .hasSize(1);
            assertThat(lab.log(0)).doesNotContain("SecurityException", "AEADBadTag");
            tellsNobodyTheKey(lab);
        }
    }

    private static void tellsNobodyTheKey(RunningLab lab) throws IOException {
        String key =
                lab.lab().topology().channel().encryptionKey().orElseThrow().value();
        try (Stream<Path> files = Files.walk(lab.lab().folder().path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(key);
            }
        }
        assertThat(ClusterXml.of(lab.lab().topology(), lab.nodes().get(0))).doesNotContain(key);
        assertThat(lab.lab().topology().toString()).doesNotContain(key);
        assertThat(System.getProperties().toString()).doesNotContain(key);
    }

    private static String session(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        browser.open(lab.url(0));
        return browser.sessionId();
    }

    private static SessionMessage message(String context, int type, String id) {
        return new SessionMessageImpl(context, type, new byte[0], id, "hostile-" + type);
    }

    /** As a set of sets of sets, which keeps a core busy for hours, it acts while it is deserialized. */
    private static final class Tripwire implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final AtomicInteger DESERIALIZED = new AtomicInteger();

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            DESERIALIZED.incrementAndGet();
        }
    }

    /** A channel with a receiver of its own that is no member of the cluster. */
    private static final class Intruder implements AutoCloseable, ChannelListener {
        private final GroupChannel channel = new GroupChannel();
        private final List<Serializable> received = new CopyOnWriteArrayList<>();
        private final StaticMember target;
        private final String context;
        private final DeltaManager manager;

        private Intruder(RunningLab lab) throws Exception {
            SimpleTcpCluster cluster = Insides.clusters(lab).get(0);
            context = cluster.getManagers().keySet().iterator().next();
            manager = (DeltaManager) cluster.getManagers().get(context);
            target = new StaticMember("127.0.0.1", lab.nodes().get(0).receiverPort(), 0);
            ReceiverBase receiver = (ReceiverBase) channel.getChannelReceiver();
            receiver.setAddress("127.0.0.1");
            channel.setJmxEnabled(false);
            channel.addChannelListener(this);
            channel.start(Channel.SND_RX_SEQ | Channel.SND_TX_SEQ);
        }

        private void sends(Serializable message) throws Exception {
            channel.send(new Member[] {target}, message, SYNC);
        }

        @Override
        public boolean accept(Serializable message, Member sender) {
            return true;
        }

        @Override
        public void messageReceived(Serializable message, Member sender) {
            received.add(message);
        }

        @Override
        public void close() throws Exception {
            channel.stop(Channel.SND_RX_SEQ | Channel.SND_TX_SEQ);
        }
    }
}
