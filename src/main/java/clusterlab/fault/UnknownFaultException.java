package clusterlab.fault;

import clusterlab.cluster.RefusedException;
import java.util.List;

/** No fault of this id is in force; the message lists the faults in force. */
public final class UnknownFaultException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** The id is not among these faults. */
    public UnknownFaultException(String id, List<String> inForce) {
        super("There is no fault " + id
                + (inForce.isEmpty() ? "; none is in force." : "; in force: " + String.join(", ", inForce) + "."));
    }
}
