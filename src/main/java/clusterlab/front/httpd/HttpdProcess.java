package clusterlab.front.httpd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An httpd that does not outlive this JVM, however the JVM ends.
 *
 * <pre>
 * JVM ──pipe──► sh ── reader: a line = graceful restart, end of file = stop
 *               │
 *               └──── httpd, in a session of its own (NO_DETACH)
 * </pre>
 *
 * The kernel closes the pipe when the JVM is gone, after SIGKILL too, and the reader then ends httpd with its whole
 * process group. When httpd ends by itself, sh ends what it left of its group, then itself, and {@link #onExit} says it. Should sh be killed, its reader is
 * left, and ends httpd as soon as the pipe is closed. Only POSIX sh is used, so that it works on Linux and macOS alike.
 */
final class HttpdProcess implements AutoCloseable {

    /** Tenths of a second that httpd has for its end before it is killed; httpd gives its own children 3 s or so. */
    private static final int PATIENCE = 80;

    // A background job of sh reads /dev/null, hence descriptor 3. Signals of the terminal go to its whole foreground
    // group: they are for the JVM to obey, which then closes the pipe. httpd sets its own handlers for them.
    private static final String WATCHDOG =
            """
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
     * Starts it.
     *
     * @param program httpd
     * @param conf its configuration
     * @param output file for what it prints before its error log is open
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

    /** Process id of the sh that watches. */
    long pid() {
        return shell.pid();
    }

    /** Completes with httpd's exit code when it has ended, for whatever reason. */
    CompletableFuture<Integer> onExit() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** Asks httpd to read its configuration again and let running requests finish. */
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
            // The reader sees the end of the pipe either way.
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE / 10 + 5);
        while (shell.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                shell.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // What was started has to end first.
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
