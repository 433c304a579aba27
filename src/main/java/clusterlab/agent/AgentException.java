package clusterlab.agent;

/** A node could not carry out a request; the message is a part of a sentence for the user. */
public final class AgentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public AgentException(String message) {
        super(message);
    }

    /** With a cause. */
    public AgentException(String message, Throwable cause) {
        super(message, cause);
    }
}
