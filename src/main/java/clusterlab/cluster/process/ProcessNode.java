package clusterlab.cluster.process;

import clusterlab.agent.AgentListener;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.HostException;
import clusterlab.cluster.LogReasons;
import clusterlab.cluster.NodeHost.Surroundings;
import clusterlab.cluster.NodeProcess;
import clusterlab.cluster.PortTakenException;
import clusterlab.cluster.RunningNode;
import clusterlab.cluster.StartStep;
import clusterlab.cluster.process.AgentConnection.RefusedByAgentException;
import clusterlab.distribution.LabCache;
import clusterlab.distribution.Unpacker;
import clusterlab.files.OwnerOnly;
import clusterlab.lang.Lang;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** One start of a node in a process of its own. */
final class ProcessNode implements RunningNode {
    /** How long a killed process may take until the operating system has taken it away. */
    private static final Duration REAP = Duration.ofSeconds(5);
    /** What an application may need beyond {@code most} to answer the command to drain. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** 128 + SIGKILL. */
    private static final int KILLED = 137;

    /** How often a wait looks at its deadline, which may move. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How soon the JVM of a server that did not start ends. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final String PHASE = "phase";
    private static final String EXIT = "exit";

    private final NodeSpec spec;
    private final ProcessHost host;
    private final List<Peer> peers;
    private final List<Peer> announceTo;
    private final @Nullable NodeEvents events;
    private final RemoteAgent agent;
    private final String token = Secret.token().value();
    private final LogTail tail;
    private final LogReasons reasons;
    private final BlockingQueue<Map<String, Object>> phases = new LinkedBlockingQueue<>();
    private volatile @Nullable Process process;
    private volatile @Nullable AgentConnection connection;
    private volatile @Nullable StartStep doing;
    private volatile boolean starting;
    private volatile boolean ending;
    private volatile Consumer<String> death = why -> {};
    private @Nullable String aborted;
    private @Nullable PageCache pages;
    private Optional<ClassArchive> archive = Optional.empty();

    ProcessNode(NodeSpec spec, ProcessHost host, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events) {
        this.spec = spec;
        this.host = host;
        this.peers = List.copyOf(peers);
        this.announceTo = List.copyOf(announceTo);
        this.events = events;
        agent = new RemoteAgent(spec.name(), this::silent);
        reasons = new LogReasons(log());
        tail = new LogTail(log(), record -> host.lab().log().accept(spec.name(), record));
    }

    private void silent() {
        host.lab()
                .log()
                .accept(
                        spec.name(),
                        new LogRecord(
                                Level.WARNING,
                                "The node does not answer the lab; what is shown of it is from before."));
    }

    private Path log() {
        return host.lab().folder().log(spec.name());
    }

    void readLog() {
        tail.poll();
    }

    @Override
    public NodeAgent agent() {
        return agent;
    }

    @Override
    public void onDeath(Consumer<String> listener) {
        death = listener;
    }

    @Override
    public Optional<NodeProcess> process() {
        Process now = process;
        AgentConnection open = connection;
        return now == null || open == null || !now.isAlive()
                ? Optional.empty()
                : Optional.of(new NodeProcess(
                        now.pid(),
                        String.valueOf(open.hello().get("tomcat")),
                        String.valueOf(open.hello().get("java"))));
    }

    @Override
    public void start() throws HostException, InterruptedException {
        launch(AgentListener.BOOT);
        // The boot has a deadline of its own, and interrupts or aborts.
        follow(Deadline.in(Duration.ofDays(1)), Map.of());
    }

    @Override
    public void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException {
        launch(AgentListener.JOIN);
        follow(deadline, Map.of(AgentListener.MEMBERS, members, AgentListener.SESSIONS, sessions));
    }

    @Override
    public void startAsStock(Deadline deadline) throws HostException, InterruptedException {
        launch(AgentListener.STOCK);
        follow(deadline, Map.of());
    }

    private synchronized void launch(String mode) throws HostException {
        if (aborted != null) {
            throw new HostException(aborted);
        }
        does("its process has been starting");
        starting = true;
        Surroundings lab = host.lab();
        Topology plan = lab.topology().get();
        NodeRuntime runtime = plan.host().runtime(spec.name());
        try {
            LabCache kept = LabCache.ofUser();
            Path cache = kept.path();
            Optional<Path> tomcat = Optional.empty();
            if (runtime.tomcat().isPresent()) {
                tomcat = Optional.of(Unpacker.unpacked(runtime.tomcat().get(), kept.homes()));
            }
            lab.folder().workOf(spec.name(), tomcat.map(Path::toString).orElse("of the lab"));
            CatalinaBase base = CatalinaBase.write(lab.folder().node(spec.name()), plan, spec, lab.webapp(), tomcat);
            if (tomcat.isPresent() && !lab.webapp().isUsers()) {
                PageCache known =
                        PageCache.of(lab.webapp(), runtime.tomcat().get().version(), cache.resolve("pages"));
                known.put(base.work());
                pages = known;
            } else {
                lab.webapp().putCompiledPages(base.work());
            }
            Path java = runtime.java().map(JavaHome::home).orElse(Path.of(System.getProperty("java.home")));
            String classPath = tomcat.isPresent()
                    ? ChildJvm.classPath(tomcat.get(), CatalinaBase.agent(cache.resolve("agent")))
                    : ChildJvm.ownClassPath();
            List<String> options = new ArrayList<>();
            archive = ClassArchive.of(java, classPath, ChildJvm.SMALL, OwnerOnly.folders(cache.resolve("classes")));
            archive.ifPresent(one -> options.addAll(one.options()));
            lab.kubernetes().ifPresent(pods -> options.addAll(pods.jvmOptions()));
            options.addAll(runtime.jvmOptions());
            host.control().expect(token, dialled -> connected(dialled, mode, plan));
            Process started = ChildJvm.start(
                    java,
                    runtime.java().map(JavaHome::major).orElse(Runtime.version().feature()),
                    tomcat.orElse(base.path()),
                    classPath,
                    base,
                    options,
                    ChildJvm.environment(
                            environment(plan),
                            spec.name(),
                            host.control().port(),
                            token,
                            lab.folder().isTemporary() ? lab.folder().path().toString() : ""),
                    log());
            process = started;
            var unused = started.onExit().thenRun(this::exited);
        } catch (IOException e) {
            // The message of the outermost one is the sentence.
            throw new HostException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** What its pod gives it; the user's variables replace those. */
    private Map<String, String> environment(Topology plan) {
        Map<String, String> all = new LinkedHashMap<>();
        host.lab().kubernetes().ifPresent(pods -> all.putAll(pods.environment(spec.name())));
        all.putAll(plan.app().environment());
        return all;
    }

    private AgentConnection.Lines connected(AgentConnection dialled, String mode, Topology plan) throws IOException {
        Map<String, Object> welcome = new LinkedHashMap<>();
        welcome.put("mode", mode);
        welcome.put("index", spec.index());
        welcome.put("lang", Lang.current().code());
        welcome.put("peers", RemoteAgent.asLists(peers));
        welcome.put("announceTo", announceTo.stream().map(Peer::name).toList());
        welcome.put("seed", plan.linkSeed());
        welcome.put("events", events != null);
        welcome.put("probeToken", host.lab().probeToken());
        agent.connect(dialled, welcome);
        connection = dialled;
        return new AgentLines(
                phases,
                events,
                what -> does(what),
                id -> dialled.send(Map.of(
                        "answer", id.number(), "result", host.lab().holders().apply(id.session()))));
    }

    /** Waits until it serves; the lab decides at the gates when the start goes on. */
    private void follow(Deadline deadline, Map<String, Gate> gates) throws HostException, InterruptedException {
        try {
            while (true) {
                Map<String, Object> phase =
                        phases.poll(deadline.orIn(LOOK).left().toMillis(), TimeUnit.MILLISECONDS);
                if (phase == null && deadline.passed()) {
                    throw new HostException(awaited(true).orElse("its start took too long"));
                }
                if (phase == null) {
                    continue;
                }
                switch (String.valueOf(phase.get(PHASE))) {
                    case "gate" -> pass(String.valueOf(phase.get("at")), gates);
                    case "started" -> {
                        if (phase.get("receiver") instanceof Number port && port.intValue() != spec.receiverPort()) {
                            throw new PortTakenException(spec.receiverPort(), "replication receiver");
                        }
                        return;
                    }
                    case "failed" -> throw failed(phase);
                    case "aborted" -> throw new HostException(String.valueOf(phase.get("why")));
                    case EXIT -> throw failed(phase);
                    default -> throw new HostException("its agent is of another version");
                }
            }
        } finally {
            doing = null;
            starting = false;
        }
    }

    private void pass(String name, Map<String, Gate> gates) throws HostException, InterruptedException {
        Gate gate = gates.get(name);
        StartStep before = doing;
        does(
                name.equals(AgentListener.MEMBERS)
                        ? "it has been waiting for the other members"
                        : "it has been waiting for the sessions of the others");
        try {
            if (gate != null) {
                gate.pass();
            }
            command("pass", Map.of("gate", name), ANSWER);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            synchronized (this) {
                throw aborted != null ? new HostException(aborted, e) : HostException.of(e);
            }
        } finally {
            doing = before;
        }
    }

    private void command(String what, Map<String, Object> parameters, Duration most)
            throws HostException, InterruptedException {
        AgentConnection now = connection;
        try {
            if (now != null) {
                now.call(what, parameters, most);
            }
        } catch (IOException | TimeoutException | RefusedByAgentException e) {
            throw HostException.of(e);
        }
    }

    /** Tomcat ends with a stack trace in its log; a port that is taken now was the reason. */
    private HostException failed(Map<String, Object> phase) throws InterruptedException {
        if (phase.get("ports") instanceof List<?> ports && !ports.isEmpty()) {
            return new PortTakenException(((Number) ports.get(0)).intValue(), "connector");
        }
        Process now = process;
        // While it runs it holds the port itself: a server that does not start ends soon, one without its application
        // stays.
        if (now != null
                && now.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS)
                && isTaken(spec.address(), spec.receiverPort())) {
            return new PortTakenException(spec.receiverPort(), "replication receiver");
        }
        return new HostException(phase.get("why") + reasons.sentence());
    }

    private static boolean isTaken(String address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    /** In a thread of the JDK. */
    private void exited() {
        host.control().forget(token);
        Process now = process;
        String code = now == null ? "" : " with exit code " + now.exitValue();
        phases.add(Map.of(PHASE, EXIT, "why", "its process ended" + code));
        readLog();
        if (!ending && !starting) {
            death.accept("its process ended by itself" + code + reasons.sentence());
        }
    }

    private void does(String what) {
        doing = StartStep.now(what);
    }

    @Override
    public void abort(String why) {
        synchronized (this) {
            aborted = why;
        }
        if (starting) {
            phases.add(Map.of(PHASE, "aborted", "why", why));
            destroy();
        }
    }

    @Override
    public Optional<String> awaited(boolean exact) {
        return Optional.ofNullable(doing).map(StartStep::text);
    }

    @Override
    public boolean isInApplication() {
        StartStep step = doing;
        return step != null && step.isOfApplication();
    }

    @Override
    public void drain(Duration most) throws InterruptedException {
        try {
            command("drain", Map.of("millis", most.toMillis()), most.plus(ANSWER));
        } catch (HostException e) {
            System.getLogger(ProcessNode.class.getName())
                    .log(System.Logger.Level.DEBUG, spec.name() + " did not drain", e);
        }
    }

    /** SIGKILL. */
    @Override
    public void kill() {
        ending = true;
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
            try {
                now.waitFor(REAP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void freeze() {
        Process now = process;
        if (now != null) {
            host.guard().watch(now);
        }
        Signal.STOP.send(now);
    }

    @Override
    public void thaw() {
        Signal.CONT.send(process);
    }

    void destroy() {
        ending = true;
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        }
    }

    @Override
    public void end(Deadline deadline) throws HostException, InterruptedException {
        ending = true;
        host.control().forget(token);
        Process now = process;
        boolean inTime = true;
        if (now != null && now.isAlive()) {
            terminate(now);
            inTime = now.waitFor(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                now.destroyForcibly();
                now.waitFor(REAP.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        keep(inTime && now != null && now.exitValue() != KILLED);
        AgentConnection open = connection;
        if (open != null) {
            open.close();
        }
        readLog();
        host.ended(this);
        if (!inTime) {
            throw new HostException("it did not stop in time and was killed");
        }
    }

    /** What a start leaves for later ones. */
    private synchronized void keep(boolean endedInOrder) {
        PageCache compiled = pages;
        try {
            if (compiled != null) {
                compiled.keep(host.lab().folder().work(spec.name()));
            }
        } catch (IOException e) {
            System.getLogger(ProcessNode.class.getName()).log(System.Logger.Level.DEBUG, "pages are not kept", e);
        }
        archive.ifPresent(endedInOrder ? ClassArchive::keep : ClassArchive::discard);
    }

    /** SIGTERM where there is one; else the agent ends it in order. */
    private void terminate(Process now) throws InterruptedException {
        if (starting || now.supportsNormalTermination()) {
            now.destroy();
            return;
        }
        try {
            command("exit", Map.of(), ANSWER);
        } catch (HostException silent) {
            now.destroyForcibly();
        }
    }
}
