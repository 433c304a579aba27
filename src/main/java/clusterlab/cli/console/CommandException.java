package clusterlab.cli.console;

/** An invalid line; the message is a sentence for the user. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says what to type instead. */
    public CommandException(String message) {
        super(message);
    }
}
