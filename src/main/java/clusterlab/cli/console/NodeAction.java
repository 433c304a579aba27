package clusterlab.cli.console;

import java.util.Locale;

/** The actions on one node that break nothing; the others are {@link clusterlab.fault.Fault}s. */
public enum NodeAction {
    /** Run it again. */
    START,
    /** Stop and start it. */
    RESTART,
    /** Let it go on; a fault froze it. */
    THAW,
    /** The balancer sends it no new sessions. */
    DRAIN,
    /** The balancer sends it new sessions again. */
    UNDRAIN,
    /** Stop it and remove it from the plan. */
    REMOVE;

    /** The word in the API's paths. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
