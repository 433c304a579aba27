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

    /** How long after ready a signal comes at most. */
    private static final int RUN_MILLIS = 1_000;

    private final Path root;
    private final List<String> options;
    private final Random random = new Random();
    private long bootMillis;
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
        // The first run measures a boot; then one half of the signals comes during the boot, the other half after it.
        boolean whenReady = bootMillis == 0 || random.nextBoolean();
        long start = System.nanoTime();
        try (LabProcess lab = LabProcess.jar(root, errors, List.of("-Djava.io.tmpdir=" + temp), options)) {
            if (whenReady) {
                lab.awaitReady(LIMIT_SECONDS);
                bootMillis = since(start);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(RUN_MILLIS));
            } else {
                TimeUnit.MILLISECONDS.sleep(random.nextLong(bootMillis));
            }
            boolean ready = lab.isReady();
            List<ProcessHandle> processes = lab.handles();
            String what = "SIG" + signal + " after " + since(start) + " ms, " + (ready ? "ready" : "before ready");
            long told = System.nanoTime();
            try {
                int code = lab.signal(signal, LIMIT_SECONDS);
                Evidence.check(CODES.contains(code), "exit code " + code);
                Evidence.checkEnded(processes);
                if (ready) {
                    Evidence.checkFree(LabProcess.ports(lab.awaitReady(0)));
                }
                Evidence.checkNothingIn(temp);
                Evidence.checkNoTrace(errors);
            } catch (IOException failure) {
                throw new IOException(what + ": " + failure.getMessage(), failure);
            }
            if (ready) {
                afterReady++;
            } else {
                duringBoot++;
            }
            return what + ", ended in " + since(told) + " ms";
        }
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public String summary() {
        return "of the others " + duringBoot + " signals before ready, " + afterReady + " after";
    }
}
