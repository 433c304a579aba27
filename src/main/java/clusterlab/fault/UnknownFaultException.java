package clusterlab.fault;

import clusterlab.cluster.RefusedException;
import java.util.List;

/** No fault of this id is in force; the message names those that are. */
public final class UnknownFaultException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** There is no such fault among these. */
    public UnknownFaultException(String id, List<String> inForce) {
        super("There is no fault " + id
                + (inForce.isEmpty() ? "; none is in force." : "; in force: " + String.join(", ", inForce) + "."));
    }
}
