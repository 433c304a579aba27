package clusterlab.front;

import java.io.IOException;

/** The requested front is unavailable on this machine. The message is a sentence that says what to do. */
public final class FrontUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** An exception with a sentence for the user. */
    public FrontUnavailableException(String message) {
        super(message);
    }
}
