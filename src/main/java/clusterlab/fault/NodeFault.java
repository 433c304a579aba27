package clusterlab.fault;

import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.UnknownNodeException;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A deliberate end of a node, or its suspension. The fault ends when the node is started again, or goes on. */
public sealed interface NodeFault extends Fault {
    /** The node. */
    String node();

    @Override
    default List<String> nodes() {
        return List.of(node());
    }

    @Override
    default String description() {
        return type() + " " + node();
    }

    /**
     * Checks that the node is in a state in which it can be hit.
     *
     * @throws RefusedException if there is no such node, or it can't
     */
    default void refuseUnlessPossible(Cluster cluster) throws RefusedException {
        cluster.refuseUnlessServing(node());
    }

    /** Whether it ends the node; else the node is only silent, and its members need not notice. */
    default boolean ends() {
        return true;
    }

    /** Whether the node has left the state that the fault brought it to, by another way than {@link #heal}. */
    default boolean isOver(Cluster cluster) {
        return false;
    }

    /** The version of Tomcat with which the node comes back, if that is another one. */
    default Optional<String> returnsOn() {
        return Optional.empty();
    }

    @Override
    default void heal(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
        cluster.start(node());
    }

    /** The node does not run, and no node that runs has it as a member. */
    @Override
    default Optional<String> evidence(Cluster cluster) {
        for (NodeView view : cluster.nodes()) {
            boolean self = view.spec().name().equals(node());
            if (view.state() == NodeState.UP && (self || view.members().contains(node()))) {
                return Optional.empty();
            }
        }
        return Optional.of(
                cluster.topology().host().isBlind() ? node() + " refuses connections" : "no node sees " + node());
    }

    /** It crashes, as far as its host can: it sends no goodbye and discards its queue. */
    record Kill(String node) implements NodeFault {
        @Override
        public Set<Ability> needs() {
            return Set.of(Ability.KILL);
        }

        @Override
        public Optional<String> refusal(HostSpec host) {
            return host.target().flatMap(target -> target.whyNot(type(), NodeCommand.KILL));
        }

        @Override
        public void begin(String id, Cluster cluster) throws RefusedException, InterruptedException {
            cluster.kill(node);
        }
    }

    /** It ends gracefully: it finishes its requests and announces its end to the others. */
    record Stop(String node) implements NodeFault {
        @Override
        public Set<Ability> needs() {
            return Set.of(Ability.STOP);
        }

        @Override
        public Optional<String> refusal(HostSpec host) {
            return host.target().flatMap(target -> target.whyNot(type(), NodeCommand.STOP));
        }

        @Override
        public void begin(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
            cluster.stop(node);
        }
    }

    /** It ends gracefully, and comes back with another unmodified Tomcat. */
    record Upgrade(String node, TomcatHome tomcat) implements NodeFault {
        @Override
        public String description() {
            return type() + " " + node + " to " + tomcat.version();
        }

        @Override
        public Set<Ability> needs() {
            return Set.of(Ability.STOP);
        }

        @Override
        public Optional<String> returnsOn() {
            return Optional.of(tomcat.version());
        }

        @Override
        public void refuseUnlessPossible(Cluster cluster) throws RefusedException {
            cluster.refuseUnlessServing(node);
            cluster.refuseUpgrade(node, tomcat);
        }

        @Override
        public void begin(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
            cluster.stop(node);
        }

        @Override
        public void heal(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
            cluster.upgrade(node, tomcat);
        }
    }

    /** Nothing in it runs for a while; its ports stay open, and nobody is told. */
    record Freeze(String node) implements NodeFault {
        /** An answer that is this late comes from no node that runs; the network is the loopback interface. */
        private static final Duration SILENCE = Duration.ofSeconds(1);

        @Override
        public Set<Ability> needs() {
            return Set.of(Ability.FREEZE);
        }

        @Override
        public Optional<String> refusal(HostSpec host) {
            return host.whyNoFreeze();
        }

        @Override
        public boolean ends() {
            return false;
        }

        @Override
        public void refuseUnlessPossible(Cluster cluster) throws RefusedException {
            cluster.refuseUnlessUp(node);
        }

        @Override
        public void begin(String id, Cluster cluster) throws RefusedException, InterruptedException {
            cluster.freeze(node);
        }

        @Override
        public void heal(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
            NodeState state = cluster.state(node);
            if (state.canStart()) {
                // It ended meanwhile.
                cluster.start(node);
            } else if (state != NodeState.UP) {
                cluster.thaw(node);
            }
        }

        @Override
        public boolean isOver(Cluster cluster) {
            try {
                return cluster.state(node) != NodeState.FROZEN;
            } catch (UnknownNodeException e) {
                return true;
            }
        }

        /**
         * A client of its own gets no answer. That the members notice is no part of it: by default Tomcat's failure detector never does,
         * since the kernel accepts the connection of its failure detector (TcpFailureDetector.memberAlive without performReadTest).
         */
        @Override
        public Optional<String> evidence(Cluster cluster) {
            try {
                String late = SILENCE.toMillis() + " ms";
                return switch (cluster.pulse(node, SILENCE)) {
                    case SILENT -> Optional.of(node + " accepts a client and does not answer within " + late);
                    case QUEUED_UP -> Optional.of(node + " does not accept a client within " + late);
                    case ANSWERS, CLOSED -> Optional.empty();
                };
            } catch (UnknownNodeException e) {
                return Optional.empty();
            }
        }
    }
}
