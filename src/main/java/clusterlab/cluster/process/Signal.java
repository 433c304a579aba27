package clusterlab.cluster.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Signals that Java can't send; the program {@code kill} does. */
enum Signal {
    STOP,
    CONT;

    private static final int MOST_MILLIS = 3_000;

    /**
     * Sends it.
     *
     * @throws IllegalStateException if the process does not run, or {@code kill} fails
     */
    void send(@Nullable Process to) {
        if (to == null || !to.isAlive()) {
            throw new IllegalStateException("the process does not run");
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(to.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(MOST_MILLIS, TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name() + " " + to.pid() + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the program kill can't be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
