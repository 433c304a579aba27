package clusterlab.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.tribes.Member;
import org.jspecify.annotations.Nullable;

/**
 * One node's end of its links to the other nodes: their addresses, and the faults on messages to and from them. The
 * data comes from outside ({@link NodeAgent#peers}, {@link NodeAgent#links}); interceptor, failure detector and
 * membership read it.
 *
 * <p>A node that is killed inside this JVM is cut off at once, as if its host refused connections.
 */
public final class Links {
    private final String self;
    private final Set<String> dead;
    private final Draws draws;
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
     * @param seed of the draws for lost messages and jitter
     */
    public Links(String self, Collection<Peer> peers, Set<String> dead, long seed) {
        this.self = self;
        this.dead = dead;
        this.draws = new Draws(self, seed);
        peers(peers);
    }

    /** Address and port of a receiver are unique; resolved once, since every message needs them. */
    private static final class Address {
        private final String name;
        private final byte[] host;
        private final int port;

        private Address(Peer peer) {
            name = peer.name();
            port = peer.port();
            try {
                // A literal: no name is looked up.
                host = InetAddress.getByName(peer.host()).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(peer.host() + " is not an IP address", e);
            }
        }
    }

    final void peers(Collection<Peer> all) {
        addresses = all.stream().map(Address::new).collect(Collectors.toUnmodifiableList());
    }

    synchronized void set(Map<String, LinkFault> newOutgoing, Set<String> newUnheard) {
        outgoing = Map.copyOf(newOutgoing);
        unheard = Set.copyOf(newUnheard);
        notifyAll();
    }

    public String self() {
        return self;
    }

    /** A live list of the names of all nodes. */
    List<String> names() {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return addresses.get(index).name;
            }

            @Override
            public int size() {
                return addresses.size();
            }
        };
    }

    /** The name of a member, or null if it is not a node of the plan. */
    @Nullable
    String name(Member member) {
        for (Address address : addresses) {
            if (address.port == member.getPort() && Arrays.equals(address.host, member.getHost())) {
                return address.name;
            }
        }
        return null;
    }

    /** The faults on messages to this node. */
    LinkFault to(String other) {
        return outgoing.getOrDefault(other, LinkFault.NONE);
    }

    /** Whether the next message to this node is lost; each call is a draw. */
    boolean losesNext(String other) {
        return draws.isLost(other, to(other));
    }

    /** The delay of the next message to this node, in milliseconds; each call is a draw if there is jitter. */
    long nextDelayMillis(String other) {
        return draws.delayMillis(other, to(other));
    }

    /** Whether one of the two was killed: then a connection between them fails at once. */
    boolean refuses(String other) {
        return !dead.isEmpty() && (dead.contains(self) || dead.contains(other));
    }

    /** Whether no packet of this node arrives here. */
    boolean isUnheard(String other) {
        return unheard.contains(other);
    }

    /** Whether the two can't exchange a packet: a fault cuts one direction, or one of them was killed. */
    boolean isUnreachable(Member member) {
        String name = name(member);
        return name != null && (refuses(name) || to(name).cut() || isUnheard(name));
    }

    /** Waits until the link is no longer cut, at most this long; a sender whose packets are lost does the same. */
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
     * Kills this node inside its JVM. Its outgoing messages wait until its clients are cut off, then they are refused.
     * If they were refused earlier, a synchronous request would continue without its replicas and be acknowledged; that
     * can't happen in a real crash.
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

    /** Call this when another node was killed: a sender that waits for it is refused now. */
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
