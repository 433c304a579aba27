package clusterlab.config;

/** A configuration file that can't be used. The message is a part of a sentence, without the file's name and a full stop. */
public final class UnreadableConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableConfigException(String message) {
        super(message);
    }
}
