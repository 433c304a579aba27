package clusterlab.cluster.remote;

/** A file that describes no cluster; the message says what is wrong, as a part of a sentence with the field's name. */
public final class MalformedTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedTargetException(String message) {
        super(message);
    }
}
