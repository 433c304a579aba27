import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three Tomcats as in the tutorial "Centos7 / Apache - Tomcat - JK Connector Session Clustering", each in a separate process:
 * the shipped configuration plus its "Setting 2", with the session counter as the only web application. The differences: all
 * traffic stays on the loopback interface, the ports are any free ones, and there is no shutdown port.
 */
final class StockCluster implements Candidate {
    private static final int NODES = 3;
    private static final String SECRET = "bench";

    /** Of channelSendOptions, as the tutorial has it. */
    private static final int ASYNC = 8;

    /** Of channelSendOptions: synchronous, and with an acknowledgement. */
    private static final int SYNC_WITH_ACK = 6;

    private static final Pattern MEMBER_ADDED =
            Pattern.compile("Replication member added:.*?tcp://\\{127, 0, 0, 1\\}:(\\d+)");

    private static final String CLUSTER =
            """
            <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="%d">
              <Manager className="org.apache.catalina.ha.session.DeltaManager"
                       expireSessionsOnShutdown="false" notifyListenersOnReplication="true"/>
              <Channel className="org.apache.catalina.tribes.group.GroupChannel">
                <Membership className="org.apache.catalina.tribes.membership.McastService"
                            address="228.0.0.4" port="%d" frequency="500" dropTime="3000" bind="127.0.0.1" ttl="0"/>
                <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver"
                          address="127.0.0.1" port="%d" autoBind="100" selectorTimeout="5000" maxThreads="6"/>
                <Sender className="org.apache.catalina.tribes.transport.ReplicationTransmitter">
                  <Transport className="org.apache.catalina.tribes.transport.nio.PooledParallelSender"/>
                </Sender>
                <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>
                <Interceptor className="org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor"/>
              </Channel>
              <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
              <Valve className="org.apache.catalina.ha.session.JvmRouteBinderValve"/>
              <Deployer className="org.apache.catalina.ha.deploy.FarmWarDeployer" tempDir="%s/war-temp"
                        deployDir="%s/war-deploy" watchDir="%s/war-listen" watchEnabled="false"/>
              <ClusterListener className="org.apache.catalina.ha.session.ClusterSessionListener"/>
            </Cluster>
            """;

    private final Path home;
    private final Path webapp;
    private final boolean oneByOne;
    private final int sendOptions;
    private final String names;

    /** @param oneByOne whether each starts after the one before answers, or all start together */
    StockCluster(Path home, Path webapp, boolean oneByOne) {
        this(home, webapp, oneByOne, ASYNC, "WAS");
    }

    private StockCluster(Path home, Path webapp, boolean oneByOne, int sendOptions, String names) {
        this.home = home;
        this.webapp = webapp;
        this.oneByOne = oneByOne;
        this.sendOptions = sendOptions;
        this.names = names;
    }

    /** The same with synchronous replication, and nodes that are called as those of the lab. */
    static StockCluster synchronous(Path home, Path webapp) {
        return new StockCluster(home, webapp, false, SYNC_WITH_ACK, "node");
    }

    @Override
    public String name() {
        return oneByOne ? "stock-serial" : "stock-parallel";
    }

    @Override
    public String description() {
        return "stock Tomcat, Setting 2, 3 processes started "
                + (oneByOne ? "one after the other" : "all at once")
                + "; ready: each answers 200 and has logged both other members";
    }

    @Override
    public Sample measure(Path folder) throws Exception {
        List<Instance> instances = instances(folder);
        List<Process> processes = new ArrayList<>();
        try {
            long start = System.nanoTime();
            boolean ready = start(instances, processes, start + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return new Sample(ready, millis, Machine.pssKib(Children.pids(processes)), OptionalLong.empty());
        } finally {
            Children.end(processes);
        }
    }

    /**
     * Starts it in this folder and waits until it is ready. Its processes end with this JVM.
     *
     * @return its nodes
     */
    Started start(Path folder) throws Exception {
        List<Instance> instances = instances(folder);
        if (!start(instances, new ArrayList<>(), System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS))) {
            throw new IOException("the stock Tomcats are not ready; see " + folder);
        }
        return new Started(
                instances.stream().map(Instance::url).toList(),
                instances.stream().map(Instance::ajpPort).toList(),
                SECRET);
    }

    /**
     * Running nodes.
     *
     * @param urls of their HTTP connectors
     * @param ajpPorts of their AJP connectors
     * @param secret of these
     */
    record Started(List<String> urls, List<Integer> ajpPorts, String secret) {}

    private List<Instance> instances(Path folder) throws IOException {
        List<Integer> ports = Machine.freeTcpPorts(NODES * 3);
        int multicastPort = Machine.freeUdpPort();
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            Instance instance = new Instance(
                    names + (i + 1),
                    folder.resolve(names + (i + 1)),
                    ports.get(i),
                    ports.get(NODES + i),
                    ports.get(2 * NODES + i));
            configure(instance, multicastPort);
            instances.add(instance);
        }
        return instances;
    }

    /** Whether all are ready by then. */
    private boolean start(List<Instance> instances, List<Process> processes, long deadline) throws Exception {
        boolean ready = true;
        for (Instance instance : instances) {
            processes.add(launch(instance));
            ready = !oneByOne || (ready && Machine.await(deadline, instance::answers));
        }
        for (Instance instance : instances) {
            ready = ready && Machine.await(deadline, instance::answers);
        }
        Set<Integer> receivers = instances.stream().map(Instance::receiverPort).collect(Collectors.toSet());
        for (Instance instance : instances) {
            ready = ready && Machine.await(deadline, () -> instance.sees(receivers));
        }
        return ready;
    }

    private Process launch(Instance instance) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/catalina.sh").toString(), "run");
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(Set.of("JAVA_OPTS", "JRE_HOME", "CATALINA_TMPDIR", "CLASSPATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("CATALINA_HOME", home.toString());
        environment.put("CATALINA_BASE", instance.base.toString());
        // McastService's bind fails on a dual-stack JVM.
        environment.put("CATALINA_OPTS", "-Djava.net.preferIPv4Stack=true");
        builder.redirectErrorStream(true).redirectOutput(instance.log().toFile());
        return Children.start(builder);
    }

    private void configure(Instance instance, int multicastPort) throws IOException {
        for (String name : List.of("conf", "logs", "temp", "work", "webapps")) {
            Files.createDirectories(instance.base.resolve(name));
        }
        copy(home.resolve("conf"), instance.base.resolve("conf"));
        copy(webapp, instance.base.resolve("webapps/ROOT"));

        String cluster = CLUSTER.formatted(
                sendOptions, multicastPort, instance.receiverPort, instance.base, instance.base, instance.base);
        String ajp = "<Connector protocol=\"AJP/1.3\" address=\"127.0.0.1\" port=\"" + instance.ajpPort + "\" secret=\""
                + SECRET + "\" redirectPort=\"8443\"/>\n";
        Path file = instance.base.resolve("conf/server.xml");
        String xml = Files.readString(file).replaceAll("(?s)<!--.*?-->", "");
        xml = replace(xml, "<Server port=\"8005\"", "<Server port=\"-1\"");
        xml = replace(xml, "port=\"8080\"", "address=\"127.0.0.1\" port=\"" + instance.httpPort + "\"");
        xml = replace(
                xml,
                "<Engine name=\"Catalina\" defaultHost=\"localhost\">",
                ajp + "<Engine name=\"Catalina\" defaultHost=\"localhost\" jvmRoute=\"" + instance.name + "\">\n"
                        + cluster);
        Files.writeString(file, xml);
    }

    private static String replace(String xml, String from, String to) {
        if (!xml.contains(from)) {
            throw new IllegalStateException("Tomcat's conf/server.xml has no " + from);
        }
        return xml.replace(from, to);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private record Instance(String name, Path base, int httpPort, int ajpPort, int receiverPort) {
        Path log() {
            return base.resolve("logs/catalina.out");
        }

        String url() {
            return "http://127.0.0.1:" + httpPort + "/";
        }

        boolean answers() {
            return Machine.answers(url());
        }

        /** Whether the log has the members of all these receivers except its own. */
        boolean sees(Set<Integer> receivers) {
            Set<Integer> missing = new TreeSet<>(receivers);
            missing.remove(receiverPort);
            try {
                Matcher added = MEMBER_ADDED.matcher(Files.readString(log(), StandardCharsets.ISO_8859_1));
                while (added.find()) {
                    missing.remove(Integer.valueOf(added.group(1)));
                }
            } catch (IOException notYet) {
                return false;
            }
            return missing.isEmpty();
        }
    }
}
