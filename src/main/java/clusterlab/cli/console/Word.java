package clusterlab.cli.console;

/**
 * One word of the prompt with its arguments, as picocli has read them. A subclass has picocli's {@code @Command}: the
 * first line of its description stands in the list of words, all lines stand in {@code help WORD}, the footer is an
 * example. In a label, {@code NODE}, {@code FAULT}, {@code ID} and {@code WORD} are completed with names, what is in lower
 * case is typed as it stands, and {@code …} means names in groups that {@code |} divides.
 */
public abstract class Word {

    /**
     * Acts; returns what came of it, in 80 columns.
     *
     * @throws CommandException if the arguments don't fit together
     */
    abstract String act(WordRun run) throws CommandException, ActionException, InterruptedException;
}
