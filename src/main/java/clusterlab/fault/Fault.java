package clusterlab.fault;

import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Something that is broken on purpose, with a beginning, an end, and evidence that it took effect. It is a record; its name
 * in lower case is its word at the prompt, in the API and in reports.
 */
public sealed interface Fault permits LinksFault, NodeFault {

    /** The word in API, prompt and reports. */
    default String type() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Every node that it names. */
    List<String> nodes();

    /** As one would type it. */
    String description();

    /** What the host of the nodes has to be able to do. */
    default Set<Ability> needs() {
        return Set.of();
    }

    /**
     * Makes it so, and returns once that is done; the members notice later.
     *
     * @param id under which it is in force
     * @throws RefusedException if it makes no sense in the present state
     * @throws BootException if a node did not end in order; the message is for the user
     */
    void begin(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException;

    /**
     * Ends it.
     *
     * @throws RefusedException if it makes no sense in the present state
     * @throws BootException if a node does not come back; the message is for the user
     */
    void heal(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException;

    /** What shows now that it took effect, a clause such as "no node sees node2"; empty as long as nothing does. */
    Optional<String> evidence(Cluster cluster);

    /** Names that are not among the nodes. */
    default List<String> unknown(List<String> nodes) {
        List<String> unknown = new ArrayList<>(nodes());
        unknown.removeAll(nodes);
        return unknown;
    }
}
