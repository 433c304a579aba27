package clusterlab.cluster;

import clusterlab.agent.LinkFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The links between nodes, as faults leave them: the mechanism, of which {@code fault.Nemesis} is the policy. Only
 * replication and membership pass here; clients reach every node.
 *
 * <p>A node that was killed is cut off at once and without waiting, as if its host refused connections.
 */
public final class Network {
    private final Map<String, BiFunction<String, String, LinkFault>> rules = new LinkedHashMap<>();
    private final Map<Link, LinkFault> effective = new ConcurrentHashMap<>();
    private final Set<String> dying = ConcurrentHashMap.newKeySet();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();

    private record Link(String from, String to) {}

    /**
     * Adds a rule or replaces the one of the same id.
     *
     * @param rule tells for a directed pair of node names what happens on that link
     */
    public synchronized void put(String id, BiFunction<String, String, LinkFault> rule) {
        rules.put(id, rule);
        effective.clear();
        notifyAll();
    }

    /** Removes a rule. */
    public synchronized void remove(String id) {
        rules.remove(id);
        effective.clear();
        notifyAll();
    }

    /** What happens to messages on this link now. */
    public LinkFault link(String from, String to) {
        LinkFault known = effective.get(new Link(from, to));
        return known != null ? known : compute(from, to);
    }

    private synchronized LinkFault compute(String from, String to) {
        LinkFault sum = LinkFault.NONE;
        for (BiFunction<String, String, LinkFault> rule : rules.values()) {
            sum = sum.and(rule.apply(from, to));
        }
        effective.put(new Link(from, to), sum);
        return sum;
    }

    /** Whether one of the two was killed: then a connection between them fails at once. */
    public boolean refuses(String from, String to) {
        return !dead.isEmpty() && (dead.contains(from) || dead.contains(to));
    }

    /** Whether the two can't exchange a packet: a fault cuts one direction, or one of them is dead. */
    public boolean unreachable(String from, String to) {
        return refuses(from, to) || link(from, to).cut() || link(to, from).cut();
    }

    /** Waits until the link is no longer cut, at most this long: what a sender does whose packets vanish. */
    public synchronized boolean awaitOpen(String from, String to, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (link(from, to).cut() && !refuses(from, to)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return !refuses(from, to);
    }

    /**
     * Kills a node. What it would still send waits until its clients are cut off and is refused then. Refused before, a
     * synchronous request would go on without its replicas and be acknowledged, which no crash can do.
     *
     * @param cutClients resets every connection of a client
     */
    public void kill(String node, Runnable cutClients) {
        dying.add(node);
        try {
            cutClients.run();
        } finally {
            synchronized (this) {
                dead.add(node);
                dying.remove(node);
                notifyAll();
            }
        }
    }

    /** Waits while a node that is being killed still has clients. */
    public void awaitDeath(String node) throws InterruptedException {
        if (dying.isEmpty()) {
            return;
        }
        synchronized (this) {
            while (dying.contains(node)) {
                wait();
            }
        }
    }

    public synchronized void revive(String node) {
        dead.remove(node);
        notifyAll();
    }
}
