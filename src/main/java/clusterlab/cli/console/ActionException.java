package clusterlab.cli.console;

/** The lab refused an action, or is unreachable; the message is a sentence for the user. */
public final class ActionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says why and what to do. */
    public ActionException(String message) {
        super(message);
    }

    /** With a cause. */
    public ActionException(String message, Throwable cause) {
        super(message, cause);
    }
}
