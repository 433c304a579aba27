package clusterlab.cluster;

import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Where nodes run. */
public interface NodeHost extends AutoCloseable {

    /** What a host can do to a node beside starting it. */
    enum Ability {
        /** End it without a goodbye. */
        KILL,
        /** Stop its execution for a while. */
        FREEZE,
        /** End it gracefully. */
        STOP
    }

    /** A node of the plan as agents know it. */
    static Peer peer(NodeSpec node) {
        return new Peer(node.name(), node.index(), Topology.LOOPBACK, node.receiverPort());
    }

    /** What this host can do. */
    Set<Ability> abilities();

    /** Those of its abilities that only resemble the real thing; every place that shows one says so. */
    Set<Ability> simulated();

    /**
     * Makes a node that is not started yet.
     *
     * @param peers the nodes of the plan, this one too
     * @param announceTo with static membership, the members to which the node announces itself when it starts
     * @param events receives what happens inside the node, or null if nobody listens
     * @throws HostException if it can't be made
     */
    RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events)
            throws HostException;

    /** Releases what all nodes of this host share; the nodes have ended before. */
    @Override
    void close();

    /** Opens the host of a cluster. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens it; starts no node.
         *
         * @throws BootException if nodes can't run there; the message is for the user
         */
        NodeHost open(Surroundings surroundings) throws BootException;
    }

    /**
     * What a host has to know of the lab.
     *
     * @param topology the plan as it is at each moment; nodes come and go
     * @param folder takes logs and work folders
     * @param holders tells which nodes hold the session of an id; the session counter's page asks
     * @param log receives each log record of a node with the node's name
     * @param probeToken that a request of the boot's probe has to present
     */
    record Surroundings(
            Supplier<Topology> topology,
            RunFolder folder,
            Webapp webapp,
            Function<String, List<String>> holders,
            BiConsumer<String, LogRecord> log,
            String probeToken) {}
}
