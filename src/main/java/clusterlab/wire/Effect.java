package clusterlab.wire;

import clusterlab.fault.Nemesis;
import java.util.List;

/**
 * Responses to actions: the state afterwards, and {@code effective}: whether the members agreed within the detection
 * time plus five seconds.
 */
public final class Effect {
    private Effect() {}

    /** An action on a node that exists afterwards. */
    public record NodeEffect(boolean effective, NodeJson node) {}

    /**
     * The removal of a node.
     *
     * @param nodes names of the remaining nodes
     */
    public record NodesEffect(boolean effective, List<String> nodes) {
        public NodesEffect {
            nodes = List.copyOf(nodes);
        }
    }

    /** The begin of a fault. */
    public record FaultEffect(boolean effective, Nemesis.Active fault) {}

    /**
     * The end of faults.
     *
     * @param faults the faults that are still in force
     */
    public record HealingEffect(boolean effective, List<Nemesis.Active> faults) {
        public HealingEffect {
            faults = List.copyOf(faults);
        }
    }

    /**
     * A WAR was deployed.
     *
     * @param by name of the node that watches it
     */
    public record DeployEffect(boolean effective, String by, ApplicationJson application) {}

    /**
     * An application was removed.
     *
     * @param name its base name
     * @param left names of the nodes that still have it, or may have it since they are not up
     */
    public record UndeployEffect(boolean effective, String name, List<String> left) {
        public UndeployEffect {
            left = List.copyOf(left);
        }
    }

    /** An action on the front, which takes effect at once. */
    public record FrontEffect(FrontJson front) {}
}
