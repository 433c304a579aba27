package clusterlab.cli.console;

/**
 * One word of the prompt with its arguments, read by picocli. A subclass has picocli's {@code @Command}: the list of
 * words shows the first line of its description, {@code help WORD} shows all lines, the footer is an example. In a
 * label, {@code NODE}, {@code FAULT}, {@code ALARM}, {@code LESSON}, {@code APPLICATION}, {@code ID} and {@code WORD} are completed with names, lower case is literal text,
 * and {@code …} means groups of names that are separated by {@code |}.
 */
public abstract class Word {

    /**
     * Carries out the word; returns the result as text in 80 columns.
     *
     * @throws CommandException if the arguments contradict each other
     */
    abstract String act(WordRun run) throws CommandException, ActionException, InterruptedException;

    /** After {@link #act}: whether it found that something is still to be done; {@code ctl} ends with exit code 1 then. */
    public boolean isUndone() {
        return false;
    }
}
