package clusterlab.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.tribes.Member;
import org.jspecify.annotations.Nullable;

/**
 * One node's end of its links to the others: who they are, and what happens to messages between them. The data comes
 * from outside ({@link NodeAgent#peers}, {@link NodeAgent#links}); interceptor, failure detector and membership ask here.
 *
 * <p>A node that is killed inside this JVM is cut off at once, as if its host refused connections.
 */
public final class Links {
    private final String self;
    private final Set<String> dead;
    private volatile List<Address> addresses = List.of();
    private volatile Map<String, LinkFault> outgoing = Map.of();
    private volatile Set<String> unheard = Set.of();
    private volatile boolean dying;

    /**
     * Links without a fault.
     *
     * @param self name of this node
     * @param peers the nodes of the plan
     * @param dead names of the nodes that were killed inside this JVM; shared by all nodes of the JVM, empty in a process of
     *     its own
     */
    public Links(String self, Collection<Peer> peers, Set<String> dead) {
        this.self = self;
        this.dead = dead;
        peers(peers);
    }

    /** Address and port of a receiver are unique; looked up once, since every message asks. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Address(String name, byte[] host, int port) {
        private static Address of(Peer peer) {
            try {
                // A literal: no name is looked up.
                return new Address(
                        peer.name(), InetAddress.getByName(peer.host()).getAddress(), peer.port());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(peer.host() + " is not an IP address", e);
            }
        }
    }

    final void peers(Collection<Peer> all) {
        addresses = all.stream().map(Address::of).toList();
    }

    synchronized void set(Map<String, LinkFault> newOutgoing, Set<String> newUnheard) {
        outgoing = Map.copyOf(newOutgoing);
        unheard = Set.copyOf(newUnheard);
        notifyAll();
    }

    String self() {
        return self;
    }

    /** The name of a member, or null if it is no node of the plan. */
    @Nullable
    String name(Member member) {
        for (Address address : addresses) {
            if (address.port() == member.getPort() && Arrays.equals(address.host(), member.getHost())) {
                return address.name();
            }
        }
        return null;
    }

    /** What happens to messages to this node. */
    LinkFault to(String other) {
        return outgoing.getOrDefault(other, LinkFault.NONE);
    }

    /** Whether one of the two was killed: then a connection between them fails at once. */
    boolean refuses(String other) {
        return !dead.isEmpty() && (dead.contains(self) || dead.contains(other));
    }

    /** Whether no packet of this node arrives here. */
    boolean isUnheard(String other) {
        return unheard.contains(other);
    }

    /** Whether the two can't exchange a packet: a fault cuts one direction, or one of them is dead. */
    boolean isUnreachable(Member member) {
        String name = name(member);
        return name != null && (refuses(name) || to(name).cut() || isUnheard(name));
    }

    /** Waits until the link is no longer cut, at most this long: what a sender does whose packets vanish. */
    synchronized boolean awaitOpen(String other, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (to(other).cut() && !refuses(other)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return !refuses(other);
    }

    /**
     * Kills this node inside its JVM. What it would still send waits until its clients are cut off and is refused then.
     * Refused before, a synchronous request would go on without its replicas and be acknowledged, which no crash can do.
     *
     * @param cutClients resets every connection of a client
     */
    public void die(Runnable cutClients) {
        synchronized (this) {
            dying = true;
        }
        try {
            cutClients.run();
        } finally {
            synchronized (this) {
                dead.add(self);
                dying = false;
                notifyAll();
            }
        }
    }

    /** To be called when another node died: a sender that waits for it is refused now. */
    public synchronized void wake() {
        notifyAll();
    }

    /** Waits while this node is being killed and still has clients. */
    void awaitDeath() throws InterruptedException {
        if (!dying) {
            return;
        }
        synchronized (this) {
            while (dying) {
                wait();
            }
        }
    }
}
