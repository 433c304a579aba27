package clusterlab.cluster;

import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cloud.Kubernetes;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Where nodes run. */
public interface NodeHost extends AutoCloseable {

    /** The abilities of a host besides starting a node. */
    enum Ability {
        /** End a node without a goodbye. */
        KILL,
        /** Suspend a node for a while. */
        FREEZE,
        /** End a node gracefully. */
        STOP
    }

    /** A node of the plan in the form that agents use. */
    static Peer peer(NodeSpec node) {
        return new Peer(node.name(), node.index(), node.address(), node.receiverPort());
    }

    /** The abilities of this host. */
    Set<Ability> abilities();

    /** Those of its abilities that only resemble the real thing; every place that shows one says so. */
    Set<Ability> simulated();

    /**
     * Creates a node that is not started yet.
     *
     * @param peers the nodes of the plan, including this one
     * @param announceTo with static membership, the members to which the node announces itself when it starts
     * @param events receives the events of the node, or null for none
     * @throws HostException if it can't be created
     */
    RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events)
            throws HostException;

    /**
     * Gets ready to run nodes on this Tomcat, so that a start does not have to wait for it.
     *
     * @throws HostException if it can't: it is damaged, of another version, or this host has no unmodified Tomcats
     */
    default void prepare(TomcatHome tomcat) throws HostException {
        throw new HostException("the nodes run the lab's own Tomcat");
    }

    /** Releases the resources that the nodes of this host share; call it after all nodes have ended. */
    @Override
    void close();

    /** Opens the host of a cluster. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens the host; starts no node.
         *
         * @throws BootException if nodes can't run there; the message is for the user
         */
        NodeHost open(Surroundings surroundings) throws BootException;
    }

    /**
     * The parts of the lab that a host needs.
     *
     * @param topology supplies the current plan; nodes are added and removed
     * @param folder for logs and work folders
     * @param holders gives the nodes that hold the session of an id, for the session counter's page
     * @param log receives each log record of a node with the node's name
     * @param probeToken that each request of the boot's probe must contain
     * @param kubernetes in whose pods the nodes run; empty with a membership that needs none
     */
    record Surroundings(
            Supplier<Topology> topology,
            RunFolder folder,
            Webapp webapp,
            Function<String, List<String>> holders,
            BiConsumer<String, LogRecord> log,
            String probeToken,
            Optional<Kubernetes> kubernetes) {}
}
