package clusterlab.wire;

import clusterlab.fault.Nemesis;
import java.util.List;

/**
 * Answers of actions: the state afterwards, and {@code effective}: whether the members came to agree within the detection
 * time and five seconds more.
 */
public final class Effect {
    private Effect() {}

    /** On a node that is there afterwards. */
    public record NodeEffect(boolean effective, NodeJson node) {}

    /**
     * On a node that is gone.
     *
     * @param nodes names of those that are left
     */
    public record NodesEffect(boolean effective, List<String> nodes) {
        public NodesEffect {
            nodes = List.copyOf(nodes);
        }
    }

    /** Of a fault that began. */
    public record FaultEffect(boolean effective, Nemesis.Active fault) {}

    /**
     * Of healing.
     *
     * @param faults those that are still in force
     */
    public record HealingEffect(boolean effective, List<Nemesis.Active> faults) {
        public HealingEffect {
            faults = List.copyOf(faults);
        }
    }

    /** On the front, which is at once. */
    public record FrontEffect(FrontJson front) {}
}
