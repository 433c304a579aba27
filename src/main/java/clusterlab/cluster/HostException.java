package clusterlab.cluster;

/** A node could not be started or ended; the message says why, as a part of a sentence for the user. */
public class HostException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public HostException(String message) {
        super(message);
    }

    /** With a cause. */
    public HostException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With the message of the innermost cause; the failure itself or its cause, if that is one already. */
    public static HostException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HostException known) {
                return known;
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new HostException(root.getMessage() == null ? root.toString() : root.getMessage(), failure);
    }
}
