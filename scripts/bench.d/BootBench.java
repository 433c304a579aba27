import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code scripts/bench boot} and {@code scripts/bench nodes}: how long stock Tomcats and cluster-lab take until three nodes answer and see each other, and
 * how much memory they then use. One run measures all candidates in turn, so that other load on the machine affects all of
 * them.
 */
final class BootBench {
    private final Path root = Path.of(System.getProperty("bench.root"));
    private final String set;
    private final List<Candidate> candidates;
    private final int runs;
    private final Results results = new Results();

    private BootBench(String set, List<Candidate> candidates, int runs) {
        this.set = set;
        this.candidates = candidates;
        this.runs = runs;
    }

    public static void main(String[] args) throws Exception {
        int runs = 5;
        List<String> only = List.of();
        Path tomcat = null;
        String set = "boot";
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--runs" ->
                    runs = value.matches("[1-9]\\d{0,3}") ? Integer.parseInt(value) : refuse("--runs N, 1 or more");
                case "--only" -> only = List.of(value.split(","));
                case "--tomcat" -> tomcat = Path.of(value);
                case "--set" -> set = value;
                default -> refuse("unknown option " + args[i] + "; there are --runs N and --only a,b");
            }
        }
        List<Candidate> all = set.equals("nodes") ? nodes(tomcat) : candidates(tomcat);
        List<String> names = all.stream().map(Candidate::name).toList();
        if (!names.containsAll(only)) {
            refuse("--only takes some of " + String.join(",", names));
        }
        List<String> wanted = only.isEmpty() ? names : only;
        new BootBench(
                        set,
                        all.stream().filter(one -> wanted.contains(one.name())).toList(),
                        runs)
                .run();
    }

    private static int refuse(String why) {
        System.err.println("bench boot: " + why);
        System.exit(64);
        return 0;
    }

    private List<Results.Target> targets() {
        return set.equals("nodes") ? results.targetsOfNodes() : results.targets();
    }

    /** Nodes in processes of their own; their memory is counted without the lab. */
    private static List<Candidate> nodes(Path tomcat) {
        Path root = Path.of(System.getProperty("bench.root"));
        List<String> jar = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("target/cluster-lab.jar").toString()));
        jar.addAll(LabProcess.ANY_PORTS);
        return List.of(
                new StockCluster(tomcat, root.resolve("webapp"), true),
                LabStart.ofNodes("process", "java -jar --process, 3 nodes", jar, "--process"),
                LabStart.ofNodes(
                        "tomcat",
                        "java -jar --tomcat, 3 nodes, the same Tomcat as stock",
                        jar,
                        "--tomcat",
                        tomcat.toString()),
                LabStart.ofNodes("process-8", "java -jar --process, 8 nodes", jar, "--process", "--nodes", "8"));
    }

    private static List<Candidate> candidates(Path tomcat) {
        Path root = Path.of(System.getProperty("bench.root"));
        List<String> script = List.of(root.resolve("scripts/cluster-lab").toString());
        List<String> jar = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("target/cluster-lab.jar").toString());
        return List.of(
                new StockCluster(tomcat, root.resolve("webapp"), true),
                new StockCluster(tomcat, root.resolve("webapp"), false),
                new LabStart("lab", "scripts/cluster-lab, 3 nodes", script, "--nodes", "3"),
                new LabStart(
                        "lab-tutorial",
                        "scripts/cluster-lab, 3 nodes, multicast at 500 ms",
                        script,
                        "--nodes",
                        "3",
                        "--preset",
                        "tutorial"),
                new LabStart("jar", "java -jar, 3 nodes", jar, "--nodes", "3"),
                new LabStart("lab-32", "scripts/cluster-lab, 32 nodes", script, "--nodes", "32"));
    }

    private void run() throws Exception {
        Path work = Files.createDirectories(root.resolve("target/bench/runs"));
        warmUp();
        if (set.equals("nodes")) {
            // The first orderly end of each kind writes its archive of classes; a user waits for it only once.
            for (Candidate candidate : candidates.subList(1, candidates.size())) {
                candidate.measure(Files.createDirectories(work.resolve(candidate.name() + "-first")));
            }
        }
        for (int run = 1; run <= runs; run++) {
            for (Candidate candidate : candidates) {
                measure(candidate, run, work.resolve(candidate.name() + "-" + run));
            }
        }
        print();
        write(root.resolve("target/bench/" + set + ".json"));
        boolean allReady = candidates.stream()
                .allMatch(candidate -> results.of(candidate.name()).size() == runs);
        System.exit(allReady ? 0 : 1);
    }

    /** Builds the jar and makes the class-data-sharing archive; a user waits for both only once. */
    private void warmUp() throws IOException, InterruptedException {
        Process script = Children.start(
                new ProcessBuilder(root.resolve("scripts/cluster-lab").toString(), "--version")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT));
        script.waitFor();
        Children.end(List.of(script));
    }

    private void measure(Candidate candidate, int run, Path folder) throws IOException {
        Machine.delete(folder);
        Files.createDirectories(folder);
        String outcome;
        try {
            Candidate.Sample sample = candidate.measure(folder);
            results.add(candidate.name(), sample);
            outcome =
                    sample.millis() + " ms" + (sample.ready() ? "" : ": given up, not ready (logs in " + folder + ")");
            if (sample.ready()) {
                Machine.delete(folder);
            }
        } catch (Exception failure) {
            outcome = "failed: " + failure.getMessage() + " (see " + folder + ")";
        }
        System.err.printf(Locale.ROOT, "%d/%d %-15s %s%n", run, runs, candidate.name(), outcome);
    }

    private void print() {
        System.out.printf(Locale.ROOT, "%nRuns of each: %d, in turn. Median (smallest-largest).%n", runs);
        System.out.printf(
                "%-15s %-26s %-24s %-24s %s%n",
                "", "ms to ready", "PSS in MiB", "live heap in MiB", "starts over 30 s");
        for (Candidate candidate : candidates) {
            String name = candidate.name();
            System.out.printf(
                    "%-15s %-26s %-24s %-24s %d%n",
                    name,
                    Results.range(results.millis(name)),
                    Results.range(results.pssMib(name)),
                    Results.range(results.heapMib(name)),
                    slow(name));
        }
        System.out.println();
        candidates.forEach(one -> System.out.printf("%-15s %s%n", one.name(), one.description()));
        System.out.println();
        Results.print(targets());
    }

    private long slow(String candidate) {
        return results.of(candidate).stream()
                .filter(sample -> sample.millis() > 30_000)
                .count();
    }

    private void write(Path file) throws IOException {
        List<Object> measured = new ArrayList<>();
        for (Candidate candidate : candidates) {
            String name = candidate.name();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            one.put("description", candidate.description());
            one.put("runs", results.of(name).size());
            one.put(
                    "notReady",
                    results.of(name).stream().filter(sample -> !sample.ready()).count());
            one.put("over30s", slow(name));
            one.put("millis", results.millis(name));
            one.put("pssMib", results.pssMib(name));
            one.put("heapMib", results.heapMib(name));
            measured.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("at", Instant.now().toString());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("java", System.getProperty("java.runtime.version"));
        all.put("candidates", measured);
        all.put("targets", Results.json(targets()));
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).write(all, file.toFile());
        System.out.println("\nWritten to " + file);
    }
}
