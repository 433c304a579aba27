package clusterlab.agent;

/** A node could not do what was asked of it; the message is a part of a sentence for the user. */
public final class AgentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what led to it. */
    public AgentException(String message, Throwable cause) {
        super(message, cause);
    }
}
