import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code scripts/soak joins}: several labs side by side, each behind the embedded front and under POSTs of its own, stop, kill,
 * restart and start their nodes at random until there were so many joins. It fails if a node did not join, an acknowledged
 * increment was lost or counted twice, or a POST failed although no node had been killed.
 */
final class JoinSoak {
    private static final int LABS = 2;

    private final Path root;
    private final Path folder;
    private final List<String> options;
    private final int labs;

    JoinSoak(Path root, Path folder, List<String> options) {
        this.root = root;
        this.folder = folder;
        this.options = new ArrayList<>(options);
        int at = this.options.indexOf("--labs");
        if (at >= 0) {
            this.options.remove(at);
            labs = Integer.parseInt(this.options.remove(at));
        } else {
            labs = LABS;
        }
    }

    /** Whether nothing failed. */
    boolean run(int joins) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(joins);
        List<JoinLab> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= labs; i++) {
            JoinLab lab = new JoinLab(root, Files.createDirectories(folder.resolve("lab-" + i)), options, left);
            Thread thread = new Thread(lab, "lab-" + i);
            thread.start();
            all.add(lab);
            threads.add(thread);
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            for (Thread thread : threads) {
                thread.join(30_000L / threads.size());
            }
            System.err.println(
                    JoinFigures.sum(all.stream().map(JoinLab::figures).toList()));
        }
        JoinFigures sum = JoinFigures.sum(all.stream().map(JoinLab::figures).toList());
        String text = labs + (labs == 1 ? " lab: " : " labs: ") + sum;
        Files.writeString(folder.resolve("summary"), text + "\n");
        System.out.println(text + " (evidence: " + folder + ")");
        return sum.failures() == 0 && sum.joins() == joins;
    }
}
