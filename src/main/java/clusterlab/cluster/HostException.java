package clusterlab.cluster;

/** A node could not be started or ended; the message says why, as a part of a sentence for the user. */
public final class HostException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a cause. */
    public HostException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With the message of the innermost cause. */
    public static HostException of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new HostException(root.getMessage() == null ? root.toString() : root.getMessage(), failure);
    }
}
