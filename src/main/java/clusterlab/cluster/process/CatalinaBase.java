package clusterlab.cluster.process;

import clusterlab.agent.AgentListener;
import clusterlab.agent.ForcedDistributable;
import clusterlab.agent.ProbeValve;
import clusterlab.agent.RequestValve;
import clusterlab.agent.WholeRequestValve;
import clusterlab.cluster.Webapp;
import clusterlab.config.ClusterXml;
import clusterlab.config.ContextXml;
import clusterlab.config.DefaultWebXml;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.CRC32;

/**
 * The CATALINA_BASE of a node: readable, and a start by hand with {@code catalina.sh} works too. A node with the lab's own Tomcat
 * and one with an unmodified Tomcat have the same; what the latter brings along is taken from its CATALINA_HOME.
 *
 * <pre>
 * conf/server.xml             connectors, the &lt;Cluster&gt; element that reports print, the agent's parts
 * conf/catalina.properties    for a start by hand
 * conf/lab.properties         the same for the lab, which puts Tomcat's jars on the class path itself
 * conf/web.xml, context.xml   Tomcat's own
 * conf/logging.properties     one line each, to the console
 * lib/cluster-lab-agent.jar
 * work/ temp/ logs/
 * </pre>
 */
final class CatalinaBase {
    private static final String AGENT = "/clusterlab/cluster-lab-agent.jar";
    private static final List<String> NEEDED = List.of(
            "conf/catalina.properties", "conf/web.xml", "conf/context.xml", "bin/bootstrap.jar", "bin/tomcat-juli.jar");

    private final Path path;

    private CatalinaBase(Path path) {
        this.path = path;
    }

    /**
     * Writes the files of one start.
     *
     * @param home CATALINA_HOME of an unmodified Tomcat, or empty for the lab's own
     */
    static CatalinaBase write(Path path, Topology plan, NodeSpec node, Webapp webapp, Optional<Path> home)
            throws IOException {
        for (String file : home.isPresent() ? NEEDED : List.<String>of()) {
            if (!Files.isRegularFile(home.get().resolve(file))) {
                throw new IOException(
                        home.get() + " is no complete CATALINA_HOME: it has no " + file + "; use another");
            }
        }
        CatalinaBase base = new CatalinaBase(path);
        for (String folder : new String[] {"conf", "lib", "logs", "temp", "webapps", "work"}) {
            OwnerOnly.folders(path.resolve(folder));
        }
        for (String folder : plan.deployer() ? ClusterXml.DEPLOYER_FOLDERS : List.<String>of()) {
            OwnerOnly.folders(path.resolve(folder));
        }
        base.copy(resource(AGENT), path.resolve("lib").resolve("cluster-lab-agent.jar"));
        base.write("conf/server.xml", serverXml(plan, node, webapp.docBase(plan, node.name()), home.isEmpty()));
        base.write("conf/logging.properties", LOGGING);
        String key = plan.channel()
                .encryptionKey()
                .map(Secret::value)
                .map(value -> "\n# The key of the EncryptInterceptor.\n" + ClusterXml.KEY_PROPERTY + "=" + value + "\n")
                .orElse("");
        String usual = home.isPresent()
                ? Files.readString(home.get().resolve("conf/catalina.properties"))
                : "common.loader=\"${catalina.base}/lib/*.jar\"\n";
        String properties =
                key + properties("\n# --system-property\n", plan.app().systemProperties());
        Optional<String> lib = plan.app().lib().map(folder -> "\"" + folder.resolve("*.jar") + "\"");
        base.write("conf/catalina.properties", usual + byHand(usual, lib) + properties);
        base.write(
                "conf/lab.properties", usual + properties("\n", Map.of("common.loader", lib.orElse(""))) + properties);
        if (home.isPresent()) {
            base.copy(Files.newInputStream(home.get().resolve("conf/web.xml")), path.resolve("conf/web.xml"));
        } else {
            base.write("conf/web.xml", DefaultWebXml.text());
        }
        base.contextXml(home.map(tomcat -> tomcat.resolve("conf/context.xml")), webapp.contextXml(plan, node.name()));
        return base;
    }

    private void contextXml(Optional<Path> usual, Optional<Path> app) throws IOException {
        if (app.isPresent()) {
            write("conf/context.xml", ContextXml.merged(usual, app.get()));
        } else if (usual.isPresent()) {
            copy(Files.newInputStream(usual.get()), path.resolve("conf/context.xml"));
        }
    }

    /** The jars of {@code --lib} after Tomcat's own, for a start by hand. */
    private static String byHand(String usual, Optional<String> lib) throws IOException {
        if (lib.isEmpty()) {
            return "";
        }
        Properties known = new Properties();
        known.load(new StringReader(usual));
        return properties(
                "\n# --lib\n", Map.of("common.loader", known.getProperty("common.loader", "") + "," + lib.get()));
    }

    /** Lines of a properties file; a later one replaces an earlier one. Bootstrap sets all of them as system properties. */
    private static String properties(String comment, Map<String, String> values) throws IOException {
        if (values.isEmpty()) {
            return "";
        }
        Properties properties = new Properties();
        properties.putAll(values);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        properties.store(bytes, null);
        // Without its first line, which is the time.
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        return comment + text.substring(text.indexOf('\n') + 1);
    }

    Path path() {
        return path;
    }

    Path work() {
        return path.resolve("work");
    }

    /** The agent's jar in a folder, written if it is not there: its path and time must stay for the archive of classes. */
    static Path agent(Path folder) throws IOException {
        byte[] bytes;
        try (InputStream in = resource(AGENT)) {
            bytes = in.readAllBytes();
        }
        CRC32 content = new CRC32();
        content.update(bytes);
        Path jar = folder.toAbsolutePath()
                .resolve(String.format(Locale.ROOT, "cluster-lab-agent-%08x.jar", content.getValue()));
        if (!Files.exists(jar)) {
            OwnerOnly.folders(folder.toAbsolutePath());
            Path copy = Files.createTempFile(folder.toAbsolutePath(), "agent", ".jar");
            Files.write(copy, bytes);
            Files.move(copy, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream out = OwnerOnly.replace(path.resolve(name))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void copy(InputStream from, Path to) throws IOException {
        try (InputStream in = from;
                OutputStream out = OwnerOnly.replace(to)) {
            in.transferTo(out);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                CatalinaBase.class.getResourceAsStream(name), () -> name + " is missing in the jar");
    }

    /** As in an embedded node: the fat jar on the class path is no tag library; the application's own jars are searched. */
    private static final String OWN_SCANNER =
            """
                      <!-- The lab's own jar is not searched for tag libraries and fragments; the application's jars are. -->
                      <JarScanner scanClassPath="false" scanManifest="false"/>
            """;

    private static final String FORCED =
            """
                      <!-- Sessions are replicated whatever the application's descriptors say. -->
                      <Listener className="%s"/>
            """
                    .formatted(ForcedDistributable.class.getName());

    private static final String LOGGING =
            """
            handlers = java.util.logging.ConsoleHandler
            .handlers = java.util.logging.ConsoleHandler
            java.util.logging.ConsoleHandler.level = FINE
            java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
            java.util.logging.ConsoleHandler.encoding = UTF-8
            """;

    private static String serverXml(Topology plan, NodeSpec node, Path docBase, boolean ownTomcat) {
        boolean lab = plan.lifecycle() == NodeLifecycle.LAB;
        String bind = lab ? "\n               bindOnInit=\"false\"" : "";
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- %s of %s. Start it by hand with CATALINA_HOME/bin/catalina.sh run and CATALINA_BASE set to the folder above.
                     What differs from a Tomcat as it is delivered has a comment. -->
                <Server port="-1">
                  <!-- No shutdown port: the lab ends the process with signals. -->
                  <!-- cluster-lab's agent: dials the lab if the environment names one, else does nothing. -->
                  <Listener className="%s"/>
                  <Service name="Catalina">
                    <!-- On loopback only.%s -->
                    <Connector port="%d" protocol="HTTP/1.1" address="%s"%s/>
                    <Connector port="%d" protocol="AJP/1.3" address="%s"%s
                               secret="%s"/>
                    <Engine name="Catalina" defaultHost="localhost" jvmRoute="%s"%s>
                %s                      <!-- The application is named below, %s -->
                      <Host name="localhost" appBase="%s" deployOnStartup="%s" autoDeploy="false">
                        <!-- Knows when the changes of a request were sent. -->
                        <Valve className="%s"/>
                %s        <Context path="%s" docBase="%s"
                                 workDir="work">
                %s%s          <!-- Answers the lab's probe. -->
                          <Valve className="%s"/>
                          <!-- Names the node in each answer, counts requests. -->
                          <Valve className="%s"/>
                        </Context>
                      </Host>
                    </Engine>
                  </Service>
                </Server>
                """
                .formatted(
                        node.name(),
                        plan.clusterName(),
                        AgentListener.class.getName(),
                        lab
                                ? " The ports open when the node has its sessions, not when it begins to start (bindOnInit)."
                                : "",
                        node.httpPort(),
                        Topology.LOOPBACK,
                        bind,
                        node.ajpPort(),
                        Topology.LOOPBACK,
                        bind,
                        ClusterXml.escape(plan.ajpSecret().value()),
                        ClusterXml.escape(node.name()),
                        // Seconds; FarmWarDeployer looks into its folder as often.
                        plan.deployer() ? " backgroundProcessorDelay=\"1\"" : "",
                        plan.isClusterOfEngine() ? ClusterXml.withAgent(plan, node, 3) : "",
                        plan.deployer()
                                ? "others come from the FarmWarDeployer, and at a start from what it left."
                                : "nothing else is deployed.",
                        ClusterXml.APP_BASE,
                        plan.deployer(),
                        WholeRequestValve.class.getName(),
                        plan.isClusterOfEngine() ? "" : ClusterXml.withAgent(plan, node, 4),
                        ClusterXml.escape(plan.contextPath()),
                        ClusterXml.escape(docBase.toString()),
                        ClusterXml.managerWithAgent(plan, 5),
                        (ownTomcat ? OWN_SCANNER : "") + (plan.distributable() ? FORCED : ""),
                        ProbeValve.class.getName(),
                        RequestValve.class.getName());
    }
}
