import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code scripts/soak}: its modes, and the loop of those that start the jar once in each run. */
final class Soak {
    private Soak() {}

    public static void main(String[] args) throws Exception {
        List<String> words = new ArrayList<>(List.of(args));
        String mode = words.isEmpty() || !words.get(0).matches("joins|signals|kills") ? "boots" : words.remove(0);
        boolean counted = !words.isEmpty() && words.get(0).matches("[1-9]\\d{0,4}");
        int given = counted ? Integer.parseInt(words.remove(0)) : 0;
        Path root = Path.of(System.getProperty("bench.root"));
        Path folder = root.resolve("target/soak/" + mode);
        Machine.delete(folder);
        Files.createDirectories(folder);
        boolean fine =
                switch (mode) {
                    case "joins" -> new JoinSoak(root, folder, words).run(counted ? given : 1000);
                    case "signals" -> repeat(counted ? given : 150, folder, new SignalSoak(root, words));
                    case "kills" -> repeat(counted ? given : 50, folder, new KillSoak(root, words));
                    default -> repeat(counted ? given : 20, folder, new BootSoak(root, words));
                };
        System.exit(fine ? 0 : 1);
    }

    /** Something that is done repeatedly. */
    interface Once {
        /**
         * Does it once.
         *
         * @param folder a folder of this run; the evidence if it fails
         * @return what to say about it
         * @throws IOException if it failed
         */
        String run(Path folder) throws IOException, InterruptedException;

        /** What all runs have in common. */
        String summary();
    }

    private static boolean repeat(int runs, Path folder, Once once) throws IOException, InterruptedException {
        int failures = 0;
        for (int run = 1; run <= runs; run++) {
            Path own = Files.createDirectories(folder.resolve("run-" + run));
            try {
                System.err.printf("%d/%d %s%n", run, runs, once.run(own));
                Machine.delete(own);
            } catch (IOException failure) {
                failures++;
                System.err.printf("%d/%d FAILED: %s (see %s)%n", run, runs, failure.getMessage(), own);
            }
        }
        System.out.printf("%d runs, %d failed; %s%n", runs, failures, once.summary());
        return failures == 0;
    }
}
