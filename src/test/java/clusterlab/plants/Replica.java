package clusterlab.plants;

import clusterlab.cluster.RunningNode;
import clusterlab.cluster.embedded.TesterEmbeddedNode;
import clusterlab.run.Rig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.apache.catalina.ha.ClusterListener;
import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.ha.session.ClusterSessionListener;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.session.DeltaSession;
import org.apache.catalina.ha.session.SessionMessage;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.jspecify.annotations.Nullable;

/** What nodes do wrong with the messages about sessions that they receive. Each one is acknowledged to its sender. */
final class Replica {
    /** The node of the plan that has the defects of one replica, from 0. */
    private static final int THE_ONE = 1;

    private Replica() {}

    /** Applies a message in its own way. */
    private interface Receiving {
        /**
         * Applies it.
         *
         * @param stock as Tomcat does
         */
        void apply(SessionMessage message, Supplier<DeltaManager> manager, Runnable stock);
    }

    /** One replica drops one of so many deltas. */
    static Rig drops(int oneOf) {
        return one((message, manager, stock) -> {
            if (!isDelta(message) || !Chance.oneOf(oneOf)) {
                stock.run();
            }
        });
    }

    /** After one of so many deltas one replica holds another value of an element. */
    static Rig corruptsValue(int oneOf) {
        return afterDelta(oneOf, session -> {
            List<String> elements = elements(session);
            if (!elements.isEmpty()) {
                session.setAttribute(elements.get(0), "4711", false, false);
            }
        });
    }

    /** After one of so many deltas one replica lacks an attribute that is neither the counter nor the newest. */
    static Rig deletesAttribute(int oneOf) {
        return afterDelta(oneOf, session -> {
            List<String> elements = elements(session);
            if (elements.size() > 1) {
                session.removeAttribute(elements.get(0), false, false);
            }
        });
    }

    /** After one of so many deltas one replica no longer has the session. */
    static Rig forgetsSession(int oneOf) {
        return afterDelta(oneOf, Replica::forget);
    }

    /** After one of so many changes of an id the session lives on under the old one too, on each replica. */
    static Rig keepsOldId(int oneOf) {
        return rig(index -> true, (message, manager, stock) -> {
            boolean keep = message.getEventType() == SessionMessage.EVT_CHANGE_SESSION_ID && Chance.oneOf(oneOf);
            DeltaSession before = keep ? find(manager.get(), message) : null;
            stock.run();
            if (before != null) {
                copy(manager.get(), before, message.getSessionID());
            }
        });
    }

    /** Ends a session on this node only. */
    static void forget(DeltaSession session) {
        session.expire(false, false);
    }

    private interface Change {
        void on(DeltaSession session);
    }

    private static Rig afterDelta(int oneOf, Change change) {
        return one((message, manager, stock) -> {
            stock.run();
            DeltaSession session = isDelta(message) && Chance.oneOf(oneOf) ? find(manager.get(), message) : null;
            if (session != null) {
                change.on(session);
            }
        });
    }

    private static Rig one(Receiving receiving) {
        return rig(index -> index == THE_ONE, receiving);
    }

    private static Rig rig(IntPredicate where, Receiving receiving) {
        return PlantedHost.rig((node, real) -> {
            RunningNode made = real.make();
            if (where.test(node.index())) {
                plant(made, receiving);
            }
            return made;
        });
    }

    private static void plant(RunningNode node, Receiving receiving) {
        SimpleTcpCluster cluster = TesterEmbeddedNode.cluster(node);
        for (ClusterListener listener : cluster.findClusterListeners()) {
            if (listener instanceof ClusterSessionListener) {
                cluster.removeClusterListener(listener);
            }
        }
        cluster.addClusterListener(new ClusterSessionListener() {
            @Override
            public void messageReceived(ClusterMessage message) {
                receiving.apply(
                        (SessionMessage) message,
                        () -> TesterEmbeddedNode.manager(node),
                        () -> super.messageReceived(message));
            }
        });
    }

    private static boolean isDelta(SessionMessage message) {
        return message.getEventType() == SessionMessage.EVT_SESSION_DELTA;
    }

    private static @Nullable DeltaSession find(DeltaManager manager, SessionMessage message) {
        try {
            return (DeltaSession) manager.findSession(message.getSessionID());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> elements(DeltaSession session) {
        return Collections.list(session.getAttributeNames()).stream()
                .filter(name -> name.matches("e[0-9]+"))
                .sorted()
                .toList();
    }

    private static void copy(DeltaManager manager, DeltaSession from, String id) {
        DeltaSession copy = (DeltaSession) manager.createEmptySession();
        copy.setValid(true);
        copy.setCreationTime(from.getCreationTime());
        copy.setMaxInactiveInterval(-1);
        for (String name : Collections.list(from.getAttributeNames())) {
            copy.setAttribute(name, from.getAttribute(name), false, false);
        }
        copy.setId(id, false);
        copy.setPrimarySession(false);
    }
}
