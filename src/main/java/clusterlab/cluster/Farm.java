package clusterlab.cluster;

import clusterlab.agent.DeployedView;
import clusterlab.agent.DeployedView.State;
import clusterlab.agent.DeployerView;
import clusterlab.agent.NodeAgent;
import clusterlab.cluster.Await.Deadline;
import clusterlab.config.ClusterXml;
import clusterlab.spec.Planner;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Deploys applications over the FarmWarDeployer of the nodes: puts a WAR into the folder that one node watches, and waits until all
 * nodes have it. Tomcat does the rest: FarmWarDeployer.fileModified copies the file to its own host and sends it to all members
 * that it has at that moment (FarmWarDeployer.install). A node that comes later does not get it.
 */
public final class Farm {
    /** For an application whose start takes long; each node that still starts it may use so much more time. */
    private static final Duration STARTS = Duration.ofMinutes(5);

    /** Beside the plan's ready-timeout, for copying and sending; FarmWarDeployer sends 10 KiB at once. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** How long an application may take to end on all nodes. */
    private static final Duration STOP = Duration.ofSeconds(20);

    private final List<Node> nodes;
    private final Supplier<Topology> plan;
    private final Supplier<RunFolder> folder;
    private final ReentrantLock one = new ReentrantLock();

    Farm(List<Node> nodes, Supplier<Topology> plan, Supplier<RunFolder> folder) {
        this.nodes = nodes;
        this.plan = plan;
        this.folder = folder;
    }

    /** Whether a node that is up has a FarmWarDeployer that deploys what is put into its folder. */
    public boolean deploys() {
        return nodes.stream().filter(node -> node.state() == NodeState.UP).anyMatch(node -> {
            DeployerView deployer = deployer(node);
            return deployer.present() && deployer.watches() && deployer.deploysToAppBase();
        });
    }

    private static DeployerView deployer(Node node) {
        NodeAgent agent = node.agent();
        return agent == null ? DeployerView.NONE : agent.deployer();
    }

    /** The applications that were deployed while the lab runs, by name. */
    public List<ApplicationView> applications() {
        Map<String, Map<String, State>> states = new TreeMap<>();
        for (Node node : nodes) {
            deployedOn(node).forEach((name, view) -> states.computeIfAbsent(name, first -> new LinkedHashMap<>())
                    .put(node.name(), view.state()));
        }
        List<ApplicationView> views = new ArrayList<>();
        states.forEach((name, on) -> views.add(view(new WarName(name), on)));
        return views;
    }

    private ApplicationView view(WarName name, Map<String, State> on) {
        return new ApplicationView(
                name.base(),
                name.path(),
                name.version(),
                on,
                nodes.stream()
                        .map(Node::name)
                        .filter(node -> !on.containsKey(node))
                        .toList());
    }

    private ApplicationView view(WarName name) {
        Map<String, State> on = new LinkedHashMap<>();
        for (Node node : nodes) {
            DeployedView view = deployedOn(node).get(name.base());
            if (view != null) {
                on.put(node.name(), view.state());
            }
        }
        return view(name, on);
    }

    private static Map<String, DeployedView> deployedOn(Node node) {
        NodeAgent agent = node.agent();
        Map<String, DeployedView> views = new LinkedHashMap<>();
        if (agent != null && node.state() == NodeState.UP) {
            agent.deployed().forEach(view -> views.put(view.name(), view));
        }
        return views;
    }

    private static long startOn(Node node, String name) {
        DeployedView view = deployedOn(node).get(name);
        return view == null ? 0 : view.start();
    }

    /**
     * What became of a WAR.
     *
     * @param by the node that watches the folder in which the WAR is now
     * @param application as it is now
     * @param inTime whether each node that was up when the WAR came, and still is, has started it
     */
    public record Deployed(String by, ApplicationView application, boolean inTime) {}

    /**
     * The same with a WAR that comes as a stream; it is kept in the run folder until it is deployed.
     *
     * @param size its size in bytes, or -1 if that is not known
     * @throws RefusedException as the other
     * @throws BootException as the other, or if the stream breaks
     */
    public Deployed deploy(InputStream war, long size, String file, Optional<String> at)
            throws RefusedException, BootException, InterruptedException {
        WarName.ofFile(file);
        Path stored = null;
        try {
            try {
                refuseIfFull(file, size);
                stored = Files.createTempFile(folder.get().path(), "upload-", ".war");
                try (OutputStream out = Files.newOutputStream(stored)) {
                    war.transferTo(out);
                }
            } catch (IOException e) {
                throw new BootException(
                        file + " can't be stored in the run folder (" + e.getMessage()
                                + "); send it again, or free some space.",
                        e);
            }
            return deploy(stored, file, at);
        } finally {
            if (stored != null) {
                try {
                    Files.deleteIfExists(stored);
                } catch (IOException e) {
                    System.getLogger(Farm.class.getName()).log(System.Logger.Level.DEBUG, "end of " + stored, e);
                }
            }
        }
    }

    private void refuseIfFull(String file, long size) throws IOException, RefusedException {
        long free = Files.getFileStore(folder.get().path()).getUsableSpace();
        if (size > free) {
            throw new RefusedException(file + " has " + megabytes(size) + ", and the disk of the run folder has "
                    + megabytes(free) + " left; free some space, or start the lab with --dir on another disk.");
        }
    }

    /**
     * Deploys a WAR, or replaces an application of the same name.
     *
     * @param war the file
     * @param file the name that its application gets, with {@code .war}
     * @param at the node whose folder gets it, or empty for one that has it already, or else the first that is up
     * @throws RefusedException if the file is no WAR, its name can't be one, there is too little space, the cluster has no
     *     FarmWarDeployer that deploys, or the node is not up; nothing was changed then
     * @throws BootException if the file can't be written
     */
    public Deployed deploy(Path war, String file, Optional<String> at)
            throws RefusedException, BootException, InterruptedException {
        one.lockInterruptibly();
        try {
            WarName name = WarName.ofFile(file);
            if (name.path().equals(plan.get().contextPath())) {
                throw new RefusedException((name.path().isEmpty() ? "The root" : name.path())
                        + " is the path of the lab's own application; give the WAR another name, or start the lab with"
                        + " --context-path.");
            }
            Node node = at.isPresent() ? up(at.get()) : usual(name);
            Path folder = watched(node);
            refuseUnusable(war, file, folder);
            Map<Node, Long> before = new LinkedHashMap<>();
            for (Node each : nodes) {
                if (each.state() == NodeState.UP) {
                    before.put(each, startOn(each, name.base()));
                }
            }
            put(war, folder, name.file());
            boolean all = Await.until(patience(node, name), () -> before.entrySet().stream()
                    .allMatch(one ->
                            one.getKey().state() != NodeState.UP || hasEnded(one.getKey(), name, one.getValue())));
            return new Deployed(node.name(), view(name), all);
        } finally {
            one.unlock();
        }
    }

    private static boolean hasEnded(Node node, WarName name, long before) {
        DeployedView view = deployedOn(node).get(name.base());
        return view != null && view.start() > before && (view.state() == State.RUNNING || view.state() == State.FAILED);
    }

    private Deadline patience(Node node, WarName name) {
        Duration time = plan.get().readyTimeout().plus(GRACE).plus(every(node));
        return Deadline.pausing(time, STARTS, () -> nodes.stream().anyMatch(each -> {
            DeployedView view = deployedOn(each).get(name.base());
            return view != null && view.state() == State.STARTING;
        }));
    }

    private static Duration every(Node node) {
        return Duration.ofMillis(deployer(node).everyMillis());
    }

    private Node up(String node) throws RefusedException {
        Node found = find(node);
        found.refuseUnlessUp();
        return found;
    }

    private Node find(String node) throws UnknownNodeException {
        return nodes.stream()
                .filter(each -> each.name().equals(node))
                .findFirst()
                .orElseThrow(() -> new UnknownNodeException(
                        node, nodes.stream().map(Node::name).toList()));
    }

    /** The node that watches this file already, or else the first that is up. */
    private Node usual(WarName name) throws RefusedException {
        List<Node> up =
                nodes.stream().filter(node -> node.state() == NodeState.UP).toList();
        if (up.isEmpty()) {
            throw new RefusedException("No node is up; start one first.");
        }
        return up.stream().filter(node -> watches(node, name)).findFirst().orElse(up.get(0));
    }

    private static boolean watches(Node node, WarName name) {
        return fileOf(node, name).filter(Files::exists).isPresent();
    }

    /** A WAR in the folder of a node; empty if it watches none, or does not run. */
    private static Optional<Path> fileOf(Node node, WarName name) {
        DeployerView deployer = deployer(node);
        return deployer.present() && deployer.watches()
                ? Optional.of(Path.of(deployer.watchDir(), name.file()))
                : Optional.empty();
    }

    private static Path watched(Node node) throws RefusedException {
        DeployerView deployer = deployer(node);
        if (!deployer.present()) {
            throw new RefusedException("This cluster has no FarmWarDeployer; start the lab with --deployer.");
        }
        if (!deployer.watches()) {
            throw new RefusedException("The FarmWarDeployer of " + node.name()
                    + " watches no folder (watchEnabled=\"false\"); start the lab with --deployer.");
        }
        if (!deployer.deploysToAppBase()) {
            throw new RefusedException("The FarmWarDeployer of " + node.name()
                    + " has a deployDir that is not the host's appBase, so Tomcat would deploy nothing; set both to the same"
                    + " folder.");
        }
        return Path.of(deployer.watchDir());
    }

    /** Before anything is written. */
    private void refuseUnusable(Path war, String file, Path folder) throws RefusedException {
        Optional<String> refusal = Planner.refusal(plan.get(), war, file);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            Optional<String> full = tooBig(war, file, nodes.size(), free);
            if (full.isPresent()) {
                throw new RefusedException(full.get());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException(file + " can't be read: " + e.getMessage() + ".");
        }
    }

    /** Why so much space is too little for a WAR on these many nodes, a sentence; empty if it is enough. */
    static Optional<String> tooBig(Path war, String file, int hosts, long free) throws IOException {
        // In the watched folder; on each node the WAR, its messages' file while it arrives, and the unpacked files.
        long needed = Files.size(war) * (1 + 2L * hosts) + unpacked(war) * hosts;
        return needed <= free
                ? Optional.empty()
                : Optional.of(file + " needs about " + megabytes(needed) + " on " + hosts
                        + (hosts == 1 ? " node" : " nodes") + ", and the disk of the run folder has " + megabytes(free)
                        + " left; free some space, or start the lab with --dir on another disk.");
    }

    private static String megabytes(long bytes) {
        return Math.max(1, Math.round(bytes / 1e6)) + " MB";
    }

    private static long unpacked(Path war) throws IOException {
        long sum = 0;
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                sum += Math.max(0, entries.nextElement().getSize());
            }
        }
        return sum;
    }

    /** Under another name first: WarWatcher takes a file as soon as its name ends with .war, also half of one. */
    private static void put(Path war, Path folder, String file) throws BootException {
        Path part = folder.resolve(file + ".part");
        try {
            try {
                Files.copy(war, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new BootException(
                    file + " can't be written to " + folder + " (" + e.getMessage() + "); free some space.", e);
        }
    }

    /** No application of this name was deployed. */
    public static final class UnknownApplicationException extends RefusedException {
        private static final long serialVersionUID = 1L;

        private UnknownApplicationException(String message) {
            super(message);
        }
    }

    /**
     * Replaces the WAR of an application on one node that does not run; its next start deploys it.
     *
     * @param file the name of the WAR in the host's {@code appBase}
     * @throws RefusedException if there is no such node, it runs, or the file is no WAR
     * @throws BootException if the file can't be written
     */
    public void replace(String node, Path war, String file) throws RefusedException, BootException {
        WarName name = WarName.ofFile(file);
        Node found = find(node);
        found.refuseUnlessStartable();
        Path appBase = folder.get().node(node).resolve(ClusterXml.APP_BASE);
        Path unpacked = appBase.resolve(name.base());
        try {
            if (Files.exists(unpacked)) {
                RunFolder.deleteTree(unpacked, () -> false);
            }
        } catch (IOException e) {
            throw new BootException(unpacked + " can't be removed: " + e.getMessage() + ".", e);
        }
        put(war, appBase, name.file());
    }

    /**
     * What became of an application that was removed.
     *
     * @param name its base name
     * @param left names of the nodes that still have it, or may have it since they are not up
     * @param inTime whether each node that is up has ended it
     */
    public record Undeployed(String name, List<String> left, boolean inTime) {
        /** Copies the list. */
        public Undeployed {
            left = List.copyOf(left);
        }
    }

    /**
     * Removes an application: takes its WAR out of the folder in which it is watched. FarmWarDeployer.fileRemoved tells all members.
     *
     * @param given its base name, also with a slash before or {@code .war} after it
     * @throws RefusedException if there is none of this name, or the node that watches its WAR is not up
     * @throws BootException if the file can't be removed
     */
    public Undeployed undeploy(String given) throws RefusedException, BootException, InterruptedException {
        one.lockInterruptibly();
        try {
            WarName name = WarName.ofApplication(given);
            List<ApplicationView> all = applications();
            if (all.stream().noneMatch(view -> view.name().equals(name.base()))) {
                throw new UnknownApplicationException("No application " + name.base() + " was deployed; "
                        + (all.isEmpty()
                                ? "deploy FILE.war deploys one."
                                : "there are "
                                        + String.join(
                                                ", ",
                                                all.stream()
                                                        .map(ApplicationView::name)
                                                        .toList()) + "."));
            }
            List<Node> watching =
                    nodes.stream().filter(node -> watches(node, name)).toList();
            if (watching.isEmpty()) {
                throw new RefusedException("No node that is up has " + name.file()
                        + " in its watched folder; start the node to which it was deployed.");
            }
            for (Node node : watching) {
                Path file = fileOf(node, name).orElseThrow();
                try {
                    Files.deleteIfExists(file);
                } catch (IOException | InvalidPathException e) {
                    throw new BootException(file + " can't be removed: " + e.getMessage() + ".", e);
                }
            }
            boolean stopped = Await.until(Deadline.in(STOP.plus(every(watching.get(0)))), () -> nodes.stream()
                    .allMatch(node -> isStopped(node, name)));
            if (stopped) {
                tidy(name);
            }
            ApplicationView now = view(name);
            List<String> left = nodes.stream()
                    .filter(node -> node.state() != NodeState.UP || now.nodes().containsKey(node.name()))
                    .map(Node::name)
                    .toList();
            return new Undeployed(name.base(), left, stopped && now.nodes().isEmpty());
        } finally {
            one.unlock();
        }
    }

    private static boolean isStopped(Node node, WarName name) {
        DeployedView view = deployedOn(node).get(name.base());
        return view == null || view.state() == State.STOPPED || view.state() == State.FAILED;
    }

    private void tidy(WarName name) {
        for (Node node : nodes) {
            if (deployedOn(node).containsKey(name.base())) {
                Objects.requireNonNull(node.agent()).tidy(name.context());
            }
        }
    }
}
