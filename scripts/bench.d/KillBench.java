import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * {@code scripts/bench kills}: SIGKILL of a node that owns sessions of 16 clients, through the embedded front. How long does a
 * client wait for its answer, does a GET fail, and when is the node back with all sessions while the clients go on?
 */
final class KillBench {
    private static final int CLIENTS = 16;
    private static final long WATCHED_MILLIS = 1_500;
    private static final long WARM_UP_MILLIS = 8_000;
    private static final long READY_SECONDS = 60;

    private final Path root = Path.of(System.getProperty("bench.root"));
    private final Map<String, Object> measured = new LinkedHashMap<>();
    private final List<Results.Target> targets = new ArrayList<>();

    private KillBench() {}

    public static void main(String[] args) throws Exception {
        int kills = 5;
        Path tomcat = null;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            if (args[i].equals("--runs") && value.matches("[1-9]\\d{0,3}")) {
                kills = Integer.parseInt(value);
            } else if (args[i].equals("--tomcat")) {
                tomcat = Path.of(value);
            } else {
                System.err.println("bench kills: there is --runs N, 1 or more");
                System.exit(64);
            }
        }
        KillBench bench = new KillBench();
        System.out.printf(
                "SIGKILL of each node in turn, %d times, %d clients with GETs. Median (smallest-largest).%n",
                kills, CLIENTS);
        System.out.printf(
                "%-9s %-24s %-24s %-12s %s%n", "", "longest wait, ms", "the same, calm, ms", "failed GETs", "back, ms");
        bench.measure("process", kills, "--process");
        bench.measure("tomcat", kills, "--tomcat", tomcat.toString());
        System.out.println();
        Results.print(bench.targets);
        bench.measured.put("targets", Results.json(bench.targets));
        Path file = bench.root.resolve("target/bench/kills.json");
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).write(bench.measured, file.toFile());
        System.out.println("\nWritten to " + file);
    }

    private void measure(String name, int kills, String... options) throws IOException, InterruptedException {
        List<Double> waits = new ArrayList<>();
        List<Double> calm = new ArrayList<>();
        List<Double> back = new ArrayList<>();
        int failed;
        Path folder = Files.createDirectories(root.resolve("target/bench/runs/kills-" + name));
        try (LabProcess lab = LabProcess.jar(root, folder.resolve("stderr"), options)) {
            Map<String, Object> ready = lab.awaitReady(READY_SECONDS);
            LabApi api = new LabApi(ready);
            try (GetClients clients = new GetClients(ready.get("front").toString(), CLIENTS)) {
                TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
                for (int i = 0; i < kills; i++) {
                    String node = owner(clients);
                    calm.add((double) watch(clients));
                    clients.longestMillis();
                    long start = System.nanoTime();
                    // The API answers when all members miss the node; the clients are watched from before the kill.
                    api.on(node, "kill");
                    long left = WATCHED_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                    TimeUnit.MILLISECONDS.sleep(Math.max(0, left));
                    waits.add((double) clients.longestMillis());
                    start = System.nanoTime();
                    api.on(node, "start");
                    back.add((System.nanoTime() - start) / 1e6);
                }
                failed = clients.failed();
            }
            lab.stop(READY_SECONDS);
        }
        List.of(waits, calm, back).forEach(figures -> figures.sort(null));
        System.out.printf(
                Locale.ROOT,
                "%-9s %-24s %-24s %-12d %s%n",
                name,
                Results.range(waits),
                Results.range(calm),
                failed,
                Results.range(back));
        measured.put(name, Map.of("waitMillis", waits, "calmMillis", calm, "failed", failed, "backMillis", back));
        targets.add(new Results.Target(name + ", failed GETs", 0, false, OptionalDouble.of(failed)));
        targets.add(new Results.Target(name + ", longest wait, ms", 100, false, Results.median(waits)));
        targets.add(new Results.Target(name + ", back with all sessions, ms", 2000, false, Results.median(back)));
    }

    private static long watch(GetClients clients) throws InterruptedException {
        clients.longestMillis();
        TimeUnit.MILLISECONDS.sleep(WATCHED_MILLIS);
        return clients.longestMillis();
    }

    /** The node with most sessions of the clients. */
    private static String owner(GetClients clients) {
        Map<String, Integer> owned = new LinkedHashMap<>();
        clients.owners().forEach(node -> owned.merge(node, 1, Integer::sum));
        return owned.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
