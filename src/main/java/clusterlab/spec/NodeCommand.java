package clusterlab.spec;

import java.util.Locale;

/** What the user's commands do to nodes that run elsewhere. */
public enum NodeCommand {
    /** Ends a node without a goodbye. */
    KILL,
    /** Ends a node gracefully. */
    STOP,
    /** Makes a node silent: nothing in it answers. */
    FREEZE,
    /** Lets a silent node go on. */
    THAW,
    /** Starts a node. */
    START,
    /** Lets no message of a peer arrive at a node. */
    PARTITION,
    /** Ends that. */
    HEAL;

    /** The word of {@code --start-command} for nodes that come back by themselves. */
    public static final String BY_ITSELF = "none";

    /** The option that gives the command. */
    public String option() {
        return "--" + name().toLowerCase(Locale.ROOT) + "-command";
    }
}
