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
    private static final Pattern MEMBER_ADDED =
            Pattern.compile("Replication member added:.*?tcp://\\{127, 0, 0, 1\\}:(\\d+)");

    private static final String CLUSTER =
            """
            <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="8">
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

    /** @param oneByOne whether each starts after the one before answers, or all start together */
    StockCluster(Path home, Path webapp, boolean oneByOne) {
        this.home = home;
        this.webapp = webapp;
        this.oneByOne = oneByOne;
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
        List<Integer> ports = Machine.freeTcpPorts(NODES * 3);
        int multicastPort = Machine.freeUdpPort();
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            Instance instance = new Instance(
                    "WAS" + (i + 1),
                    folder.resolve("WAS" + (i + 1)),
                    ports.get(i),
                    ports.get(NODES + i),
                    ports.get(2 * NODES + i));
            configure(instance, multicastPort);
            instances.add(instance);
        }
        List<Process> processes = new ArrayList<>();
        try {
            return run(instances, processes);
        } finally {
            Children.end(processes);
        }
    }

    private Sample run(List<Instance> instances, List<Process> processes) throws Exception {
        long start = System.nanoTime();
        long deadline = start + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
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
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new Sample(ready, millis, Machine.pssKib(Children.pids(processes)), OptionalLong.empty());
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

        String cluster =
                CLUSTER.formatted(multicastPort, instance.receiverPort, instance.base, instance.base, instance.base);
        String ajp = "<Connector protocol=\"AJP/1.3\" address=\"127.0.0.1\" port=\"" + instance.ajpPort
                + "\" secret=\"bench\" redirectPort=\"8443\"/>\n";
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

        boolean answers() {
            return Machine.answers("http://127.0.0.1:" + httpPort + "/");
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
