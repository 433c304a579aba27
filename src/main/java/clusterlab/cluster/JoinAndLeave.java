package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.Level;
import clusterlab.cluster.Await.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How a node joins the running cluster and leaves it gracefully; see {@link clusterlab.spec.NodeLifecycle}. */
interface JoinAndLeave {

    /**
     * Starts the node, which holds its ports until then.
     *
     * @return a sentence on what the node lacks, if that is known
     * @throws HostException if it does not start
     */
    Optional<String> join(Node node, RunningNode made, Deadline deadline) throws HostException, InterruptedException;

    /** Called before the node stops. */
    void leave(String node, RunningNode current) throws InterruptedException;

    /** The node gets the members, then all of their sessions, then clients; in a stop the clients leave first. */
    record Lab(JoinNeeds needs, StopListener beforeStop) implements JoinAndLeave {
        /**
         * The maximum time that a graceful stop waits for running requests; Tomcat's own value
         * (StandardWrapper.unloadDelay).
         */
        private static final Duration DRAIN = Duration.ofSeconds(2);

        @Override
        public Optional<String> join(Node node, RunningNode made, Deadline deadline)
                throws HostException, InterruptedException {
            NodeAgent agent = made.agent();
            Set<String> before = new HashSet<>();
            Set<String> lacks = new HashSet<>();
            node.releaseReceiverPort();
            made.join(
                    () -> {
                        agent.membership(Level.LISTEN);
                        agent.membership(Level.ANNOUNCE);
                        needs.awaitMembers(node.name(), agent, deadline);
                        agent.membersKnown();
                        before.addAll(needs.sessionsOfOthers(node.name()));
                    },
                    () -> {
                        lacks.addAll(needs.awaitSessions(node.name(), agent, before, deadline));
                        node.releasePorts();
                    },
                    // The needs say what is missing; only an application that hangs gets so far.
                    deadline.later(Duration.ofSeconds(1)));
            return lacks.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "lacks " + lacks.size() + (lacks.size() == 1 ? " session" : " sessions") + why(agent));
        }

        private static String why(NodeAgent agent) {
            return agent.manager() == NodeAgent.ManagerKind.DELTA
                    ? " that not all other nodes have; DeltaManager gets its sessions from one of them."
                    : " that began while it joined; BackupManager does not send them.";
        }

        @Override
        public void leave(String node, RunningNode current) throws InterruptedException {
            beforeStop.stopping(node);
            current.drain(DRAIN);
        }
    }

    /** Tomcat does everything itself. Nothing helps a node that misses members or sessions then: others have to find that. */
    record Stock() implements JoinAndLeave {
        /** A stock start waits so long for sessions that don't come, and serves without them (DeltaManager.stateTransferTimeout). */
        private static final Duration TRANSFER = Duration.ofSeconds(60);

        @Override
        public Optional<String> join(Node node, RunningNode made, Deadline deadline)
                throws HostException, InterruptedException {
            node.releasePorts();
            made.startAsStock(deadline.later(TRANSFER));
            return Optional.empty();
        }

        @Override
        public void leave(String node, RunningNode current) {}
    }
}
