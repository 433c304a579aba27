import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A boot that SIGTERM ends. It fails if the lab is not ready, a node does not answer, the signal does not end it in order, or
 * it leaves a port, a process, a file or a stack trace behind.
 */
final class BootSoak implements Soak.Once {
    private static final long LIMIT_SECONDS = 60;

    private final Path root;
    private final List<String> options;
    private final List<Double> ready = new ArrayList<>();
    private final List<Double> stopped = new ArrayList<>();

    BootSoak(Path root, List<String> options) {
        this.root = root;
        this.options = options;
    }

    @Override
    public String run(Path folder) throws IOException, InterruptedException {
        Path errors = folder.resolve("stderr");
        Path temp = Files.createDirectories(folder.resolve("tmp"));
        long start = System.nanoTime();
        try (LabProcess lab = LabProcess.jar(root, errors, List.of("-Djava.io.tmpdir=" + temp), options)) {
            Map<String, Object> line = awaitReady(lab, errors);
            double readyMillis = since(start);
            for (String url : LabProcess.addresses(line)) {
                Evidence.check(Machine.answers(url), url + " does not answer 200 after ready");
            }
            List<ProcessHandle> processes = lab.handles();
            long told = System.nanoTime();
            int code = lab.stop(LIMIT_SECONDS);
            double stopMillis = since(told);
            // 143 is what a JVM that SIGTERM ended returns.
            Evidence.check(code == 0 || code == 143, "exit code " + code + " after SIGTERM");
            Evidence.check(
                    lab.lastLine().contains("\"stopped\""), "its last line is not \"stopped\": " + lab.lastLine());
            Evidence.checkEnded(processes);
            Evidence.checkFree(LabProcess.ports(line));
            Evidence.checkNothingIn(temp);
            Evidence.checkNoTrace(errors);
            ready.add(readyMillis);
            stopped.add(stopMillis);
            return String.format(Locale.ROOT, "ready %.0f ms, stopped %.0f ms", readyMillis, stopMillis);
        }
    }

    @Override
    public String summary() {
        return "ready in " + range(ready) + " ms, stopped in " + range(stopped) + " ms";
    }

    /** Like {@link LabProcess#awaitReady}. If the process hangs, it adds a thread dump to its stderr. */
    private static Map<String, Object> awaitReady(LabProcess lab, Path errors)
            throws IOException, InterruptedException {
        try {
            return lab.awaitReady(LIMIT_SECONDS);
        } catch (IOException failure) {
            if (lab.isRunning()) {
                Files.writeString(errors, Machine.jcmd(lab.pid(), "Thread.print"), StandardOpenOption.APPEND);
            }
            throw failure;
        }
    }

    private static double since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static String range(List<Double> millis) {
        return Results.range(millis.stream().sorted().toList());
    }
}
