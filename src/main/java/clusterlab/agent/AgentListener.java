package clusterlab.agent;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.StaticMembershipService;
import org.apache.catalina.util.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * The agent of a node in a process of its own: the first {@code <Listener>} of its server.xml. It dials the lab while Tomcat
 * parses the file, so that the parts that come later find what the lab told. A server that is started by hand, without the
 * lab's environment, runs as if the agent were not there.
 *
 * <p>When the connection to the lab breaks, the process ends at once: no node outlives its lab.
 *
 * <p>With {@link #LISTEN} the node is somebody else's: it waits on loopback for labs, which come and go ({@link Reception}).
 */
public final class AgentListener implements LifecycleListener {
    /** Of the lines of the control connection; the lab refuses another. */
    public static final int VERSION = 1;

    /** Environment: the name of the node. */
    public static final String NODE = "CLUSTER_LAB_NODE";
    /** Environment: the port on loopback at which the lab listens. */
    public static final String PORT = "CLUSTER_LAB_PORT";
    /** Environment: the token of this start. Not on the command line, which all users of a machine can read. */
    public static final String TOKEN = "CLUSTER_LAB_TOKEN";

    /** Environment: the port on loopback at which a node waits for a lab that did not start it. */
    public static final String LISTEN = "CLUSTER_LAB_LISTEN";
    /** Environment: a file whose first line is the token, in place of {@link #TOKEN}. */
    public static final String TOKEN_FILE = "CLUSTER_LAB_TOKEN_FILE";

    /** Environment: the process id of the lab. */
    public static final String LAB = "CLUSTER_LAB_PID";
    /** Environment: the temporary run folder, which the node removes if the lab was killed, or empty. */
    public static final String FOLDER = "CLUSTER_LAB_FOLDER";

    /** How a node starts: the words of the welcome. */
    public static final String BOOT = "boot";
    /** The members first, then the application, then the connectors; it waits at two gates. */
    public static final String JOIN = "join";
    /** As without an agent. */
    public static final String STOCK = "stock";

    /** The gate after the replication channel has started and before the application starts. */
    public static final String MEMBERS = "members";
    /** The gate after the application has started and before the connectors start. */
    public static final String SESSIONS = "sessions";

    private static final int WINDOW_MILLIS = 250;
    private static final int HOLDERS_MILLIS = 300;
    private static final int EXIT_ORPHAN = 3;
    private static final int SHORTEST_TOKEN = 16;
    private static final Set<String> NOT_FOR_GUESTS = Set.of("pass", "drain", "exit");

    private final @Nullable Control control;
    private boolean started;
    private @Nullable Reception reception;
    private final Map<String, @Nullable Object> welcome;
    private final Map<String, CountDownLatch> gates =
            Map.of(MEMBERS, new CountDownLatch(1), SESSIONS, new CountDownLatch(1));

    /** Dials the lab, if the environment names one; if that does not answer, the process ends. */
    public AgentListener() {
        String port = System.getenv(PORT);
        Control dialled = null;
        Map<String, @Nullable Object> told = Map.of();
        if (port != null) {
            try {
                dialled = Control.dial(Integer.parseInt(port));
                told = dialled.hello(hello());
            } catch (IOException | NumberFormatException e) {
                System.err.println("cluster-lab does not answer at port " + port + ": " + e.getMessage());
                end();
            }
        }
        control = dialled;
        welcome = told;
        if (control != null) {
            Interrupts.ignore();
            Links links = new Links(
                    env(NODE), Commands.peers(welcome.get("peers")), Set.of(), Commands.number(welcome.get("seed")));
            links.set(Commands.faults(welcome.get("outgoing")), Set.copyOf(Commands.texts(welcome.get("unheard"))));
            Instruments.ofThisJvm(new Instruments(
                    links,
                    Boolean.TRUE.equals(welcome.get("events")) ? new ControlEvents(control) : null,
                    Commands.text(welcome.get("probeToken"))));
        }
    }

    private static Map<String, Object> hello() {
        Map<String, Object> hello = new LinkedHashMap<>();
        hello.put("version", VERSION);
        hello.put("token", env(TOKEN));
        hello.put("pid", ProcessHandle.current().pid());
        // 9.0.117.0: the last of the four is always 0.
        hello.put("tomcat", ServerInfo.getServerNumber().replaceFirst("\\.0$", ""));
        hello.put("java", System.getProperty("java.version"));
        return hello;
    }

    private static String env(String name) {
        return Objects.requireNonNullElse(System.getenv(name), "");
    }

    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        Server server = (Server) event.getLifecycle();
        if (control == null) {
            if (Lifecycle.AFTER_START_EVENT.equals(event.getType())
                    && !env(LISTEN).isEmpty()) {
                receive(server);
            } else if (Lifecycle.BEFORE_STOP_EVENT.equals(event.getType()) && reception != null) {
                reception.close();
            }
            return;
        }
        if (Lifecycle.BEFORE_INIT_EVENT.equals(event.getType())) {
            wire(control, new Parts(server));
        } else if (Lifecycle.AFTER_START_EVENT.equals(event.getType())) {
            started = true;
            report(control, new Parts(server));
        } else if (Lifecycle.BEFORE_DESTROY_EVENT.equals(event.getType()) && !started) {
            // Catalina.start destroys a server that does not start.
            fail(control, "it did not start", List.of());
        }
    }

    /** Tomcat has started: from now on a lab may come. Without a token or with a port that is taken, the node goes on without. */
    private void receive(Server server) {
        String why;
        try {
            String token = env(TOKEN_FILE).isEmpty() ? env(TOKEN) : firstLine(Path.of(env(TOKEN_FILE)));
            if (token.length() < SHORTEST_TOKEN) {
                why = "the token of " + TOKEN_FILE + " or " + TOKEN + " needs " + SHORTEST_TOKEN
                        + " characters or more";
            } else {
                Parts parts = new Parts(server);
                Map<String, Object> hello = hello();
                hello.remove("token");
                Member local = parts.channel.getLocalMember(false);
                hello.put("receiver", InetAddress.getByAddress(local.getHost()).getHostAddress());
                hello.put("receiverPort", local.getPort());
                hello.put("links", parts.hasLinks());
                reception = new Reception(
                        Integer.parseInt(env(LISTEN)),
                        token,
                        hello,
                        welcome -> guest(parts, Commands.text(welcome.get("application"))),
                        Instruments.ofThisJvm().links());
                System.out.println("cluster-lab's agent waits for a lab at 127.0.0.1:" + reception.port());
                return;
            }
        } catch (IOException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
        }
        System.err.println("cluster-lab's agent does not listen at port " + env(LISTEN) + ": " + why);
    }

    /** A lab that did not start the node may not end it. */
    private Control.Commands guest(Parts parts, String application) {
        Commands commands = new Commands(
                new GuestAgent(Instruments.ofThisJvm(), parts.cluster, parts.context(application)),
                gates,
                parts.service);
        return (what, given) -> {
            if (NOT_FOR_GUESTS.contains(what)) {
                throw new IllegalArgumentException(what + " is for the lab that started the node");
            }
            return commands.run(what, given);
        };
    }

    private static String firstLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    /** What the lab has to do with in a server. */
    private static final class Parts {
        private final Service service;
        private final Engine engine;
        private final SimpleTcpCluster cluster;
        private final GroupChannel channel;
        private final Context context;

        private Parts(Server server) {
            service = server.findServices()[0];
            engine = service.getContainer();
            Host host = (Host) Objects.requireNonNull(engine.findChild(engine.getDefaultHost()));
            cluster = (SimpleTcpCluster) host.getCluster();
            channel = (GroupChannel) cluster.getChannel();
            Container[] contexts = host.findChildren();
            if (contexts.length == 0) {
                throw new IllegalStateException("the host of server.xml has no <Context>");
            }
            context = (Context) contexts[0];
        }

        /** The application at a path. */
        private Context context(String path) {
            Container found = Objects.requireNonNull(engine.findChild(engine.getDefaultHost()))
                    .findChild(path.equals("/") ? "" : path);
            if (found == null) {
                throw new IllegalStateException("there is no application at " + path);
            }
            return (Context) found;
        }

        /** Whether faults on links reach all that goes over a link: messages, heartbeats and the failure detector's look. */
        private boolean hasLinks() {
            boolean[] interceptor = {false};
            boolean[] past = {
                channel.getMembershipService() instanceof McastService
                        && !(channel.getMembershipService() instanceof LinkedMcastService)
            };
            channel.getInterceptors().forEachRemaining(one -> {
                interceptor[0] |= one instanceof LinkInterceptor;
                past[0] |= one instanceof TcpFailureDetector && !(one instanceof LinkedFailureDetector);
            });
            return interceptor[0] && !past[0];
        }
    }

    private void wire(Control lab, Parts parts) {
        Instruments instruments = Instruments.ofThisJvm();
        TomcatAgent agent = new TomcatAgent(
                instruments, parts.cluster, parts.context, context -> describe(lab, instruments, context));
        String mode = Commands.text(welcome.get("mode"));
        if (!mode.equals(STOCK)) {
            agent.holdMembership();
        }
        if (parts.channel.getMembershipService() instanceof StaticMembershipService) {
            Set<String> announceTo = Set.copyOf(Commands.texts(welcome.get("announceTo")));
            ((StaticMembershipService) parts.channel.getMembershipService())
                    .getStaticMembers()
                    .removeIf(member -> !announceTo.contains(
                            Objects.requireNonNullElse(instruments.links().name(member), "")));
        }
        describe(lab, instruments, parts.context);
        doing(lab, parts.cluster, Lifecycle.BEFORE_START_EVENT, "its replication channel has been starting");
        doing(lab, parts.context, Lifecycle.BEFORE_START_EVENT, "the application has been starting");
        doing(lab, parts.engine, Lifecycle.AFTER_START_EVENT, "its connectors have been starting");
        if (mode.equals(JOIN)) {
            gate(lab, parts.cluster, MEMBERS);
            gate(lab, parts.engine, SESSIONS);
        }
        Commands commands = new Commands(agent, gates, parts.service);
        lab.listen(commands, AgentListener::end);
        var unused = Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "cluster-lab-events");
                    thread.setDaemon(true);
                    return thread;
                })
                .scheduleAtFixedRate(
                        () -> agent.flush(WINDOW_MILLIS), WINDOW_MILLIS, WINDOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void doing(Control lab, Lifecycle part, String when, String what) {
        on(part, when, () -> lab.send(Map.of("phase", "doing", "what", what)));
    }

    /** Holds the start until the lab lets it pass. LifecycleBase.start makes the whole start fail if this throws. */
    private void gate(Control lab, Lifecycle part, String name) {
        on(part, Lifecycle.AFTER_START_EVENT, () -> {
            lab.send(Map.of("phase", "gate", "at", name));
            try {
                Objects.requireNonNull(gates.get(name)).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the start was interrupted", e);
            }
        });
    }

    private static void on(Lifecycle part, String type, Runnable action) {
        part.addLifecycleListener(event -> {
            if (type.equals(event.getType())) {
                action.run();
            }
        });
    }

    /** Sets the attributes of the application that the session counter shows. */
    private void describe(Control lab, Instruments instruments, Context context) {
        Links links = instruments.links();
        Function<String, List<String>> holders =
                id -> Commands.texts(Objects.requireNonNullElse(lab.ask("holders", id, HOLDERS_MILLIS), List.of()));
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(PageAttributes.NODE, links.self());
        attributes.put(PageAttributes.INDEX, (int) Commands.number(welcome.get("index")));
        attributes.put(PageAttributes.NODES, links.names());
        attributes.put(PageAttributes.HOLDERS, holders);
        attributes.put(PageAttributes.LANG, Commands.text(welcome.get("lang")));
        try {
            // By name: the type of the result is javax in 9.0 and jakarta since 10.
            Method get = context.getClass().getMethod("getServletContext");
            Object application = get.invoke(context);
            Method set = get.getReturnType().getMethod("setAttribute", String.class, Object.class);
            for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
                set.invoke(application, attribute.getKey(), attribute.getValue());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the application has no context", e);
        }
    }

    /** Tomcat only logs it if a connector or an application does not start (StandardService, StandardContext). */
    private static void report(Control lab, Parts parts) {
        List<Integer> closed = new ArrayList<>();
        for (Connector connector : parts.service.findConnectors()) {
            if (connector.getState() != LifecycleState.STARTED) {
                closed.add(connector.getPort());
            }
        }
        if (!closed.isEmpty()) {
            fail(lab, "a connector did not start", closed);
        } else if (parts.context.getState() != LifecycleState.STARTED) {
            fail(lab, "the application did not start", List.of());
        } else {
            lab.send(Map.of(
                    "phase",
                    "started",
                    "receiver",
                    parts.channel.getLocalMember(false).getPort()));
        }
    }

    private static void fail(Control lab, String why, List<Integer> ports) {
        lab.send(Map.of("phase", "failed", "why", why, "ports", ports));
    }

    /** Ends the process in order: Bootstrap's shutdown hook stops Tomcat (Catalina.CatalinaShutdownHook). */
    static void exit() {
        new Thread(() -> System.exit(0), "cluster-lab-exit").start();
    }

    /** Without its lab: removes the run folder of a lab that was killed, and ends. */
    private static void end() {
        try {
            if (!env(FOLDER).isEmpty() && OrphanFolder.isAbandoned(Long.parseLong(env(LAB)))) {
                OrphanFolder.remove(env(FOLDER));
            }
        } finally {
            Runtime.getRuntime().halt(EXIT_ORPHAN);
        }
    }
}
