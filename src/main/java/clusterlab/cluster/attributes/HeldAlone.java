package clusterlab.cluster.attributes;

import clusterlab.agent.AttributeLook;
import clusterlab.agent.CopyRole;
import clusterlab.agent.SessionLook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a node was the only one to hold of one session, at the last look before it died. Pure. */
final class HeldAlone {
    private static final String ABSENT = "";

    private final LastLook last;

    private HeldAlone(LastLook last) {
        this.last = last;
    }

    /**
     * What all copies held.
     *
     * @param held by attribute, then by node, with an empty text where it is absent
     * @param present the nodes that had the session
     */
    record LastLook(
            String id, String owner, Map<String, Map<String, String>> held, Set<String> present, boolean complete) {}

    /** Of a look; empty if the owner held nothing alone, or nobody can say. */
    static Optional<HeldAlone> of(LastLook last) {
        return last.complete() && !alone(last).isEmpty() ? Optional.of(new HeldAlone(last)) : Optional.empty();
    }

    /** The session's id at the last look. */
    String session() {
        return last.id();
    }

    /** The attributes whose value only the owner held. */
    private static List<String> alone(LastLook last) {
        return last.held.entrySet().stream()
                .filter(attribute -> {
                    String own = attribute.getValue().get(last.owner);
                    return own != null
                            && last.present.stream()
                                    .filter(node -> !node.equals(last.owner))
                                    .noneMatch(node ->
                                            own.equals(attribute.getValue().get(node)));
                })
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * Says what of a session was lost with the node that died: what only that node held at the last look, and of which another
     * node holds now what it held then. A change that had reached one would have reached all; so what a node holds that has
     * served a request meanwhile does not count.
     *
     * @param looks at the session on the nodes that run
     * @param how such as "died"
     * @param death distinguishes this death from others of the same node
     */
    Optional<AttributeFinding> lost(Map<String, SessionLook> looks, String node, String how, String death) {
        List<SessionLook> survivors =
                looks.values().stream().filter(look -> look.role().isFull()).toList();
        boolean unknown = looks.values().stream().anyMatch(look -> look.role() == CopyRole.UNKNOWN || !look.complete());
        boolean hadOthers = last.present.stream().anyMatch(one -> !one.equals(node));
        if (unknown || looks.isEmpty() || (survivors.isEmpty() && hadOthers)) {
            return Optional.empty();
        }
        List<String> gone = new ArrayList<>();
        List<String> older = new ArrayList<>();
        for (String name : alone(last)) {
            Map<String, String> before = Objects.requireNonNull(last.held.get(name));
            Set<String> then = new HashSet<>();
            last.present.stream()
                    .filter(one -> !one.equals(node))
                    .forEach(one -> then.add(before.getOrDefault(one, ABSENT)));
            String own = before.get(node);
            Set<String> unchanged = new HashSet<>();
            boolean known = survivors.isEmpty();
            boolean saved = false;
            for (SessionLook look : survivors) {
                String holds = look.attributes().stream()
                        .filter(one -> one.name().equals(name))
                        .map(AttributeLook::digest)
                        .findFirst()
                        .orElse(ABSENT);
                known |= then.contains(holds);
                if (then.contains(holds)) {
                    unchanged.add(holds);
                } else {
                    // By a request since then, or by a change that arrived in the last moment.
                    saved |= holds.equals(own) || look.requests() < 0;
                }
            }
            if (known && !saved) {
                (unchanged.stream().allMatch(ABSENT::equals) ? gone : older).add(name);
            }
        }
        return gone.isEmpty() && older.isEmpty()
                ? Optional.empty()
                : Optional.of(AttributeFindings.lost(last.id, gone, older, survivors.isEmpty(), node, how, death));
    }
}
