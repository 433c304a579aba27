package clusterlab.app.journey;

import java.io.IOException;

/** A file is no HAR that can be replayed, or no list of logins; the message is a sentence for the user. */
public final class HarException extends IOException {
    private static final long serialVersionUID = 1;

    HarException(String sentence) {
        super(sentence);
    }
}
