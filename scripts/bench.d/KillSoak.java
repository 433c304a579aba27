import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * SIGKILL of a lab with nodes in processes of their own, at a random moment of its boot or soon after. It fails if a node, a
 * port or the run folder is left two seconds later. Before the first node is there, nobody is left who could remove the folder:
 * then it has to have its owner's mark, by which the next lab removes it.
 */
final class KillSoak implements Soak.Once {
    private static final long LIMIT_SECONDS = 60;
    private static final long GONE_MILLIS = 2_000;
    private static final int RUN_MILLIS = 1_000;

    private final Path root;
    private final List<String> options;
    private final Random random = new Random();
    private long bootMillis;
    private int duringBoot;
    private int afterReady;
    private int forTheNext;

    KillSoak(Path root, List<String> options) {
        this.root = root;
        this.options = options.isEmpty() ? List.of("--process") : options;
    }

    @Override
    public String run(Path folder) throws IOException, InterruptedException {
        Path errors = folder.resolve("stderr");
        Path temp = Files.createDirectories(folder.resolve("tmp"));
        boolean whenReady = bootMillis == 0 || random.nextInt(4) == 0;
        long start = System.nanoTime();
        try (LabProcess lab = LabProcess.jar(root, errors, List.of("-Djava.io.tmpdir=" + temp), options)) {
            if (whenReady) {
                lab.awaitReady(LIMIT_SECONDS);
                bootMillis = since(start);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(RUN_MILLIS));
            } else {
                TimeUnit.MILLISECONDS.sleep(random.nextLong(bootMillis));
            }
            boolean ready = lab.isReady();
            List<ProcessHandle> processes = new ArrayList<>(lab.handles());
            String what = "SIGKILL after " + since(start) + " ms, " + (processes.size() - 1) + " children, "
                    + (ready ? "ready" : "before ready");
            long told = System.nanoTime();
            try {
                lab.signal("KILL", LIMIT_SECONDS);
                for (IOException left = check(lab, ready, processes, temp);
                        left != null;
                        left = check(lab, ready, processes, temp)) {
                    if (since(told) > GONE_MILLIS) {
                        throw left;
                    }
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException failure) {
                processes.forEach(ProcessHandle::destroyForcibly);
                throw new IOException(what + ": " + failure.getMessage(), failure);
            }
            if (!folders(temp).isEmpty()) {
                forTheNext++;
            }
            if (ready) {
                afterReady++;
            } else {
                duringBoot++;
            }
            return what + ", nothing left after " + since(told) + " ms";
        }
    }

    /** What is left, or null. */
    private static IOException check(LabProcess lab, boolean ready, List<ProcessHandle> processes, Path temp)
            throws InterruptedException {
        try {
            Evidence.checkEnded(processes);
            if (ready) {
                Evidence.checkFree(LabProcess.ports(lab.awaitReady(0)));
            }
            if (processes.size() > 1) {
                Evidence.check(folders(temp).isEmpty(), "left behind: " + folders(temp));
            } else {
                for (Path left : folders(temp)) {
                    Evidence.check(Files.exists(left.resolve("owner")), "nobody will remove " + left);
                }
            }
            return null;
        } catch (IOException left) {
            return left;
        }
    }

    private static List<Path> folders(Path temp) throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.filter(file -> file.getFileName().toString().matches("cluster-lab-\\d+"))
                    .toList();
        }
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public String summary() {
        return "of the others " + duringBoot + " kills before ready, " + afterReady + " after; " + forTheNext
                + " before there was a node, with a folder for the next lab to remove";
    }
}
