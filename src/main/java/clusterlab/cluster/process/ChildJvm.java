package clusterlab.cluster.process;

import clusterlab.agent.AgentListener;
import clusterlab.files.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a node's JVM, and its start. No shell takes part. */
final class ChildJvm {
    /** As bin/catalina.sh does for Java 9 and newer. */
    private static final List<String> OPENS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");

    static final String MAIN = "org.apache.catalina.startup.Bootstrap";

    /** A lab runs several JVMs on one laptop: they start fast and stay small. Docs list each option. */
    static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:-UsePerfData");

    /** At another address for each process the archive of classes would have to be relocated: 27 MB of private memory each. */
    private static final List<String> ONE_ADDRESS =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

    /** The first and last version of Java that is known to have that option; a JVM refuses one that it does not know. */
    private static final int ONE_ADDRESS_SINCE = 17;

    private static final int ONE_ADDRESS_UNTIL = 25;

    /** Tomcat's provider reads these before its other variables (CloudMembershipProvider.CUSTOM_ENV_PREFIX). */
    private static final String FOREIGN_CLOUD = "OPENSHIFT_KUBE_PING_";

    private ChildJvm() {}

    /**
     * Starts it.
     *
     * @param java home of the JDK or JRE
     * @param javaMajor its version, such as 17
     * @param home CATALINA_HOME
     * @param jvmOptions the user's
     * @param environment what the agent and the application read
     * @param log takes all output
     */
    static Process start(
            Path java,
            int javaMajor,
            Path home,
            String classPath,
            CatalinaBase base,
            List<String> jvmOptions,
            Map<String, String> environment,
            Path log)
            throws IOException {
        OwnerOnly.folders(Objects.requireNonNull(log.getParent()));
        OwnerOnly.append(log).close();
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin").resolve("java").toString());
        command.addAll(SMALL);
        if (jvmOptions.stream().noneMatch(ChildJvm::isOfHeap)) {
            command.add("-Xms24m");
        }
        if (javaMajor >= ONE_ADDRESS_SINCE && javaMajor <= ONE_ADDRESS_UNTIL) {
            command.addAll(ONE_ADDRESS);
        }
        command.addAll(OPENS);
        // As the lab itself: on a dual-stack socket a multicast join with an IPv4 interface fails.
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager");
        command.add("-Djava.util.logging.config.file=" + base.path().resolve("conf/logging.properties"));
        command.add("-Dcatalina.config="
                + base.path().resolve("conf/lab.properties").toUri());
        command.add("-Dcatalina.home=" + home);
        command.add("-Dcatalina.base=" + base.path());
        command.add("-Djava.io.tmpdir=" + base.path().resolve("temp"));
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(MAIN);
        command.add("start");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(base.path().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CATALINA_") || name.startsWith(FOREIGN_CLOUD));
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    /** Whether the user chose the size of the heap: a smaller one than ours would be refused. */
    private static boolean isOfHeap(String option) {
        return option.startsWith("-Xm") || option.contains("HeapSize") || option.contains("RAMPercentage");
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    /**
     * Tomcat's jars and the agent on the JVM's own class path, so that the archive of classes can hold them; a start by hand has
     * Tomcat's class loaders for them.
     */
    static String classPath(Path home, Path agent) throws IOException {
        try (Stream<Path> lib = Files.list(home.resolve("lib"))) {
            return Stream.concat(
                            Stream.of(home.resolve("bin/bootstrap.jar"), home.resolve("bin/tomcat-juli.jar"), agent),
                            lib.filter(file -> file.toString().endsWith(".jar")).sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** The fat jar, or in tests the classes and all libraries. */
    static String ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The environment: the user's variables, and those that {@link AgentListener} reads.
     *
     * @param orphanFolder the folder that it removes if the lab is killed, or empty
     */
    static Map<String, String> environment(
            Map<String, String> users, String node, int port, String token, String orphanFolder) {
        Map<String, String> all = new TreeMap<>(users);
        all.put(AgentListener.NODE, node);
        all.put(AgentListener.PORT, Integer.toString(port));
        all.put(AgentListener.TOKEN, token);
        all.put(AgentListener.LAB, Long.toString(ProcessHandle.current().pid()));
        all.put(AgentListener.FOLDER, orphanFolder);
        return all;
    }
}
