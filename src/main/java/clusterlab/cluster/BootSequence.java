package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.Level;
import clusterlab.cluster.Await.Deadline;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Topology topology;
    private final List<Node> nodes;
    private final Webapp webapp;
    private final RunFolder folder;
    private final BootListener listener;
    private final Deadline deadline;
    private final ExecutorService pool;
    private volatile boolean ending;

    public BootSequence(Topology topology, List<Node> nodes, Webapp webapp, RunFolder folder, BootListener listener) {
        this.topology = topology;
        this.nodes = nodes;
        this.webapp = webapp;
        this.folder = folder;
        this.listener = listener;
        this.deadline = Deadline.in(topology.readyTimeout());
        this.pool = Executors.newFixedThreadPool(
                Math.min(nodes.size(), 2 * Runtime.getRuntime().availableProcessors()), task -> {
                    Thread thread = new Thread(task, "boot");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Runs phases 1 to 4; after phase 1 calls {@code nodesStarted}. */
    void run(PortPolicy ports, Runnable nodesStarted) throws BootException, InterruptedException {
        AtomicInteger started = new AtomicInteger();
        onAll(node -> {
            node.startAlone(ports);
            listener.progress(started.incrementAndGet(), 0, nodes.size());
        });
        nodesStarted.run();
        compilePages();
        onAll(node -> node.startMembership(Level.LISTEN));
        onAll(node -> node.startMembership(Level.ANNOUNCE));
        nodes.forEach(Node::up);
        awaitMembers();
        nodes.forEach(node -> agent(node).membersKnown());
    }

    private void awaitMembers() throws BootException, InterruptedException {
        int[] told = {-1};
        boolean complete = Await.until(deadline, () -> {
            int seesAll = (int) nodes.stream().filter(this::seesAll).count();
            if (seesAll != told[0]) {
                told[0] = seesAll;
                listener.progress(nodes.size(), seesAll, nodes.size());
            }
            return seesAll == nodes.size();
        });
        if (!complete) {
            throw new BootException(notReady()
                    + whoSeesWhom()
                    + (topology.channel().membership().word().equals("multicast")
                            ? " Try --membership static."
                            : " Run again with --keep to read the logs, or allow more time with --ready-timeout."));
        }
    }

    private String notReady() {
        return "Not ready within " + topology.readyTimeout().toSeconds() + " s: ";
    }

    private static NodeAgent agent(Node node) {
        return Objects.requireNonNull(node.agent());
    }

    private boolean seesAll(Node node) {
        return node.members().size() == nodes.size() - 1 && agent(node).mapKnows(nodes.size() - 1);
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
            for (String page : pages) {
                int status = compile(first, page);
                if (status >= 400) {
                    listener.warning(page + " does not compile (HTTP " + status + "); see " + first.log());
                }
            }
            if (!pages.isEmpty()) {
                OwnerOnly.close(folder.work(first.name()));
                for (Node other : nodes.subList(1, nodes.size())) {
                    copyTree(folder.work(first.name()), folder.work(other.name()));
                }
            }
        } catch (IOException e) {
            throw new BootException("The application's pages could not be compiled: " + e.getMessage(), e);
        }
        List<String> load = webapp.isUsers() ? pages : List.of("/index.jsp");
        onAll(node -> {
            try {
                for (String page : load) {
                    compile(node, page);
                }
            } catch (IOException e) {
                throw new BootException(node.name() + " does not answer: " + e.getMessage(), e);
            }
        });
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

    private void onAll(Step step) throws BootException, InterruptedException {
        List<Future<?>> futures = new ArrayList<>();
        for (Node node : nodes) {
            futures.add(pool.submit(() -> {
                if (!ending) {
                    step.run(node);
                }
                return null;
            }));
        }
        BootException first = null;
        for (Future<?> future : futures) {
            try {
                future.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new BootException(notReady() + "some nodes are still starting; run again with --keep to read"
                        + " the logs, or allow more time with --ready-timeout.");
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

    /**
     * Waits until no step runs any more, at most 10 s: a Tomcat can't be stopped during its start, and would write into
     * a run folder that is removed already.
     */
    @Override
    public void close() {
        ending = true;
        pool.shutdown();
        boolean interrupted = false;
        Deadline patience = Deadline.in(PATIENCE);
        while (!pool.isTerminated() && !patience.passed()) {
            try {
                pool.awaitTermination(patience.left().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An action on a node. */
    private interface Step {
        void run(Node node) throws BootException, InterruptedException;
    }
}
