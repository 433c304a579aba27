package clusterlab.front;

import java.io.IOException;

/** The front that was asked for can't be had on this machine; the message is a sentence that says what to do. */
public final class FrontUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public FrontUnavailableException(String message) {
        super(message);
    }
}
