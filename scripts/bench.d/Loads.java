import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Samples of wrk on several ways, and their comparison with the targets. */
final class Loads {
    private final Map<String, List<Wrk.Sample>> samples = new LinkedHashMap<>();
    private final Map<String, String> descriptions = new LinkedHashMap<>();
    private final List<Results.Target> targets = new ArrayList<>();

    void way(String name, String description) {
        samples.put(name, new ArrayList<>());
        descriptions.put(name, description);
    }

    void add(String name, Wrk.Sample sample) {
        samples.get(name).add(sample);
    }

    /** Warms up each way, and measures all in turn. */
    void measure(LoadOptions options, Map<String, Wrk> ways) throws IOException, InterruptedException {
        for (Map.Entry<String, Wrk> way : ways.entrySet()) {
            Wrk.Sample warm = way.getValue().run(options.warmUp());
            System.err.printf(Locale.ROOT, "warm %-10s %.0f/s%n", way.getKey(), warm.perSecond());
        }
        for (int run = 1; run <= options.runs(); run++) {
            for (Map.Entry<String, Wrk> way : ways.entrySet()) {
                Wrk.Sample sample = way.getValue().run(options.seconds());
                add(way.getKey(), sample);
                System.err.printf(
                        Locale.ROOT,
                        "%d/%d %-10s %.0f/s, p99 %.2f ms, errors %d%n",
                        run,
                        options.runs(),
                        way.getKey(),
                        sample.perSecond(),
                        sample.p99Millis(),
                        sample.errors());
            }
        }
    }

    void target(Results.Target target) {
        targets.add(target);
    }

    /**
     * A target for the requests per second of one way as a multiple of those of another.
     *
     * @param whose names the other in the target's text
     */
    void atLeast(String one, String other, double least, String whose) {
        target(new Results.Target(
                one + ", requests/s as a multiple of " + whose, least, true, ratio(one, other, Wrk.Sample::perSecond)));
    }

    OptionalDouble median(String name, ToDoubleFunction<Wrk.Sample> figure) {
        return Results.median(sorted(name, figure));
    }

    /** The ratio of the medians of one figure. */
    OptionalDouble ratio(String above, String below, ToDoubleFunction<Wrk.Sample> figure) {
        OptionalDouble one = median(above, figure);
        OptionalDouble other = median(below, figure);
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    List<Double> sorted(String name, ToDoubleFunction<Wrk.Sample> figure) {
        return samples.get(name).stream().mapToDouble(figure).sorted().boxed().toList();
    }

    private long sum(String name, java.util.function.ToLongFunction<Wrk.Sample> figure) {
        return samples.get(name).stream().mapToLong(figure).sum();
    }

    boolean failed() {
        return samples.keySet().stream()
                .anyMatch(name -> samples.get(name).isEmpty() || sum(name, Wrk.Sample::errors) > 0);
    }

    void print(int runs) {
        System.out.printf(Locale.ROOT, "%nRuns of each: %d, in turn. Median (smallest-largest).%n", runs);
        System.out.printf(
                "%-12s %-24s %-22s %-22s %-8s %s%n", "", "requests/s", "p50 ms", "p99 ms", "errors", "uncounted");
        for (String name : samples.keySet()) {
            System.out.printf(
                    "%-12s %-24s %-22s %-22s %-8d %d%n",
                    name,
                    Results.range(sorted(name, Wrk.Sample::perSecond)),
                    Results.range(sorted(name, Wrk.Sample::p50Millis)),
                    Results.range(sorted(name, Wrk.Sample::p99Millis)),
                    sum(name, Wrk.Sample::errors),
                    sum(name, Wrk.Sample::uncounted));
        }
        System.out.println();
        descriptions.forEach((name, text) -> System.out.printf("%-12s %s%n", name, text));
        System.out.println();
        Results.print(targets);
    }

    void write(Path file) throws IOException {
        List<Object> ways = new ArrayList<>();
        samples.forEach((name, list) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            one.put("description", descriptions.get(name));
            one.put("perSecond", list.stream().map(Wrk.Sample::perSecond).toList());
            one.put("p50Millis", list.stream().map(Wrk.Sample::p50Millis).toList());
            one.put("p99Millis", list.stream().map(Wrk.Sample::p99Millis).toList());
            one.put("errors", sum(name, Wrk.Sample::errors));
            one.put("uncounted", sum(name, Wrk.Sample::uncounted));
            ways.add(one);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("at", Instant.now().toString());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("java", System.getProperty("java.runtime.version"));
        all.put("ways", ways);
        all.put("targets", Results.json(targets));
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).write(all, file.toFile());
        System.out.println("\nWritten to " + file);
    }
}
