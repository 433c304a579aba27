import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One lab of {@link JoinSoak}: ends a node in one of three ways, waits 0.1 to 2 s, starts it, and so on. */
final class JoinLab implements Runnable {
    private static final long LIMIT_SECONDS = 60;
    private static final int CLIENTS = 8;
    private static final int LEAST_GAP_MILLIS = 100;
    private static final int MOST_GAP_MILLIS = 2_000;

    /** As often as this in a row a node may fail to join before the lab gives up. */
    private static final int ATTEMPTS = 5;

    private final Path root;
    private final Path folder;
    private final List<String> options;
    private final AtomicInteger left;
    private final Random random = new Random();

    private volatile int stops;
    private volatile int kills;
    private volatile int restarts;
    private volatile int joins;
    private volatile int failedJoins;
    private volatile int broken;
    private volatile PostClients clients = PostClients.none();

    /** @param left how many joins all labs together have still to do */
    JoinLab(Path root, Path folder, List<String> options, AtomicInteger left) {
        this.root = root;
        this.folder = folder;
        this.options = new ArrayList<>(List.of("--dir", folder.resolve("run").toString()));
        this.options.addAll(options);
        this.left = left;
    }

    JoinFigures figures() {
        PostClients now = clients;
        return new JoinFigures(
                stops,
                kills,
                restarts,
                joins,
                failedJoins,
                broken,
                now.answered(),
                now.lost(),
                now.twice(),
                now.failed(),
                now.failedAtKills(),
                now.longestMillis());
    }

    @Override
    public void run() {
        Path errors = folder.resolve("stderr");
        try (PrintStream failures = new PrintStream(folder.resolve("failures").toFile());
                LabProcess lab = LabProcess.jar(root, errors, List.of(), options)) {
            try {
                Map<String, Object> ready = lab.awaitReady(LIMIT_SECONDS);
                LabApi api = new LabApi(ready);
                try (PostClients posts = new PostClients(ready.get("front").toString(), CLIENTS, failures)) {
                    clients = posts;
                    while (left.getAndDecrement() > 0) {
                        once(api, posts, failures);
                    }
                }
                lab.stop(LIMIT_SECONDS);
                Evidence.checkNoTrace(errors);
            } catch (IOException | InterruptedException e) {
                broken++;
                failures.println(Instant.now() + " " + e.getMessage());
            }
        } catch (IOException e) {
            broken++;
            System.err.println(e);
        }
    }

    private void once(LabApi api, PostClients posts, PrintStream failures) throws IOException, InterruptedException {
        String node = api.nodes().get(random.nextInt(api.nodes().size()));
        switch (random.nextInt(3)) {
            case 0 -> {
                stops++;
                api.on(node, "stop");
                pause();
                start(api, node, "start", failures);
            }
            case 1 -> {
                restarts++;
                start(api, node, "restart", failures);
            }
            default -> {
                kills++;
                posts.killing(true);
                api.on(node, "kill");
                pause();
                start(api, node, "start", failures);
                posts.killing(false);
            }
        }
        pause();
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LEAST_GAP_MILLIS, MOST_GAP_MILLIS));
    }

    private void start(LabApi api, String node, String word, PrintStream failures) throws IOException {
        joins++;
        IOException first = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                api.on(node, i == 0 ? word : "start");
                return;
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                    failedJoins++;
                }
                failures.println(Instant.now() + " " + word + " " + node + ": " + e.getMessage());
            }
        }
        throw first;
    }
}
