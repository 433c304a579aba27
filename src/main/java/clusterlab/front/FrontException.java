package clusterlab.front;

/** The front did not accept a change and works on as before; the message is a sentence for the user. */
public final class FrontException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public FrontException(String message) {
        super(message);
    }

    /** With a sentence that says what the front did not accept, and why. */
    public FrontException(String message, Throwable cause) {
        super(message, cause);
    }
}
