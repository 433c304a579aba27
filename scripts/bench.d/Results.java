import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** All samples, their medians, and their comparison with the targets. */
final class Results {
    private final Map<String, List<Candidate.Sample>> samples = new LinkedHashMap<>();

    void add(String candidate, Candidate.Sample sample) {
        samples.computeIfAbsent(candidate, key -> new ArrayList<>()).add(sample);
    }

    List<Candidate.Sample> of(String candidate) {
        return samples.getOrDefault(candidate, List.of());
    }

    /** Milliseconds to ready, sorted; a start that timed out counts with its time until then. */
    List<Double> millis(String candidate) {
        return sorted(candidate, sample -> OptionalDouble.of(sample.millis()));
    }

    List<Double> pssMib(String candidate) {
        return sorted(candidate, sample -> mib(sample.pssKib()));
    }

    List<Double> heapMib(String candidate) {
        return sorted(candidate, sample -> mib(sample.heapKib()));
    }

    static OptionalDouble median(List<Double> sorted) {
        int size = sorted.size();
        return size == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2);
    }

    /** One target of the project, and the measured value. */
    record Target(String text, double limit, boolean atLeast, OptionalDouble measured) {
        boolean met() {
            return measured.isPresent()
                    && (atLeast ? measured.getAsDouble() >= limit : measured.getAsDouble() <= limit);
        }
    }

    /** The median, and the smallest and largest in brackets. */
    static String range(List<Double> sorted) {
        OptionalDouble median = median(sorted);
        return median.isEmpty()
                ? "-"
                : number(median.getAsDouble()) + " (" + number(sorted.get(0)) + "-"
                        + number(sorted.get(sorted.size() - 1)) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    static void print(List<Target> targets) {
        for (Target target : targets) {
            System.out.printf(
                    Locale.ROOT,
                    "%-62s %8s, target %s %-5s %s%n",
                    target.text(),
                    target.measured().isPresent() ? number(target.measured().getAsDouble()) : "-",
                    target.atLeast() ? "at least" : "at most ",
                    number(target.limit()),
                    target.measured().isEmpty() ? "not measured" : target.met() ? "met" : "NOT MET");
        }
    }

    static List<Object> json(List<Target> targets) {
        List<Object> list = new ArrayList<>();
        for (Target target : targets) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("text", target.text());
            one.put(target.atLeast() ? "atLeast" : "atMost", target.limit());
            one.put(
                    "measured",
                    target.measured().isPresent() ? target.measured().getAsDouble() : null);
            one.put("met", target.measured().isPresent() ? target.met() : null);
            list.add(one);
        }
        return list;
    }

    List<Target> targets() {
        return List.of(
                new Target(
                        "3 nodes, times faster than stock one after the other",
                        28,
                        true,
                        ratio(this::millis, "stock-serial", "lab")),
                new Target(
                        "3 nodes, times faster than stock all at once",
                        8,
                        true,
                        ratio(this::millis, "stock-parallel", "lab")),
                new Target(
                        "preset tutorial, times faster than stock one after the other",
                        5,
                        true,
                        ratio(this::millis, "stock-serial", "lab-tutorial")),
                new Target(
                        "java -jar, times faster than stock one after the other",
                        15,
                        true,
                        ratio(this::millis, "stock-serial", "jar")),
                new Target("32 nodes, time as a multiple of 3 nodes", 3, false, ratio(this::millis, "lab-32", "lab")),
                new Target(
                        "3 nodes, PSS as a fraction of stock's",
                        0.25,
                        false,
                        ratio(this::pssMib, "lab", "stock-serial")),
                new Target("a further node, MiB of heap", 2, false, heapOfFurtherNode()));
    }

    List<Target> targetsOfNodes() {
        return List.of(
                new Target(
                        "3 stock nodes, times faster than by hand one after the other",
                        5,
                        true,
                        ratio(this::millis, "stock-serial", "tomcat")),
                new Target("3 stock nodes, ms", 2200, false, median(millis("tomcat"))),
                new Target("3 nodes in processes, ms", 2000, false, median(millis("process"))),
                new Target("8 nodes in processes, ms", 6000, false, median(millis("process-8"))),
                new Target("3 stock nodes, MiB of PSS", 190, false, median(pssMib("tomcat"))),
                new Target("3 nodes in processes, MiB of PSS", 190, false, median(pssMib("process"))));
    }

    private OptionalDouble heapOfFurtherNode() {
        OptionalDouble few = median(heapMib("lab"));
        OptionalDouble many = median(heapMib("lab-32"));
        return few.isPresent() && many.isPresent()
                ? OptionalDouble.of((many.getAsDouble() - few.getAsDouble()) / (32 - 3))
                : OptionalDouble.empty();
    }

    private static OptionalDouble ratio(Function<String, List<Double>> figures, String above, String below) {
        OptionalDouble one = median(figures.apply(above));
        OptionalDouble other = median(figures.apply(below));
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    private List<Double> sorted(String candidate, Function<Candidate.Sample, OptionalDouble> figure) {
        return of(candidate).stream()
                .map(figure)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .sorted()
                .toList();
    }

    private static OptionalDouble mib(OptionalLong kib) {
        return kib.isPresent() ? OptionalDouble.of(kib.getAsLong() / 1024.0) : OptionalDouble.empty();
    }
}
