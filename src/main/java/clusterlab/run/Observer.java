package clusterlab.run;

import clusterlab.Lab;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.Pulse;
import clusterlab.cluster.UnknownNodeException;
import clusterlab.fault.CloudFault;
import clusterlab.fault.Fault;
import clusterlab.fault.LinksFault;
import clusterlab.fault.NodeFault;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks whether a fault took effect, not at what applied it: over a client's socket, and in the member lists of the nodes
 * themselves.
 */
final class Observer {
    private static final int CONNECT_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 10;
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Lab lab;

    Observer(Lab lab) {
        this.lab = lab;
    }

    /**
     * What was seen.
     *
     * @param present what should be there and is, a clause each
     * @param absent what should be there and is not, a clause each
     */
    record Seen(List<String> present, List<String> absent) {
        private void note(boolean as, String yes, String no) {
            (as ? present : absent).add(as ? yes : no);
        }

        private static Seen nothing() {
            return new Seen(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Looks for the effect of a fault that has begun, until all of it is there or for the patience. */
    Seen effect(Fault fault, long patienceNanos) throws InterruptedException {
        return until(
                patienceNanos,
                () -> fault instanceof LinksFault links
                        ? cut(links)
                        : fault instanceof CloudFault
                                ? told(fault)
                                : fault instanceof NodeFault hit && !hit.ends()
                                        ? silent(hit.node())
                                        : gone(fault.nodes()));
    }

    /** The other nodes that are up, each with whether it has this one as a member now. */
    Map<String, Boolean> witnesses(String node) {
        Map<String, Boolean> sees = new LinkedHashMap<>();
        if (lab.topology().host().isBlind()) {
            return sees;
        }
        lab.cluster().nodes().stream()
                .filter(view -> view.state() == NodeState.UP && !name(view).equals(node))
                .forEach(view -> sees.put(name(view), view.members().contains(node)));
        return sees;
    }

    /** What a client sees: by default idle members never notice, so nothing is required of them. */
    private Seen silent(String node) {
        Seen seen = Seen.nothing();
        Pulse pulse = Pulse.of(lab.topology().node(node), SILENCE);
        seen.note(
                pulse == Pulse.SILENT || pulse == Pulse.QUEUED_UP,
                node + " gave a client no answer for " + SILENCE.toMillis() + " ms",
                pulse == Pulse.ANSWERS ? node + " still answers clients" : node + " refuses connections");
        return seen;
    }

    /** What the nodes are told of each other. */
    private Seen told(Fault fault) {
        Seen seen = Seen.nothing();
        String shown = fault.evidence(lab.cluster()).orElse("");
        seen.note(!shown.isEmpty(), shown, "not every node has met " + fault.description());
        return seen;
    }

    /** The version that the Tomcat of a node reports of itself, or {@code unknown}. */
    String tomcat(String node) {
        try {
            return lab.cluster().tomcat(node).orElse("unknown");
        } catch (UnknownNodeException e) {
            return "unknown";
        }
    }

    /** Looks whether the cluster is whole again: each node of the plan serves, and sees all others. */
    Seen whole(long patienceNanos) throws InterruptedException {
        return until(patienceNanos, this::whole);
    }

    private interface Look {
        Seen look();
    }

    private static Seen until(long patienceNanos, Look look) throws InterruptedException {
        long end = System.nanoTime() + patienceNanos;
        Seen seen = look.look();
        while (!seen.absent().isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_MILLIS);
            seen = look.look();
        }
        return seen;
    }

    /** Members run in this JVM or elsewhere: their lists come from the nodes' own channels. */
    private Seen gone(List<String> nodes) {
        Seen seen = Seen.nothing();
        for (String node : nodes) {
            seen.note(
                    !accepts(lab.topology().node(node)),
                    node + " refuses connections",
                    node + " still accepts connections");
            if (lab.topology().host().isBlind()) {
                continue;
            }
            List<String> witnesses = lab.cluster().nodes().stream()
                    .filter(view -> view.state() == NodeState.UP && !nodes.contains(name(view)))
                    .filter(view -> view.members().contains(node))
                    .map(Observer::name)
                    .toList();
            seen.note(
                    witnesses.isEmpty(),
                    "no other node sees " + node,
                    String.join(" and ", witnesses) + (witnesses.size() == 1 ? " still sees " : " still see ") + node);
        }
        return seen;
    }

    private Seen cut(LinksFault fault) {
        Seen seen = Seen.nothing();
        if (lab.topology().host().isBlind()) {
            seen.note(false, "", "without agents nobody sees whether the members part");
            return seen;
        }
        for (NodeView view : lab.cluster().nodes()) {
            List<String> others = lab.topology().nodes().stream()
                    .map(NodeSpec::name)
                    .filter(other -> !other.equals(name(view)) && fault.cuts(other, name(view)))
                    .toList();
            List<String> still =
                    others.stream().filter(view.members()::contains).toList();
            if (!others.isEmpty()) {
                seen.note(
                        still.isEmpty(),
                        name(view) + " no longer sees " + String.join(" and ", others),
                        name(view) + " still sees " + String.join(" and ", still));
            }
        }
        return seen;
    }

    private Seen whole() {
        Seen seen = Seen.nothing();
        List<NodeView> views = lab.cluster().nodes();
        for (NodeView view : views) {
            boolean up = view.state() == NodeState.UP && accepts(view.spec());
            seen.note(up, name(view) + " serves", name(view) + " does not serve");
            List<String> unseen = views.stream()
                    .map(Observer::name)
                    .filter(other ->
                            !other.equals(name(view)) && !view.members().contains(other))
                    .toList();
            if (up && !lab.topology().host().isBlind()) {
                seen.note(
                        unseen.isEmpty(),
                        name(view) + " sees all others",
                        name(view) + " does not see " + String.join(" and ", unseen));
            }
        }
        return seen;
    }

    private static String name(NodeView view) {
        return view.spec().name();
    }

    private static boolean accepts(NodeSpec node) {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(node.http().address(), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
