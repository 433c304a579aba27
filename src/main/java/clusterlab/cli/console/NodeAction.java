package clusterlab.cli.console;

import java.util.Locale;

/** What can be done to one node beside breaking it, which is a {@link clusterlab.fault.Fault}. */
public enum NodeAction {
    /** Run it again. */
    START,
    /** Stop and start it. */
    RESTART,
    /** The balancer sends it no new sessions. */
    DRAIN,
    /** The balancer sends it new sessions again. */
    UNDRAIN,
    /** Stop it and remove it from the plan. */
    REMOVE;

    /** As it stands in the API's paths. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
