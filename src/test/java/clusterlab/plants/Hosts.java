package clusterlab.plants;

import clusterlab.agent.NodeAgent;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.HostException;
import clusterlab.cluster.RunningNode;
import clusterlab.cluster.embedded.TesterEmbeddedNode;
import clusterlab.run.Rig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Session;
import org.apache.catalina.ha.session.DeltaSession;

/** Nodes on which a fault or its end is not what it says. */
final class Hosts {
    private Hosts() {}

    /** A killed node goes on as before; its next start does nothing either. */
    static Rig killDoesNothing() {
        Map<String, Immortal> killed = new ConcurrentHashMap<>();
        return PlantedHost.rig((node, real) -> {
            Immortal alive = killed.remove(node.name());
            return alive != null ? alive : new Immortal(real.make(), self -> killed.put(node.name(), self));
        });
    }

    private interface Survivors {
        void add(Immortal node);
    }

    private static final class Immortal extends ForwardingNode {
        private final Survivors survivors;
        private volatile boolean pretends;

        Immortal(RunningNode real, Survivors survivors) {
            super(real);
            this.survivors = survivors;
        }

        @Override
        public void kill() {
            pretends = true;
            survivors.add(this);
        }

        @Override
        public void join(Gate members, Gate sessions, Deadline deadline) {
            pretends = false;
        }

        @Override
        public void end(Deadline deadline) throws HostException, InterruptedException {
            if (!pretends) {
                super.end(deadline);
            }
        }
    }

    /** No link obeys: partitions and delays do nothing. */
    static Rig linksDoNothing() {
        return PlantedHost.rig((node, real) -> {
            RunningNode made = real.make();
            NodeAgent agent = deaf(made.agent());
            return new ForwardingNode(made) {
                @Override
                public NodeAgent agent() {
                    return agent;
                }
            };
        });
    }

    /** An agent that does all but change its links. */
    private static NodeAgent deaf(NodeAgent real) {
        return (NodeAgent) Proxy.newProxyInstance(
                NodeAgent.class.getClassLoader(), new Class<?>[] {NodeAgent.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("links")) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A node that returns forgets its sessions just before it serves. */
    static Rig comesBackEmpty() {
        return returning((node, members, sessions, deadline) -> node.join(
                members,
                () -> {
                    sessions.pass();
                    for (Session session : TesterEmbeddedNode.manager(node).findSessions()) {
                        Replica.forget((DeltaSession) session);
                    }
                },
                deadline));
    }

    /** A node that is told to start again says that it did, and does nothing. */
    static Rig startDoesNothing() {
        return returning((node, members, sessions, deadline) -> {});
    }

    /** A node that was ended never starts again. */
    static Rig neverStartsAgain() {
        return returning((node, members, sessions, deadline) -> {
            throw new HostException("planted");
        });
    }

    /** How a node returns. */
    private interface Return {
        void join(RunningNode node, RunningNode.Gate members, RunningNode.Gate sessions, Deadline deadline)
                throws HostException, InterruptedException;
    }

    private static Rig returning(Return way) {
        return PlantedHost.rig((node, real) -> {
            RunningNode made = real.make();
            return new ForwardingNode(made) {
                @Override
                public void join(Gate members, Gate sessions, Deadline deadline)
                        throws HostException, InterruptedException {
                    way.join(made, members, sessions, deadline);
                }
            };
        });
    }
}
