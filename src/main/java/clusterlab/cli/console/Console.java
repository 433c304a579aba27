package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.event.EventLog;
import clusterlab.spec.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * The prompt. The history is kept only in memory while the lab runs: a lab's names and faults are useless for the next
 * one.
 *
 * <p>JLine's "exec" provider reads the terminal's settings with stty(1): no native code.
 */
public final class Console implements AutoCloseable {
    private static final String PROMPT = "lab> ";

    private final Terminal terminal;
    private final LineReader reader;
    private final LabActions lab;
    private final Palette palette;
    private @Nullable LabWatcher watcher;

    /** What is told after the answer to the command that runs. */
    private final List<String> held = new ArrayList<>();

    private boolean acting;

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
            // A pseudo-terminal without a size: with zero columns JLine would write nothing.
            terminal.setSize(new Size(80, 24));
        }
        terminal.handle(Signal.INT, signal -> onInterrupt.run());
        return new Console(terminal, lab, palette);
    }

    /** A prompt at this terminal. */
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

    /** Writes above the prompt; from any thread. Of control characters only line breaks and colours stay. */
    public void say(String text) {
        reader.printAbove(Printable.coloured(text.stripTrailing()));
    }

    /**
     * Shows what happens by itself: a node crashes, the time of a fault is over.
     *
     * @param logOf a node's log
     */
    public void watch(EventLog events, Function<String, Path> logOf) {
        watcher = new LabWatcher(events, logOf, this::say, this::sayAfterAnswer);
    }

    /**
     * Reads lines and carries them out until quit, Ctrl-D, or Ctrl-C at an empty prompt.
     *
     * @param ending after an interrupt of the thread: whether it means the end of the prompt
     */
    public void run(BooleanSupplier ending) throws InterruptedException {
        print(tr("Type help for a list of the commands; Tab completes them.") + "\n\n");
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

    /** Returns null at the end. */
    private @Nullable String read(BooleanSupplier ending) {
        try {
            return reader.readLine(PROMPT);
        } catch (EndOfFileException e) {
            return null;
        } catch (UserInterruptException e) {
            return ending.getAsBoolean() || e.getPartialLine().isBlank() ? null : "";
        }
    }

    /** The end of a short fault comes after the answer to the command that began it. */
    private void sayAfterAnswer(String text) {
        synchronized (held) {
            if (acting) {
                held.add(text);
                return;
            }
        }
        say(text);
    }

    private void acting(boolean now) {
        List<String> over;
        synchronized (held) {
            acting = now;
            over = List.copyOf(held);
            held.clear();
        }
        over.forEach(this::say);
    }

    /** Returns false for quit. */
    private boolean act(String line) throws InterruptedException {
        acting(true);
        try {
            Word word = PromptWords.read(line);
            if (word instanceof LabWords.QuitWord) {
                return false;
            }
            print(Invocation.in(WordRun.of(word, lab, palette)));
        } catch (CommandException | ActionException e) {
            print(Wrapped.of("  " + Invocation.in(String.valueOf(e.getMessage())) + "\n"));
        } finally {
            acting(false);
        }
        return true;
    }

    private void print(String text) {
        terminal.writer().print(Printable.coloured(text));
        terminal.flush();
    }

    /** Restores the terminal. */
    @Override
    public void close() throws IOException {
        if (watcher != null) {
            watcher.close();
        }
        terminal.close();
    }
}
