package clusterlab.front.program;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that ends with this JVM, for any end of the JVM.
 *
 * <pre>
 * JVM ──pipe──► sh ── reader: a line = graceful restart, end of file = stop
 *               │
 *               └──── the program, in a process group of its own
 * </pre>
 *
 * The kernel closes the pipe when the JVM ends, after SIGKILL too. The reader then ends the program with its whole process group.
 * If it ends by itself, sh ends the rest of its group, then itself, and {@link #onExit} completes. If sh is killed, its reader
 * remains and ends the program as soon as the pipe is closed. This uses only POSIX sh, so it works on Linux and macOS.
 */
public final class ProgramProcess implements AutoCloseable {

    /** Tenths of a second until sh kills a program that does not end; httpd gives its children about 3 s. */
    private static final int PATIENCE = 80;

    // A background job of sh reads /dev/null, so the reader uses descriptor 3. Signals of the terminal go to its whole
    // foreground group, and so does the SIGTERM of timeout(1). sh ignores them; the JVM handles them and then closes
    // the pipe.
    // The program needs SIGTERM: HAProxy would go on ignoring it. It sets its own handlers of the others.
    private static final String WATCHDOG =
            """
            umask 077
            trap '' INT HUP QUIT TERM
            exec 3<&0
            (trap - TERM; exec "$@") 3<&- </dev/null &
            child=$!
            (
              while read -r line <&3; do kill -s %s "$child"; done
              kill -s TERM "$child" || exit 0
              i=0
              while kill -s 0 "$child" && [ "$i" -lt %d ]; do sleep 0.1; i=$((i+1)); done
              kill -s KILL -- "-$child"
            ) 2>/dev/null &
            reader=$!
            exec 3<&- </dev/null
            wait "$child"
            code=$?
            kill -s KILL -- "-$child" 2>/dev/null
            kill -s KILL "$reader" 2>/dev/null
            exit "$code"
            """;

    private final Process shell;

    private ProgramProcess(Process shell) {
        this.shell = shell;
    }

    /**
     * Starts a program.
     *
     * @param command the program, which stays in the foreground, and its words; it makes a session for itself, see {@link #ownSession}
     * @param reload name of the signal that makes it read its configuration again
     * @param output file for its messages before its error log is open
     */
    public static ProgramProcess start(List<String> command, String reload, Path output) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("/bin/sh", "-c", WATCHDOG.formatted(reload, PATIENCE), "cluster-lab-front"));
        words.addAll(command);
        return new ProgramProcess(new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
    }

    /** The words with a program before them that gives them a session of their own, where this machine has one (Linux). */
    public static List<String> ownSession(List<String> command) {
        List<String> words = new ArrayList<>();
        Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(setsid -> Files.isExecutable(Path.of(setsid)))
                .findFirst()
                .ifPresent(words::add);
        words.addAll(command);
        return words;
    }

    boolean alive() {
        return shell.isAlive();
    }

    /** Process id of the sh that watches the program. */
    public long pid() {
        return shell.pid();
    }

    /** Completes with the program's exit code when it has ended, for any reason. */
    CompletableFuture<Integer> onExit() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** Makes the program read its configuration again; running requests finish (graceful restart). */
    void graceful() throws IOException {
        OutputStream pipe = shell.getOutputStream();
        pipe.write("graceful\n".getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** Ends the program and waits for it. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // The reader gets the end of the pipe anyway.
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE / 10 + 5);
        while (shell.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                shell.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // The started process has to end first.
                interrupted = true;
            }
        }
        if (shell.isAlive()) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
