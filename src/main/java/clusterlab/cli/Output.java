package clusterlab.cli;

import clusterlab.cli.console.Invocation;
import clusterlab.cli.console.Wrapped;
import clusterlab.lang.Cells;
import clusterlab.lang.Lang;
import clusterlab.spec.Printable;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The process's two streams. Results go to stdout: the banner, or with {@code --json} one object per line and nothing
 * else. Progress, notices and errors go to stderr.
 */
final class Output {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean progress;
    private boolean progressShown;

    /** Whether {@link #begin} has shown something that nothing has replaced yet. */
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    /** Commands that boot a lab. */
    private static final Set<String> BOOTING = Set.of("run", "lesson", "experiment", "verify", "record");

    /** With one of them nothing boots, or nobody but a program reads. */
    private static final Set<String> SHORT = Set.of("-h", "--help", "--version", "--dry-run", "--json", "list");

    private @Nullable Consumer<String> above;

    Output(PrintStream out, PrintStream err, boolean json) {
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.json = json;
        this.progress = !json && isTerminal(2);
    }

    /** Whether to write colours to stdout: on a terminal, unless the environment has NO_COLOR (no-color.org). */
    static boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && isTerminal(1) && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * Shows on a terminal that something begins, before the options are read, which takes a cold JVM some 100 ms. In no language: it
     * is not known yet.
     *
     * @param words of the command line
     */
    static void begin(PrintStream err, List<String> words) {
        if (boots(words) && !Detached.isChild() && isTerminal(2)) {
            BEGUN.set(true);
            err.print("\r\033[Kcluster-lab …");
            err.flush();
        }
    }

    /** Removes what {@link #begin} has shown. */
    static void over(PrintStream err) {
        if (BEGUN.getAndSet(false)) {
            err.print("\r\033[K");
            err.flush();
        }
    }

    /** Whether this command line most likely boots a lab. */
    static boolean boots(List<String> words) {
        boolean booting = words.isEmpty()
                || words.get(0).startsWith("-")
                || (BOOTING.contains(words.get(0)) && !words.equals(List.of("lesson")));
        return booting && words.stream().noneMatch(SHORT::contains);
    }

    /** A result for people; silent with {@code --json}. It may quote an application: of control characters only line breaks and colours stay. */
    synchronized void text(String text) {
        if (!json) {
            clearProgress();
            String shown = Printable.coloured(Invocation.in(Lang.shown(text)));
            out.print(isTerminal(1) ? Wrapped.of(shown, Invocation.command()) : shown);
            out.flush();
        }
    }

    /** A result for machines; silent without {@code --json}. */
    synchronized void json(Map<String, ? extends @Nullable Object> object) {
        if (json) {
            try {
                out.println(JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(object));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether a write to stdout failed. */
    synchronized boolean failed() {
        return out.checkError();
    }

    /**
     * Whether stdout is gone: it is closed, the disk is full, or nothing reads the pipe any more. A pipe tells that only to a
     * write, so this writes a byte of white space to it, which means nothing between two JSON objects, nor on a terminal. Not
     * synchronized: a write to a full pipe waits.
     */
    boolean isGone() {
        if (isPipe()) {
            out.print(json ? ' ' : '\r');
        }
        return out.checkError();
    }

    /** Prints a sentence to stderr, or above the prompt while there is one. It may quote a log or a file: only its line breaks stay. */
    synchronized void say(String sentence) {
        String text = Printable.text(Invocation.in(Lang.shown(sentence)));
        if (above != null) {
            above.accept(Wrapped.of(text));
            return;
        }
        clearProgress();
        err.println(isTerminal(2) ? Wrapped.of(text) : text);
    }

    /** Redirects sentences to the prompt on the terminal; null ends that. */
    synchronized void above(@Nullable Consumer<String> prompt) {
        above = prompt;
    }

    /**
     * Replaces the progress line, if stderr is a terminal without the prompt.
     *
     * @return whether it is
     */
    synchronized boolean progress(String line) {
        boolean shown = progress && above == null;
        if (shown) {
            // A longer line would wrap, and could not be replaced.
            err.print("\r\033[K" + Printable.line(line.substring(0, Cells.fitting(line, 79))));
            err.flush();
            progressShown = true;
        }
        return shown;
    }

    private void clearProgress() {
        over(err);
        if (progressShown) {
            err.print("\r\033[K");
            err.flush();
            progressShown = false;
        }
    }

    /**
     * Whether a user can type: stdin and stdout are terminals, and this process is in the foreground there. The system
     * would stop a background process that changes the terminal's settings.
     */
    static boolean isInteractive() {
        return isTerminal(0) && isTerminal(1) && isForeground();
    }

    /** Reads the terminal's foreground process group from Linux's /proc; true on other systems. */
    private static boolean isForeground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // After the name in brackets: state ppid pgrp session tty_nr tpgid, see proc(5).
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 7));
            return fields.get(2).equals(fields.get(5));
        } catch (IOException | RuntimeException noProc) {
            return true;
        }
    }

    /**
     * Whether a standard stream is a terminal; Java has no such method for stdout and stderr. Reads /proc on Linux,
     * calls test(1) elsewhere; false where test(1) is missing (Windows).
     *
     * @param descriptor 0, 1 or 2
     */
    static boolean isTerminal(int descriptor) {
        if (Detached.isChild()) {
            return Detached.isTerminal(descriptor);
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | RuntimeException noProc) {
            return asksTest("-t", Integer.toString(descriptor));
        }
    }

    /** As {@link #isTerminal}: whether stdout is a pipe or a socket. */
    static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | RuntimeException noProc) {
            return asksTest("-p", "/dev/fd/1");
        }
    }

    private static boolean asksTest(String question, String file) {
        try {
            return new ProcessBuilder("/bin/test", question, file)
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noTest) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
