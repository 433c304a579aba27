package clusterlab.wire;

import java.io.IOException;

/** JSON with missing, invalid or unknown fields; the message is a sentence that names the field. */
public final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String sentence) {
        super(sentence);
    }
}
