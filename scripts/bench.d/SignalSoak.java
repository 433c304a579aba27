import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A boot that a random signal ends at a random moment: while the JVM starts, during the boot, when it is ready. It fails if the
 * signal does not end it in order (the lab aborts an end that takes 15 s, with code 70), or if a process, a port, a file or a
 * stack trace is left.
 */
final class SignalSoak implements Soak.Once {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final long LIMIT_SECONDS = 60;

    /** In order, or by the JVM itself if the signal came before the lab's own handler: 128 and the number of the signal. */
    private static final Set<Integer> CODES = Set.of(0, 129, 130, 143);

    /** How much later than the longest boot up to now a signal comes at most. */
    private static final long RUN_MILLIS = 1_000;

    private final Path root;
    private final List<String> options;
    private final Random random = new Random();
    private long longestBootMillis = 2_000;
    private int duringBoot;
    private int afterReady;

    SignalSoak(Path root, List<String> options) {
        this.root = root;
        this.options = options;
    }

    @Override
    public String run(Path folder) throws IOException, InterruptedException {
        Path errors = folder.resolve("stderr");
        Path temp = Files.createDirectories(folder.resolve("tmp"));
        String signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
        long moment = random.nextLong(longestBootMillis + RUN_MILLIS);
        long start = System.nanoTime();
        try (LabProcess lab = LabProcess.jar(root, errors, List.of("-Djava.io.tmpdir=" + temp), options)) {
            long readyMillis = readyWithin(lab, start, moment);
            List<ProcessHandle> processes = lab.handles();
            String what = "SIG" + signal + " after " + moment + " ms, "
                    + (readyMillis < 0 ? "before ready" : "ready after " + readyMillis + " ms");
            long told = System.nanoTime();
            try {
                int code = lab.signal(signal, LIMIT_SECONDS);
                Evidence.check(CODES.contains(code), "exit code " + code);
                Evidence.checkEnded(processes);
                if (readyMillis >= 0) {
                    Evidence.checkFree(LabProcess.ports(lab.awaitReady(0)));
                }
                Evidence.checkNothingIn(temp);
                Evidence.checkNoTrace(errors);
            } catch (IOException failure) {
                throw new IOException(what + ": " + failure.getMessage(), failure);
            }
            if (readyMillis < 0) {
                duringBoot++;
                longestBootMillis = Math.max(longestBootMillis, moment);
            } else {
                afterReady++;
                longestBootMillis = readyMillis;
            }
            return what + ", ended in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - told) + " ms";
        }
    }

    /** Waits for the moment; when the lab was ready, or -1. */
    private static long readyWithin(LabProcess lab, long start, long moment) throws InterruptedException {
        long deadline = start + TimeUnit.MILLISECONDS.toNanos(moment);
        long ready =
                Machine.await(deadline, lab::isReady) ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) : -1;
        TimeUnit.NANOSECONDS.sleep(deadline - System.nanoTime());
        return ready;
    }

    @Override
    public String summary() {
        return "of the others " + duringBoot + " signals before ready, " + afterReady + " after";
    }
}
