package clusterlab.cluster.embedded;

import clusterlab.cluster.BootException;
import clusterlab.spec.MembershipSpec;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;

/**
 * Tries, before any node starts, whether multicast on the plan's interface works on this machine: it sends itself one
 * packet with a socket as in McastServiceImpl.setupSocket.
 *
 * <p>On a JVM whose sockets are dual-stack, a join with an interface that has IPv4 addresses only fails ("Invalid
 * argument"); cli.Main therefore prefers IPv4 before the first network class is loaded.
 */
public final class MulticastCheck {
    private static final int TIMEOUT_MILLIS = 1000;

    private MulticastCheck() {}

    public static void refuseIfImpossible(MembershipSpec membership) throws BootException {
        if (!(membership instanceof MembershipSpec.Multicast multicast)) {
            return;
        }
        try {
            sendToMyself(multicast);
        } catch (IOException e) {
            throw new BootException(
                    "Multicast on " + multicast.bind() + " is unavailable on this machine (" + e.getMessage()
                            + "); use --membership static"
                            // cli.Main sets it; in a JVM of others it may be missing.
                            + (Boolean.getBoolean("java.net.preferIPv4Stack")
                                    ? "."
                                    : ", or start this JVM with -Djava.net.preferIPv4Stack=true."),
                    e);
        }
    }

    /**
     * Uses another port than the plan's, so that members on the plan's port don't receive the packet. Binds to the
     * group's address where that is possible, as McastServiceImpl.setupSocket: on a dual-stack JVM only such a socket
     * fails to send.
     */
    private static void sendToMyself(MembershipSpec.Multicast multicast) throws IOException {
        InetAddress group = InetAddress.getByName(multicast.address());
        NetworkInterface network = NetworkInterface.getByInetAddress(InetAddress.getByName(multicast.bind()));
        if (network == null) {
            throw new IOException("no network interface has this address");
        }
        try (MulticastSocket socket = open(group)) {
            socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            socket.setNetworkInterface(network);
            socket.setTimeToLive(multicast.ttl());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.joinGroup(new InetSocketAddress(group, 0), null);
            byte[] bytes = {42};
            socket.send(new DatagramPacket(bytes, bytes.length, group, socket.getLocalPort()));
            socket.receive(new DatagramPacket(new byte[1], 1));
        }
    }

    private static MulticastSocket open(InetAddress group) throws IOException {
        try {
            return new MulticastSocket(new InetSocketAddress(group, 0));
        } catch (BindException e) {
            return new MulticastSocket(0);
        }
    }
}
