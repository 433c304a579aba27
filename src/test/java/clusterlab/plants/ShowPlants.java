package clusterlab.plants;

import clusterlab.experiment.verdict.Status;
import clusterlab.run.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Carries out each plant and each clean experiment so many times and prints what was found, by which checker, and the false alarms.
 * {@code scripts/show plants} runs it.
 */
final class ShowPlants {
    private static final String CLEAN = "clean";
    private static final String ROW = "%-22s %-54s %9s  %-44s %6s%n";

    private final Progress progress;
    private final int times;
    private final List<String> wanted;
    private final Field field = new Field();

    private ShowPlants(Progress progress, int times, List<String> wanted) {
        this.progress = progress;
        this.times = times;
        this.wanted = wanted;
    }

    /** Arguments: the file of the progress, then in any order {@code --fresh}, the number of runs, and kinds; all kinds without. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int times = 1;
        List<String> wanted = new ArrayList<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (argument.equals("--fresh")) {
                Files.deleteIfExists(file);
            } else if (argument.matches("[0-9]{1,6}")) {
                times = Integer.parseInt(argument);
            } else {
                wanted.add(argument);
            }
        }
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(kinds());
        if (!unknown.isEmpty() || times == 0) {
            System.err.println("plants: unknown " + unknown + "; there are " + String.join(" ", kinds()));
            System.exit(64);
        }
        System.exit(new ShowPlants(Progress.in(file), times, wanted).show() ? 0 : 1);
    }

    private static List<String> kinds() {
        List<String> kinds = Plants.ALL.stream().map(Plant::kind).collect(Collectors.toCollection(ArrayList::new));
        kinds.add(CLEAN);
        return kinds;
    }

    private boolean show() throws Exception {
        System.out.printf(ROW, "kind", "experiment", "found", "by", "s/run");
        long found = 0;
        long planted = 0;
        for (Plant plant : Plants.ALL) {
            if (isWanted(plant.kind())) {
                found += row(plant.kind(), plant.trial(), plant::isFoundBy, plant.rig());
                planted += times;
            }
        }
        long alarms = 0;
        long clean = 0;
        for (Trial trial : isWanted(CLEAN) ? Plants.CLEAN : List.<Trial>of()) {
            alarms += row(CLEAN, trial, status -> status != Status.VALID, seed -> Rig.REAL);
            clean += times;
        }
        System.out.printf(
                "plants: found %d of %d, missed %d; clean: %d false alarms of %d%n",
                found, planted, planted - found, alarms, clean);
        return found == planted && alarms == 0;
    }

    /** Runs a line of the table, prints it, and returns how many of its runs ended as counted. */
    private long row(String kind, Trial trial, Predicate<Status> counted, LongFunction<Rig> rig) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= times; seed++) {
            outcomes.add(run(kind, trial, seed, rig));
        }
        long hits = outcomes.stream().map(Outcome::status).filter(counted).count();
        print(kind, trial, hits, outcomes);
        return hits;
    }

    private boolean isWanted(String kind) {
        return wanted.isEmpty() || wanted.contains(kind);
    }

    private Outcome run(String kind, Trial trial, long seed, LongFunction<Rig> rig) throws Exception {
        Optional<Outcome> done = progress.of(kind, trial, seed);
        if (done.isPresent()) {
            return done.get();
        }
        Outcome outcome = field.run(trial, seed, rig.apply(seed));
        progress.add(kind, trial, seed, outcome);
        return outcome;
    }

    private void print(String kind, Trial trial, long hits, List<Outcome> outcomes) {
        Map<String, Integer> by = new LinkedHashMap<>();
        outcomes.forEach(outcome -> by.merge(
                outcome.status() == Status.VALID ? "nobody" : outcome.status() + " " + outcome.checker(),
                1,
                Integer::sum));
        double[] seconds =
                outcomes.stream().mapToDouble(Outcome::seconds).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                ROW,
                kind,
                trial,
                hits + "/" + outcomes.size(),
                by.entrySet().stream()
                        .map(entry -> entry.getKey() + (outcomes.size() > 1 ? " " + entry.getValue() : ""))
                        .collect(Collectors.joining(", ")),
                String.format(Locale.ROOT, "%.1f", seconds[seconds.length / 2]));
    }
}
