import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;

/**
 * {@code scripts/bench scale}: how cost grows with the number of nodes. Time to ready, memory, messages, and requests a second of one
 * node with DeltaManager and BackupManager. It writes target/bench/scale.json and, with {@code --plot DIR}, a plot of each
 * with the curve that theory gives, fitted to the medians; {@code --json FILE} draws those of an earlier run.
 */
final class ScaleBench {
    private static final long READY_SECONDS = 120;

    /** What the first answers leave behind is collected. */
    private static final long SETTLE_SECONDS = 2;

    private static final String MESSAGES = "clusterlab_replication_messages_total";
    private static final String REQUESTS = "clusterlab_node_requests_total";
    private static final int CLIENTS = 5;
    private static final int REQUESTS_PER_SECOND = 50;
    private static final long COUNTED_SECONDS = 4;

    /** More, with two labs at a time, is more than two processors boot in time. */
    private static final int MOST_LOADED = 16;

    private final Path root = Path.of(System.getProperty("bench.root"));
    private final Path work;
    private final int runs;
    private final int seconds;
    private final Map<String, Map<Integer, List<Double>>> samples = new LinkedHashMap<>();

    private ScaleBench(int runs, int seconds) throws IOException {
        this.runs = runs;
        this.seconds = seconds;
        work = Files.createDirectories(root.resolve("target/bench/scale"));
    }

    public static void main(String[] args) throws Exception {
        int runs = 3;
        int seconds = 5;
        List<Integer> nodes = List.of(1, 2, 3, 4, 8, 16, 32, 64);
        Path plots = null;
        Path earlier = null;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--runs" -> runs = number("--runs", value);
                case "--seconds" -> seconds = number("--seconds", value);
                case "--nodes" ->
                    nodes = Arrays.stream(value.split(","))
                            .map(one -> number("--nodes", one))
                            .toList();
                case "--plot" -> plots = Path.of(value);
                case "--json" -> earlier = Path.of(value);
                default ->
                    refuse("unknown option " + args[i]
                            + "; there are --runs N, --seconds N, --nodes 1,2,4, --plot DIR and --json FILE");
            }
        }
        ScaleBench bench = new ScaleBench(runs, seconds);
        if (earlier != null) {
            bench.read(earlier);
        } else {
            bench.boots(nodes);
            bench.loads(nodes.stream().filter(n -> n >= 2 && n <= MOST_LOADED).toList());
            bench.write();
        }
        bench.print();
        if (plots != null) {
            bench.plot(plots);
        }
        // The tools' children end with the JVM.
        System.exit(0);
    }

    /** The samples of an earlier run. */
    private void read(Path file) throws IOException {
        Map<?, ?> all = (Map<?, ?>) JSON.std.mapFrom(Files.readString(file)).get("samples");
        all.forEach((figure, by) -> ((Map<?, ?>) by).forEach((nodes, values) -> ((List<?>) values)
                .forEach(value ->
                        add(figure.toString(), Integer.parseInt(nodes.toString()), ((Number) value).doubleValue()))));
    }

    private static int number(String option, String value) {
        return value.matches("[1-9]\\d{0,3}") ? Integer.parseInt(value) : refuse(option + " takes numbers, 1 or more");
    }

    private static int refuse(String why) {
        System.err.println("bench scale: " + why);
        System.exit(64);
        return 0;
    }

    private void add(String figure, int nodes, double value) {
        samples.computeIfAbsent(figure, none -> new TreeMap<>())
                .computeIfAbsent(nodes, none -> new ArrayList<>())
                .add(value);
    }

    private LabProcess lab(String name, List<String> options) throws IOException {
        return LabProcess.script(root, work.resolve(name + ".stderr"), options);
    }

    private void boots(List<Integer> nodes) throws Exception {
        for (int run = 1; run <= runs; run++) {
            for (int n : nodes) {
                long start = System.nanoTime();
                try (LabProcess lab = lab("boot-" + n, List.of("--nodes", Integer.toString(n)))) {
                    Map<String, Object> ready = lab.awaitReady(READY_SECONDS);
                    add("seconds to ready", n, (System.nanoTime() - start) / 1e9);
                    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                    add("PSS in MiB", n, Machine.pssKib(List.of(lab.pid())).orElse(0) / 1024.0);
                    add("live heap in MiB", n, Machine.heapKib(lab.pid()).orElse(0) / 1024.0);
                    add("messages, delta", n, messages(ready));
                }
                if (n > 1) {
                    backupMessages(n);
                }
                System.err.printf(Locale.ROOT, "%d/%d %d nodes: %s%n", run, runs, n, last(n));
            }
        }
    }

    /** Many nodes with BackupManager may never be ready (docs/findings.md): then there is no sample, and the others go on. */
    private void backupMessages(int nodes) throws Exception {
        try (LabProcess lab =
                lab("boot-backup-" + nodes, List.of("--nodes", Integer.toString(nodes), "--manager", "backup"))) {
            add("messages, backup", nodes, messages(lab.awaitReady(READY_SECONDS)));
        } catch (IOException failure) {
            System.err.println(nodes + " nodes with BackupManager: " + failure.getMessage());
        }
    }

    /** Replication messages a second at 50 requests a second, without those of the membership. */
    private static double messages(Map<String, Object> ready) throws Exception {
        LabApi api = new LabApi(ready);
        try (GetClients clients = new GetClients(ready.get("front").toString(), CLIENTS)) {
            // Each has its session by then.
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            double messages = api.metric(MESSAGES);
            double requests = api.metric(REQUESTS);
            TimeUnit.SECONDS.sleep(COUNTED_SECONDS);
            double sent = api.metric(MESSAGES) - messages;
            double answered = api.metric(REQUESTS) - requests;
            if (clients.failed() > 0 || answered == 0) {
                throw new IOException("requests failed");
            }
            return REQUESTS_PER_SECOND * sent / answered;
        }
    }

    private String last(int nodes) {
        StringBuilder text = new StringBuilder();
        samples.forEach((figure, by) -> {
            List<Double> values = by.getOrDefault(nodes, List.of());
            if (!values.isEmpty()) {
                text.append(String.format(Locale.ROOT, "%s %.2f  ", figure, values.get(values.size() - 1)));
            }
        });
        return text.toString();
    }

    /** All labs of one size run at the same time, but only one is under load. */
    private void loads(List<Integer> nodes) throws Exception {
        for (int n : nodes) {
            Map<String, Wrk> ways = new LinkedHashMap<>();
            List<LabProcess> labs = new ArrayList<>();
            try {
                for (String manager : List.of("delta", "backup")) {
                    LabProcess lab =
                            lab(manager + "-" + n, List.of("--nodes", Integer.toString(n), "--manager", manager));
                    labs.add(lab);
                    String url =
                            LabProcess.addresses(lab.awaitReady(READY_SECONDS)).get(0);
                    ways.put(manager, new Wrk(url, work.resolve(manager + ".lua")));
                }
                for (Wrk way : ways.values()) {
                    way.run(seconds);
                }
                for (int run = 1; run <= runs; run++) {
                    for (Map.Entry<String, Wrk> way : ways.entrySet()) {
                        Wrk.Sample sample = way.getValue().run(seconds);
                        add("requests/s, " + way.getKey(), n, sample.perSecond());
                        System.err.printf(
                                Locale.ROOT,
                                "%d/%d %d nodes, %s: %.0f/s, errors %d%n",
                                run,
                                runs,
                                n,
                                way.getKey(),
                                sample.perSecond(),
                                sample.errors());
                    }
                }
            } finally {
                labs.forEach(LabProcess::close);
            }
        }
    }

    private double median(String figure, int nodes) {
        return measured(figure, nodes).orElse(Double.NaN);
    }

    private Map<Integer, Double> medians(String figure) {
        Map<Integer, Double> medians = new TreeMap<>();
        samples.get(figure).keySet().forEach(nodes -> medians.put(nodes, median(figure, nodes)));
        return medians;
    }

    private void print() {
        Map<Integer, List<Double>> boots = samples.get("seconds to ready");
        List<Integer> all = List.copyOf(boots.keySet());
        System.out.printf("%nMedians of %d runs.%n%-18s", boots.get(all.get(0)).size(), "nodes");
        all.forEach(n -> System.out.printf("%9d", n));
        System.out.println();
        samples.forEach((figure, by) -> {
            System.out.printf("%-18s", figure);
            all.forEach(n -> System.out.printf(
                    Locale.ROOT,
                    "%9s",
                    by.containsKey(n) ? String.format(Locale.ROOT, "%.2f", median(figure, n)) : "-"));
            System.out.println();
        });
        System.out.println();
        Results.print(List.of(
                new Results.Target("64 nodes, seconds to ready", 3, false, measured("seconds to ready", 64)),
                new Results.Target("64 nodes, MiB of PSS", 400, false, measured("PSS in MiB", 64)),
                new Results.Target("a further node of 64, MiB of heap", 2, false, heapOfFurtherNode())));
    }

    private OptionalDouble measured(String figure, int nodes) {
        return Results.median(samples.getOrDefault(figure, Map.of()).getOrDefault(nodes, List.of()).stream()
                .sorted()
                .toList());
    }

    private OptionalDouble heapOfFurtherNode() {
        OptionalDouble few = measured("live heap in MiB", 3);
        OptionalDouble many = measured("live heap in MiB", 64);
        return few.isPresent() && many.isPresent()
                ? OptionalDouble.of((many.getAsDouble() - few.getAsDouble()) / (64 - 3))
                : OptionalDouble.empty();
    }

    private void write() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("at", Instant.now().toString());
        all.put("runs", runs);
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("samples", samples);
        Files.writeString(
                root.resolve("target/bench/scale.json"),
                JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(all));
        System.out.println("\nWritten to " + root.resolve("target/bench/scale.json"));
    }

    private void plot(Path folder) throws IOException {
        Files.createDirectories(folder);
        Plot.of("Time to ready, seconds", "nodes")
                .points("measured", medians("seconds to ready"))
                .curve("a + b·N + c·N(N-1)", Fit.of(medians("seconds to ready"), n -> 1, n -> n, n -> n * (n - 1)))
                .write(folder.resolve("ready.svg"));
        Plot.of("Memory, MiB", "nodes")
                .points("PSS", medians("PSS in MiB"))
                .curve("PSS: a + b·N", Fit.of(medians("PSS in MiB"), n -> 1, n -> n))
                .points("live heap", medians("live heap in MiB"))
                .curve(
                        "heap: a + b·N + c·N(N-1)",
                        Fit.of(medians("live heap in MiB"), n -> 1, n -> n, n -> n * (n - 1)))
                .write(folder.resolve("memory.svg"));
        Plot.of("Replication messages a second at " + REQUESTS_PER_SECOND + " requests/s", "nodes")
                .points("DeltaManager", medians("messages, delta"))
                .curve(REQUESTS_PER_SECOND + "·(N-1): N-1 copies", n -> (double) REQUESTS_PER_SECOND * (n - 1))
                .points("BackupManager", medians("messages, backup"))
                .curve(REQUESTS_PER_SECOND + ": one copy", n -> REQUESTS_PER_SECOND)
                .write(folder.resolve("messages.svg"));
        Map<Integer, Double> delta = medians("requests/s, delta");
        Map<Integer, Double> backup = medians("requests/s, backup");
        DoubleUnaryOperator deltaCost = Fit.of(inverse(delta), n -> 1, n -> n - 1);
        DoubleUnaryOperator backupCost = Fit.of(inverse(backup), n -> 1);
        Plot.of("Requests a second of one node", "nodes")
                .points("DeltaManager", delta)
                .curve("1 / (a + b·(N-1)): N-1 copies", n -> 1 / deltaCost.applyAsDouble(n))
                .points("BackupManager", backup)
                .curve("1 / a: one copy", n -> 1 / backupCost.applyAsDouble(n))
                .write(folder.resolve("requests.svg"));
        System.out.printf(
                Locale.ROOT,
                "DeltaManager: %.0f µs for a request and %.0f µs for each further node; BackupManager: %.0f µs.%n",
                1e6 * deltaCost.applyAsDouble(1),
                1e6 * (deltaCost.applyAsDouble(2) - deltaCost.applyAsDouble(1)),
                1e6 * backupCost.applyAsDouble(2));
    }

    private static Map<Integer, Double> inverse(Map<Integer, Double> values) {
        Map<Integer, Double> inverse = new TreeMap<>();
        values.forEach((n, value) -> inverse.put(n, 1 / value));
        return inverse;
    }
}
