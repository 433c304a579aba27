package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.Level;
import clusterlab.cloud.CloudFinding;
import clusterlab.cluster.Await.Deadline;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Boots a cluster of which no node runs.
 *
 * <pre>
 * 1  all nodes in parallel: everything but the membership; pages compiled
 * 2  all nodes: listen for members      ── barrier: no node announces itself before all listen
 * 3  all nodes: announce themselves     ── each announcement reaches all nodes at the first try
 * 4  wait until every node sees every other
 * 5  the probe session
 * </pre>
 */
public final class BootSequence implements AutoCloseable {
    /** A step that takes longer is told. */
    private static final Duration LONG = Duration.ofSeconds(3);

    private final Topology topology;
    private final List<Node> nodes;
    private final Webapp webapp;
    private final RunFolder folder;
    private final BootListener listener;
    private final Supplier<List<CloudFinding>> findings;
    private final Deadline deadline;
    private final ExecutorService pool;

    /** Such a boot, with what is wrong with the deployment of pods. */
    BootSequence(
            Topology topology,
            List<Node> nodes,
            Webapp webapp,
            RunFolder folder,
            BootListener listener,
            Supplier<List<CloudFinding>> findings) {
        this.findings = findings;
        this.topology = topology;
        this.nodes = nodes;
        this.webapp = webapp;
        this.folder = folder;
        this.listener = listener;
        this.deadline = Deadline.pausing(topology.readyTimeout(), topology.app().patience(), () -> nodes.stream()
                .anyMatch(Node::isInApplication));
        this.pool = Executors.newFixedThreadPool(
                Math.min(nodes.size(), 2 * Runtime.getRuntime().availableProcessors()), task -> {
                    Thread thread = new Thread(task, "boot");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Runs phases 1 to 4.
     *
     * @param start phase 1 of a node
     * @param nodesStarted called after phase 1 of all nodes
     * @return whether every node sees every other; not so only if the deployment was misconfigured on purpose
     */
    boolean run(Step start, Runnable nodesStarted) throws BootException, InterruptedException {
        AtomicInteger started = new AtomicInteger();
        for (List<Node> together :
                topology.startsInTurn() ? nodes.stream().map(List::of).toList() : List.of(nodes)) {
            on(together, "it has been starting", node -> {
                start.run(node);
                listener.progress(started.incrementAndGet(), 0, nodes.size());
            });
        }
        nodesStarted.run();
        if (topology.host().target().isEmpty()) {
            compilePages();
        }
        on(nodes, "its membership has been starting", node -> node.startMembership(Level.LISTEN));
        on(nodes, "its membership has been starting", node -> node.startMembership(Level.ANNOUNCE));
        nodes.forEach(Node::up);
        boolean complete = awaitMembers();
        nodes.forEach(node -> agent(node).membersKnown());
        return complete;
    }

    /** Waits for all, or until it is known why they don't come. */
    private boolean awaitMembers() throws BootException, InterruptedException {
        int[] told = {-1};
        Explained explained = new Explained();
        boolean settled = Await.until(deadline, () -> {
            int seesAll = (int) nodes.stream().filter(this::seesAll).count();
            if (seesAll != told[0]) {
                told[0] = seesAll;
                listener.progress(nodes.size(), seesAll, nodes.size());
            }
            return seesAll == nodes.size() || explained.isSettled();
        });
        boolean complete = nodes.stream().allMatch(this::seesAll);
        boolean planted = topology.channel().membership().planted().isPresent();
        List<CloudFinding> wrong = complete ? List.of() : findings.get();
        if (!wrong.isEmpty() && !(settled && planted)) {
            throw new BootException("Not ready: " + whoSeesWhom() + " " + Cluster.reasons(wrong));
        }
        if (!complete && wrong.isEmpty()) {
            throw new BootException(notReady()
                    + whoSeesWhom()
                    + (topology.channel().membership().word().equals("multicast")
                            ? " Try --membership static."
                            : " Run again with --keep to read the logs, or allow more time with --ready-timeout."));
        }
        return complete;
    }

    /** Whether something is wrong with the deployment for longer than members need to find each other. */
    private final class Explained {
        private long since = -1;

        private boolean isSettled() {
            if (findings.get().isEmpty()) {
                since = -1;
                return false;
            }
            if (since < 0) {
                since = System.nanoTime();
            }
            return System.nanoTime() - since
                    > TimeUnit.MILLISECONDS.toNanos(
                            topology.channel().membership().detection());
        }
    }

    private String notReady() {
        Duration patience = topology.app().patience();
        return "Not ready within " + topology.readyTimeout().toSeconds() + " s"
                + (patience.isZero()
                        ? ""
                        : ", and up to " + patience.toSeconds() + " s for the start of the application")
                + ": ";
    }

    private static NodeAgent agent(Node node) {
        return Objects.requireNonNull(node.agent());
    }

    private boolean seesAll(Node node) {
        return topology.host().isBlind()
                || (node.members().size() == nodes.size() - 1 && agent(node).mapKnows(nodes.size() - 1));
    }

    private String whoSeesWhom() {
        List<String> lines = new ArrayList<>();
        for (Node node : nodes) {
            List<String> members = node.members();
            String unseen = nodes.stream()
                    .map(Node::name)
                    .filter(name -> !name.equals(node.name()) && !members.contains(name))
                    .collect(Collectors.joining(", "));
            if (!unseen.isEmpty()) {
                lines.add(node.name() + " does not see " + unseen + ".");
            } else if (!seesAll(node)) {
                lines.add(node.name() + "'s BackupManager lacks other nodes in its map.");
            }
        }
        return String.join(" ", lines);
    }

    /** Runs phase 5 through this address. */
    void probe(Probe probe, String base) throws BootException, InterruptedException {
        String missing = probe.run(base, deadline);
        if (!missing.isEmpty()) {
            throw new BootException(notReady() + missing + ".");
        }
    }

    /**
     * Compiles the pages without creating a session, so that the first visitor does not wait (the {@code
     * jsp_precompile} parameter of the JSP specification). The first node compiles the user's pages; the other nodes
     * reuse its classes.
     */
    private void compilePages() throws BootException, InterruptedException {
        Node first = nodes.get(0);
        List<String> pages;
        try {
            pages = webapp.pagesToCompile();
            on(List.of(first), "its pages have been compiling", node -> compileUsers(node, pages));
            if (!pages.isEmpty()) {
                OwnerOnly.close(folder.work(first.name()));
                for (Node other : nodes.subList(1, nodes.size())) {
                    // Pages that another Tomcat compiled answer 500: that node compiles its own when it loads them.
                    if (tomcat(other).equals(tomcat(first))) {
                        copyTree(folder.work(first.name()), folder.work(other.name()));
                    }
                }
            }
        } catch (IOException e) {
            throw notCompiled(e);
        }
        List<String> load = webapp.isUsers() ? pages : List.of("/index.jsp");
        on(nodes, "its pages have been loading", node -> {
            try {
                for (String page : load) {
                    compile(node, page);
                }
            } catch (IOException e) {
                throw new BootException(node.name() + " does not answer: " + e.getMessage(), e);
            }
        });
    }

    private Optional<TomcatHome> tomcat(Node node) {
        return topology.host().runtime(node.name()).tomcat();
    }

    private void compileUsers(Node node, List<String> pages) throws BootException {
        try {
            for (String page : pages) {
                int status = compile(node, page);
                if (status >= 400) {
                    listener.warning(page + " does not compile (HTTP " + status + "); see " + node.log());
                }
            }
        } catch (IOException e) {
            throw notCompiled(e);
        }
    }

    private static BootException notCompiled(IOException e) {
        return new BootException("The application's pages could not be compiled: " + e.getMessage(), e);
    }

    private int compile(Node node, String page) throws IOException {
        String url = "http://" + Topology.LOOPBACK + ":" + node.spec().httpPort() + topology.contextPath()
                + page.replace(" ", "%20") + "?jsp_precompile=true";
        return NodeRequest.get(url, Map.of()).status();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    OwnerOnly.folders(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /**
     * Takes a step on each of these nodes and waits for all, telling what it waits for.
     *
     * @param doing what a node does that does not know better, as in "it has been starting"
     */
    private void on(List<Node> which, String doing, Step step) throws BootException, InterruptedException {
        long begun = System.nanoTime();
        Map<Node, Future<?>> futures = new LinkedHashMap<>();
        for (Node node : which) {
            futures.put(node, pool.submit(() -> {
                step.run(node);
                return null;
            }));
        }
        BootException first = null;
        for (Future<?> future : futures.values()) {
            try {
                while (!isDone(future)) {
                    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                    List<Node> late = new ArrayList<>(which);
                    late.removeIf(
                            node -> Objects.requireNonNull(futures.get(node)).isDone());
                    if (deadline.passed()) {
                        throw new BootException(notReady() + awaited(late, doing, seconds, true)
                                + ". Run again with --keep to read the logs, or allow more time with --ready-timeout.");
                    }
                    if (seconds >= LONG.toSeconds() && !late.isEmpty()) {
                        listener.waiting(
                                awaited(late.subList(0, 1), doing, seconds, false)
                                        + (late.size() == 1 ? "" : " (and " + (late.size() - 1) + " more)"),
                                seconds);
                    }
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BootException boot) {
                    first = first == null ? boot : first;
                } else {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Waits up to a second. */
    private boolean isDone(Future<?> future) throws ExecutionException, InterruptedException {
        try {
            future.get(deadline.orIn(Duration.ofSeconds(1)).left().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static String awaited(List<Node> late, String doing, long seconds, boolean exact) {
        return late.stream()
                .map(node -> node.name() + ": " + node.awaited(exact).orElse(doing + " for " + seconds + " s"))
                .collect(Collectors.joining("; "));
    }

    /** Interrupts what runs; {@link Node#end} then ends what was started. */
    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** An action on a node. */
    interface Step {
        void run(Node node) throws RefusedException, BootException, InterruptedException;
    }
}
