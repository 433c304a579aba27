package clusterlab.wire;

import java.io.IOException;

/** JSON that does not have the fields that it has to have; the message is a sentence that names the field. */
public final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String sentence) {
        super(sentence);
    }
}
