package clusterlab.cli;

import clusterlab.cluster.BootException;
import clusterlab.experiment.verdict.Status;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The work of a command that ends with a verdict: a signal interrupts it, and what goes wrong becomes one sentence. */
final class UntilEnded {
    private UntilEnded() {}

    /** What is to be done. */
    interface Work {
        /** Returns the exit code; an interrupt ends it cleanly. */
        int run() throws SpecException, BootException, IOException, InterruptedException;
    }

    /**
     * Does it in this thread.
     *
     * @return its exit code; that of UNKNOWN if a signal ended it
     * @throws InterruptedException if somebody else interrupts this thread
     */
    static int run(Output output, Work work) throws InterruptedException {
        AtomicBoolean ending = new AtomicBoolean();
        Thread main = Thread.currentThread();
        Main.onEnd(() -> {
            ending.set(true);
            main.interrupt();
        });
        try {
            return work.run();
        } catch (InterruptedException e) {
            if (!ending.get()) {
                throw e;
            }
        } catch (SpecException e) {
            return Launch.refuse(e, output);
        } catch (BootException | IOException e) {
            if (!ending.get()) {
                output.say("cluster-lab: " + sentence(e));
                return ExitCode.UNAVAILABLE;
            }
        }
        output.say("Stopped before the end; no verdict.");
        return Status.UNKNOWN.exitCode();
    }

    /** A FileSystemException's message may be only the name of the file. */
    private static String sentence(Exception e) {
        return e instanceof FileSystemException file
                ? "The report can't be written (" + file.getMessage() + "); name another place with --report."
                : String.valueOf(e.getMessage());
    }
}
