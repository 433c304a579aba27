package clusterlab.fault;

import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.RefusedException;
import clusterlab.spec.HostSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A deliberate fault, with a beginning, an end, and evidence that it took effect. It is a record; its name in lower
 * case is its word at the prompt, in the API and in reports.
 */
public sealed interface Fault permits LinksFault, NodeFault, CloudFault {

    /** The word in API, prompt and reports. */
    default String type() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** All nodes that it names. */
    List<String> nodes();

    /** The fault in the words of the prompt. */
    String description();

    /** The ability that the nodes' host needs for it. */
    default Set<Ability> needs() {
        return Set.of();
    }

    /** Why nodes on this host can't have it, a sentence that says what to do; empty if they can. */
    default Optional<String> refusal(HostSpec host) {
        return Optional.empty();
    }

    /**
     * Begins it; returns when it is in force. The members notice it later.
     *
     * @param id its id while it is in force
     * @throws RefusedException if it is impossible in the current state
     * @throws BootException if a node did not end in order; the message is for the user
     */
    void begin(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException;

    /**
     * Ends it.
     *
     * @throws RefusedException if it is impossible in the current state
     * @throws BootException if a node does not come back; the message is for the user
     */
    void heal(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException;

    /** The current evidence that it took effect, a clause such as "no node sees node2"; empty while there is none. */
    Optional<String> evidence(Cluster cluster);
}
