package clusterlab.agent;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.apache.catalina.tribes.MembershipListener;
import org.apache.catalina.tribes.MessageListener;
import org.apache.catalina.tribes.io.XByteBuffer;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.McastServiceImpl;
import org.apache.catalina.tribes.membership.MemberImpl;
import org.apache.catalina.tribes.util.UUIDGenerator;

/**
 * A McastService that applies the network's faults to heartbeats. Heartbeats are separate packets and pass no
 * interceptor, so the socket applies the faults: it discards heartbeats from an unreachable node, and sends nothing for
 * a killed node (a stopping McastServiceImpl would announce its end).
 */
public final class LinkedMcastService extends McastService {
    private final Links links;

    /** For server.xml, in a process of its own. */
    public LinkedMcastService() {
        this(Instruments.ofThisJvm().links());
    }

    public LinkedMcastService(Links links) {
        this.links = links;
    }

    /** As McastService.start, with another McastServiceImpl; McastService.start then finds and starts it. */
    @Override
    public void start(int level) throws Exception {
        if (impl == null) {
            String host = getProperties().getProperty("tcpListenHost");
            int port = Integer.parseInt(getProperties().getProperty("tcpListenPort"));
            if (localMember == null) {
                localMember = new MemberImpl(host, port, 100);
                localMember.setUniqueId(UUIDGenerator.randomUUID(true));
                localMember.setLocal(true);
            } else {
                localMember.setHostname(host);
                localMember.setPort(port);
                localMember.setMemberAliveTime(100);
            }
            if (domain != null) {
                localMember.setDomain(domain);
            }
            localMember.setServiceStartTime(System.currentTimeMillis());
            impl = new Impl(this, this);
            impl.setMembershipService(this);
            impl.setRecoveryEnabled(getRecoveryEnabled());
            impl.setRecoveryCounter(getRecoveryCounter());
            impl.setRecoverySleepTime(getRecoverySleepTime());
            impl.setChannel(getChannel());
        }
        super.start(level);
    }

    private boolean deaf(DatagramPacket packet) {
        byte[] data = Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength());
        if (XByteBuffer.firstIndexOf(data, 0, MemberImpl.TRIBES_MBR_BEGIN) != 0) {
            return false;
        }
        String from = links.name(MemberImpl.getMember(data));
        return from != null && !from.equals(links.self()) && (links.refuses(from) || links.isUnheard(from));
    }

    private final class Impl extends McastServiceImpl {

        Impl(MembershipListener listener, MessageListener messages) throws IOException {
            super(
                    localMember,
                    getFrequency(),
                    getDropTime(),
                    getPort(),
                    InetAddress.getByName(getBind()),
                    InetAddress.getByName(getAddress()),
                    getTtl(),
                    -1,
                    listener,
                    messages,
                    getLocalLoopbackDisabled());
        }

        /**
         * As McastServiceImpl.setupSocket for a bind address; on platforms that can't bind to a group, it binds to the
         * port.
         */
        @Override
        protected void setupSocket() throws IOException {
            MulticastSocket made;
            try {
                made = new LinkedSocket(new InetSocketAddress(address, port));
            } catch (java.net.BindException e) {
                made = new LinkedSocket(new InetSocketAddress(port));
            }
            made.setNetworkInterface(NetworkInterface.getByInetAddress(mcastBindAddress));
            if (mcastSoTimeout <= 0) {
                mcastSoTimeout = (int) sendFrequency;
            }
            made.setSoTimeout(mcastSoTimeout);
            if (mcastTTL >= 0) {
                made.setTimeToLive(mcastTTL);
            }
            socket = made;
        }
    }

    private final class LinkedSocket extends MulticastSocket {

        LinkedSocket(SocketAddress address) throws IOException {
            super(address);
        }

        // Up to Java 13 the method of the superclass is synchronized, and locks while it waits.
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        @Override
        public void receive(DatagramPacket packet) throws IOException {
            super.receive(packet);
            if (deaf(packet)) {
                // A receiver without packets gets this exception; it then looks for expired members.
                throw new SocketTimeoutException("cut off");
            }
        }

        @Override
        public void send(DatagramPacket packet) throws IOException {
            if (!links.refuses(links.self())) {
                super.send(packet);
            }
        }
    }
}
