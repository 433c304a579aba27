package clusterlab.agent;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of the agent inside one node share: interceptors, detector, valves and {@link TomcatAgent}.
 *
 * <p>In a JVM with many nodes each node has its own. In a node's own process Tomcat makes the parts from server.xml, and they
 * find the only ones here.
 */
public final class Instruments {
    /** With the value off, nothing is tracked for alarms; {@code scripts/bench attributes} uses it to measure the cost. */
    private static final String ATTRIBUTES_PROPERTY = "clusterlab.attributes";

    private static @Nullable Instruments ofThisJvm;

    private final Links links;
    private final SessionTap tap;
    private final Traffic traffic;
    private final @Nullable NodeEvents events;
    private final String probeToken;

    /**
     * Instruments of one start of a node.
     *
     * @param events receives the events, or null for none
     * @param probeToken that each request of the boot's probe must contain; empty if no request may be one
     */
    public Instruments(Links links, @Nullable NodeEvents events, String probeToken) {
        this.links = links;
        this.events = events;
        this.probeToken = probeToken;
        tap = new SessionTap(links, events);
        traffic = new Traffic(events != null);
    }

    /** Whether this JVM's nodes track what requests do with attributes. */
    public static boolean trackAttributes() {
        return !"off".equals(System.getProperty(ATTRIBUTES_PROPERTY));
    }

    /**
     * Those of the only node in this JVM. A node that was started by hand, without a lab, has instruments without a fault
     * that report nothing.
     */
    static synchronized Instruments ofThisJvm() {
        if (ofThisJvm == null) {
            ofThisJvm = new Instruments(new Links("", List.of(), Set.of(), 0), null, "");
        }
        return ofThisJvm;
    }

    /** Before Tomcat makes the parts. */
    static synchronized void ofThisJvm(Instruments only) {
        ofThisJvm = only;
    }

    public Links links() {
        return links;
    }

    public Traffic traffic() {
        return traffic;
    }

    public SessionTap tap() {
        return tap;
    }

    public String probeToken() {
        return probeToken;
    }

    /** Receives the events, or null for none. */
    @Nullable
    NodeEvents events() {
        return events;
    }
}
