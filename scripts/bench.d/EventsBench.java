import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * {@code scripts/bench events}, {@code scripts/bench attributes}: the cost of the events, and of the comparison of attributes.
 * Each run starts a lab with them and one without, because no two JVMs compile alike. It warms up both and measures them in turn,
 * several times each.
 */
final class EventsBench {
    private static final long READY_SECONDS = 60;
    private static final int TURNS = 4;

    private EventsBench() {}

    public static void main(String[] args) throws Exception {
        String what = args[0];
        LoadOptions options = LoadOptions.of(what, Arrays.copyOfRange(args, 1, args.length));
        Path root = Path.of(System.getProperty("bench.root"));
        Path work = Files.createDirectories(root.resolve("target/bench").resolve(what));
        Loads loads = new Loads();
        loads.way("on", "wrk to --front embedded");
        loads.way("off", "the same with -Dclusterlab." + what + "=off");
        List<Double> ratios = new ArrayList<>();
        for (int run = 1; run <= options.runs(); run++) {
            ratios.add(run(what, options, root, work, loads, run));
            System.err.printf(Locale.ROOT, "%d/%d on/off %.3f%n", run, options.runs(), ratios.get(run - 1));
        }
        List<Double> sorted = ratios.stream().sorted().toList();
        OptionalDouble median = Results.median(sorted);
        loads.target(new Results.Target(
                "requests/s with " + what + " as a multiple of without, median of runs", 0.95, true, median));
        loads.print(options.runs() * TURNS);
        System.out.println("on/off of each run: " + Results.range(sorted));
        loads.write(root.resolve("target/bench").resolve(what + ".json"));
        System.exit(loads.failed() ? 1 : 0);
    }

    private static double run(String what, LoadOptions options, Path root, Path work, Loads loads, int run)
            throws Exception {
        try (LabProcess on = LabProcess.jar(root, work.resolve("on.stderr"));
                LabProcess off = LabProcess.jar(
                        root, work.resolve("off.stderr"), List.of("-Dclusterlab." + what + "=off"), List.of())) {
            Wrk with = wrk(on, work.resolve("on.lua"));
            Wrk without = wrk(off, work.resolve("off.lua"));
            with.run(options.warmUp());
            without.run(options.warmUp());
            List<Double> onSamples = new ArrayList<>();
            List<Double> offSamples = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                // Each is first equally often.
                boolean onFirst = (turn + run) % 2 == 0;
                for (boolean isOn : new boolean[] {onFirst, !onFirst}) {
                    Wrk.Sample sample = (isOn ? with : without).run(options.seconds());
                    loads.add(isOn ? "on" : "off", sample);
                    (isOn ? onSamples : offSamples).add(sample.perSecond());
                }
            }
            return median(onSamples) / median(offSamples);
        }
    }

    private static double median(List<Double> values) {
        return Results.median(values.stream().sorted().toList()).orElseThrow();
    }

    private static Wrk wrk(LabProcess lab, Path script) throws Exception {
        Map<String, Object> ready = lab.awaitReady(READY_SECONDS);
        return new Wrk(ready.get("front").toString(), script);
    }
}
