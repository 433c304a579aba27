package clusterlab.app.doctor;

/** An application that can't be examined. The message is a sentence for the user and says what to do. */
public final class UnreadableAppException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableAppException(String message) {
        super(message);
    }

    UnreadableAppException(String message, Throwable cause) {
        super(message, cause);
    }
}
