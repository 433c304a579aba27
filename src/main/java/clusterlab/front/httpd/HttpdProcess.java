package clusterlab.front.httpd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An httpd that ends with this JVM, for any end of the JVM.
 *
 * <pre>
 * JVM ──pipe──► sh ── reader: a line = graceful restart, end of file = stop
 *               │
 *               └──── httpd, in a session of its own (NO_DETACH)
 * </pre>
 *
 * The kernel closes the pipe when the JVM ends, after SIGKILL too. The reader then ends httpd with its whole process group. If
 * httpd ends by itself, sh ends the rest of its group, then itself, and {@link #onExit} completes. If sh is killed, its reader
 * remains and ends httpd as soon as the pipe is closed. This uses only POSIX sh, so it works on Linux and macOS.
 */
final class HttpdProcess implements AutoCloseable {

    /** Tenths of a second until sh kills an httpd that does not end; httpd itself gives its children about 3 s. */
    private static final int PATIENCE = 80;

    // A background job of sh reads /dev/null, so the reader uses descriptor 3. Signals of the terminal go to its whole
    // foreground group. sh ignores them; the JVM handles them and then closes the pipe. httpd sets its own handlers.
    private static final String WATCHDOG =
            """
            umask 077
            trap '' INT HUP QUIT
            exec 3<&0
            "$@" 3<&- </dev/null &
            child=$!
            (
              while read -r line <&3; do kill -s USR1 "$child"; done
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
            kill "$reader" 2>/dev/null
            exit "$code"
            """
                    .formatted(PATIENCE);

    private final Process shell;

    private HttpdProcess(Process shell) {
        this.shell = shell;
    }

    /**
     * Starts httpd.
     *
     * @param program httpd
     * @param conf its configuration
     * @param output file for its messages before its error log is open
     */
    static HttpdProcess start(Path program, Path conf, Path output) throws IOException {
        List<String> command = List.of(
                "/bin/sh",
                "-c",
                WATCHDOG,
                "cluster-lab-httpd",
                program.toString(),
                "-f",
                conf.toString(),
                "-DNO_DETACH");
        return new HttpdProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
    }

    boolean alive() {
        return shell.isAlive();
    }

    /** Process id of the sh that watches httpd. */
    long pid() {
        return shell.pid();
    }

    /** Completes with httpd's exit code when it has ended, for any reason. */
    CompletableFuture<Integer> onExit() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** Makes httpd read its configuration again; running requests finish (graceful restart). */
    void graceful() throws IOException {
        OutputStream pipe = shell.getOutputStream();
        pipe.write("graceful\n".getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** Ends httpd and waits for it. */
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
