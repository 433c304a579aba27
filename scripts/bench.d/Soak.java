import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code scripts/soak}: starts and stops the jar repeatedly. A run fails if it is not ready, a node does not answer,
 * SIGTERM does not end it cleanly, or if it leaves a port or its folder behind.
 */
final class Soak {
    private static final long LIMIT_SECONDS = 60;

    private Soak() {}

    public static void main(String[] args) throws Exception {
        boolean counted = args.length > 0 && args[0].matches("[1-9]\\d{0,4}");
        int runs = counted ? Integer.parseInt(args[0]) : 20;
        Path root = Path.of(System.getProperty("bench.root"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("target/cluster-lab.jar").toString(),
                "--json",
                "--front",
                "none"));
        command.addAll(List.of(args).subList(counted ? 1 : 0, args.length));

        Path folder = Files.createDirectories(root.resolve("target/soak"));
        List<Double> ready = new ArrayList<>();
        List<Double> stopped = new ArrayList<>();
        int failures = 0;
        for (int run = 1; run <= runs; run++) {
            Path errors = folder.resolve("run-" + run + ".stderr");
            try {
                long[] millis = once(command, errors);
                ready.add((double) millis[0]);
                stopped.add((double) millis[1]);
                System.err.printf("%d/%d ready %d ms, stopped %d ms%n", run, runs, millis[0], millis[1]);
                Files.deleteIfExists(errors);
            } catch (IOException failure) {
                failures++;
                System.err.printf("%d/%d FAILED: %s (its stderr: %s)%n", run, runs, failure.getMessage(), errors);
            }
        }
        System.out.printf(
                "%d runs, %d failed; ready in %s ms, stopped in %s ms%n", runs, failures, range(ready), range(stopped));
        System.exit(failures == 0 ? 0 : 1);
    }

    /** The milliseconds to ready, and from SIGTERM to the end. */
    private static long[] once(List<String> command, Path errors) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (LabProcess lab = new LabProcess(command, errors)) {
            Map<String, Object> line = awaitReady(lab, errors);
            long readyMillis = since(start);
            for (String url : LabProcess.addresses(line)) {
                check(Machine.answers(url), url + " does not answer 200 after ready");
            }
            long told = System.nanoTime();
            int code = lab.stop(LIMIT_SECONDS);
            long stopMillis = since(told);
            // 143 is what a JVM that SIGTERM ended returns.
            check(code == 0 || code == 143, "exit code " + code + " after SIGTERM");
            check(lab.lastLine().contains("\"stopped\""), "its last line is not \"stopped\": " + lab.lastLine());
            for (int port : LabProcess.ports(line)) {
                check(isFree(port), "port " + port + " is still in use");
            }
            Object folder = line.get("dir");
            check(
                    folder == null
                            || command.contains("--keep")
                            || command.contains("--dir")
                            || Files.notExists(Path.of(folder.toString())),
                    folder + " is left behind");
            return new long[] {readyMillis, stopMillis};
        }
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

    private static void check(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static String range(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.0f (%.0f-%.0f)",
                        Results.median(sorted).getAsDouble(),
                        sorted.get(0),
                        sorted.get(sorted.size() - 1));
    }
}
