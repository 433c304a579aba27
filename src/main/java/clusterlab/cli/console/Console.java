package clusterlab.cli.console;

import clusterlab.event.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The prompt. Lines are kept in memory for as long as the lab runs and nowhere else: a lab's names and faults are of no
 * use to the next one.
 *
 * <p>JLine's "exec" provider asks stty(1) for what it needs to know of the terminal: no native code.
 */
public final class Console implements AutoCloseable {
    private static final String PROMPT = "lab> ";

    private final Terminal terminal;
    private final LineReader reader;
    private final LabActions lab;
    private final Palette palette;
    private @Nullable CrashWatcher crashes;

    /**
     * Takes over the terminal.
     *
     * @param onInterrupt called for Ctrl-C while a command runs
     * @throws IOException if it is unavailable
     */
    public static Console open(LabActions lab, Palette palette, Runnable onInterrupt) throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .provider("exec")
                .nativeSignals(true)
                .build();
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            // A pseudo-terminal without a size: JLine would write nothing into no columns.
            terminal.setSize(new Size(80, 24));
        }
        terminal.handle(Signal.INT, signal -> onInterrupt.run());
        return new Console(terminal, lab, palette);
    }

    /** At this terminal. */
    Console(Terminal terminal, LabActions lab, Palette palette) {
        this.terminal = terminal;
        this.lab = lab;
        this.palette = palette;
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(null);
        parser.setQuoteChars(new char[0]);
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .history(new DefaultHistory())
                .completer(new Completion(lab))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_BEEP, false)
                .build();
    }

    /** Writes above the prompt; from any thread. */
    public void say(String text) {
        reader.printAbove(text.stripTrailing());
    }

    /**
     * Shows the end of a node's log when it crashes by itself.
     *
     * @param logOf a node's log
     */
    public void watch(EventLog events, Function<String, Path> logOf) {
        crashes = new CrashWatcher(events, logOf, this::say);
    }

    /**
     * Reads and acts until quit, Ctrl-D, or Ctrl-C at an empty prompt.
     *
     * @param ending looked at when the thread was interrupted: whether that was to end it
     */
    public void run(BooleanSupplier ending) throws InterruptedException {
        print("Type help for the list of commands; Tab completes them.\n\n");
        while (!ending.getAsBoolean()) {
            String line = read(ending);
            if (line == null) {
                return;
            }
            if (!line.isBlank() && !act(line)) {
                return;
            }
        }
    }

    /** Returns null for the end. */
    private @Nullable String read(BooleanSupplier ending) {
        try {
            return reader.readLine(PROMPT);
        } catch (EndOfFileException e) {
            return null;
        } catch (UserInterruptException e) {
            return ending.getAsBoolean() || e.getPartialLine().isBlank() ? null : "";
        }
    }

    /** Returns false for quit. */
    private boolean act(String line) throws InterruptedException {
        try {
            Word word = PromptWords.read(line);
            if (word instanceof LabWords.QuitWord) {
                return false;
            }
            print(WordRun.of(word, lab, palette));
        } catch (CommandException | ActionException e) {
            print("  " + e.getMessage() + "\n");
        }
        return true;
    }

    private void print(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }

    /** Gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        if (crashes != null) {
            crashes.close();
        }
        terminal.close();
    }
}
