package clusterlab.cli;

import clusterlab.cluster.BootException;
import clusterlab.experiment.verdict.Status;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The work of a command that ends by itself or by a signal: a signal interrupts it, and what goes wrong becomes one sentence. */
final class UntilEnded {
    private static final Stopped NO_VERDICT =
            new Stopped("Stopped before the end; no verdict.", Status.UNKNOWN.exitCode());

    private UntilEnded() {}

    /** What is to be done. */
    interface Work {
        /** Returns the exit code; an interrupt ends it cleanly. */
        int run() throws SpecException, BootException, IOException, InterruptedException;
    }

    /**
     * What is told if a signal ended the work too early.
     *
     * @param sentence for the user
     * @param exitCode of the command
     */
    record Stopped(String sentence, int exitCode) {}

    /**
     * Does work that ends with a verdict, in this thread.
     *
     * @return its exit code; that of UNKNOWN if a signal ended it
     * @throws InterruptedException if somebody else interrupts this thread
     */
    static int run(Output output, Work work) throws InterruptedException {
        return run(output, () -> false, NO_VERDICT, work);
    }

    /**
     * Does work that a signal may end in order, in this thread.
     *
     * @param takes called at the signal, in another thread; whether the work ends by itself then and is not to be interrupted
     * @return its exit code, or that for an early end
     * @throws InterruptedException if somebody else interrupts this thread
     */
    static int run(Output output, BooleanSupplier takes, Stopped early, Work work) throws InterruptedException {
        AtomicBoolean ending = new AtomicBoolean();
        Thread main = Thread.currentThread();
        Main.onEnd(() -> {
            ending.set(true);
            if (!takes.getAsBoolean()) {
                main.interrupt();
            }
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
        output.say(early.sentence());
        return early.exitCode();
    }

    /** A FileSystemException's message may be only the name of the file. */
    private static String sentence(Exception e) {
        return e instanceof FileSystemException file
                ? "The report can't be written (" + file.getMessage() + "); name another place with --report."
                : String.valueOf(e.getMessage());
    }
}
