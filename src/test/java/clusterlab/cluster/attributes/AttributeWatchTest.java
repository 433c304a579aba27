package clusterlab.cluster.attributes;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.AttributeLook;
import clusterlab.agent.AttributeLook.Problem;
import clusterlab.agent.CopyRole;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.SessionLook;
import clusterlab.agent.Touched;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes are asked one after the other, while requests go on. */
class AttributeWatchTest {
    private static final String ID = "789D2F00.node1";

    private final EventLog events = new EventLog(100, Clock.systemUTC());
    private final Alarms alarms = new Alarms(events, Clock.systemUTC());
    private final Map<String, NodeAgent> up = new ConcurrentHashMap<>();
    private final AttributeWatch watch = new AttributeWatch(new Whole(), alarms, events, AttributeWatch.Pace.THOROUGH);

    @AfterEach
    void end() {
        watch.close();
    }

    private final class Whole implements AttributeWatch.Nodes {
        @Override
        public Map<String, NodeAgent> up() {
            return new LinkedHashMap<>(new java.util.TreeMap<>(up));
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public boolean backup() {
            return false;
        }

        @Override
        public boolean sync() {
            return true;
        }
    }

    /** A node whose looks come one after the other; the last one stays. */
    private static NodeAgent node(SessionLook... looks) {
        Queue<SessionLook> rest = new ConcurrentLinkedQueue<>(List.of(looks));
        Queue<String> touched = new ConcurrentLinkedQueue<>();
        if (looks[0].requests() >= 0) {
            touched.add(ID);
        }
        return (NodeAgent) Proxy.newProxyInstance(
                NodeAgent.class.getClassLoader(),
                new Class<?>[] {NodeAgent.class},
                (self, method, args) -> switch (method.getName()) {
                    case "touched" ->
                        touched.isEmpty() ? Touched.NONE : new Touched(List.of(touched.remove()), List.of());
                    case "sessionIds" -> Set.of(ID);
                    case "look" ->
                        ((Collection<?>) args[0]).isEmpty()
                                ? Map.of()
                                : Map.of(ID, rest.size() > 1 ? rest.remove() : rest.element());
                    default -> throw new AssertionError(method);
                });
    }

    private static SessionLook owner(long requests, String value) {
        return new SessionLook(CopyRole.PRIMARY, requests, 500, 5_000, true, List.of(attribute(value, requests)));
    }

    private static SessionLook copy(String value) {
        return new SessionLook(CopyRole.REPLICA, -1, -1, -1, true, List.of(attribute(value, 0)));
    }

    private static AttributeLook attribute(String value, long sets) {
        return new AttributeLook(
                "n", "java.lang.Integer", "", false, 81, value, sets, 500, sets > 0 ? 0 : -1, Problem.NONE, "", "");
    }

    private void lookAndKillNode1() throws InterruptedException {
        watch.start();
        watch.lookNow();
        up.remove("node1");
        events.append(new Event.NodeChanged("node1", "UP", "KILLED", "kill"));
        long before = watch.ticks();
        eventually("buried").until(() -> watch.ticks() >= before + 2 && watch.isSettled());
    }

    /** The owner was asked before a request, and the copies after it: they were never behind. */
    @Test
    void copiesThatWereAskedAfterTheNextRequestHaveLostNothing() throws Exception {
        up.put("node1", node(owner(7, "4"), owner(8, "5")));
        up.put("node2", node(copy("5")));
        lookAndKillNode1();
        assertThat(alarms.list()).isEmpty();
    }

    @Test
    void copiesThatWereBehindAtOneMomentHaveLostIt() throws Exception {
        up.put("node1", node(owner(8, "5")));
        up.put("node2", node(copy("4")));
        lookAndKillNode1();
        assertThat(alarms.list()).extracting(Alarm::kind).containsExactly(Alarm.Kind.LOST);
    }

    /** Then a node that lists only a part of them has lost nothing that is known. */
    @Test
    void sessionsWithMoreAttributesThanAreReadAreTold() throws Exception {
        up.put("node1", node(owner(8, "5")));
        up.put("node2", node(new SessionLook(CopyRole.REPLICA, -1, -1, -1, false, List.of())));
        lookAndKillNode1();
        assertThat(alarms.list()).isEmpty();
        assertThat(watch.isIncomplete()).isTrue();
    }
}
