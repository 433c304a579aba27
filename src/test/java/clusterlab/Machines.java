package clusterlab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.distribution.TomcatFinder;
import clusterlab.distribution.Unpacker;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** Unmodified Tomcats that the lab did not start, by {@code scripts/show.d/machines}: what a user has elsewhere. */
final class Machines implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private static final Pattern COUNT =
            Pattern.compile("Session Clustering Test (WAS\\d).*Session Counter = (\\d+)", Pattern.DOTALL);

    private final Path folder;
    private final Path home;
    private final List<String> ends = new ArrayList<>();
    private final Thread hook = new Thread(this::end);

    private Machines(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** None yet, with a Tomcat of this version, which has to be on this machine. */
    static Machines with(String tomcat, Path folder) throws IOException {
        try {
            return new Machines(
                    folder,
                    Unpacker.unpacked(TomcatFinder.ofThisMachine().find("--tomcat", tomcat), folder.resolve("homes")));
        } catch (SpecException missing) {
            assumeTrue(false, "Tomcat " + tomcat + " is not on this machine");
            throw new AssertionError(missing);
        }
    }

    /** The script. */
    static Path script() {
        return Path.of("scripts/show.d/machines").toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    /**
     * Three nodes on the loopback interface, which answer.
     *
     * @param cluster the element, or empty for none
     * @return the file of {@code --target}
     */
    Path onLoopback(String cluster) throws Exception {
        return onLoopback(cluster, "");
    }

    /** The same; with a token, an agent that wants to be shown it is in each node. */
    Path onLoopback(String cluster, String token) throws Exception {
        Path agent = folder.resolve("agent.jar");
        Path tokenFile = folder.resolve("token");
        if (!token.isEmpty()) {
            try (ZipFile jar = new ZipFile(System.getProperty("clusterlab.jar"));
                    InputStream in = jar.getInputStream(jar.getEntry("clusterlab/cluster-lab-agent.jar"))) {
                Files.copy(in, agent);
            }
            Files.writeString(tokenFile, token + "\n");
        }
        Path element = folder.resolve("cluster.xml");
        Files.writeString(element, cluster);
        StringBuilder nodes = new StringBuilder();
        List<Integer> ports = free(12);
        for (int i = 0; i < 3; i++) {
            String name = "WAS" + (i + 1);
            int http = ports.get(3 * i);
            int ajp = ports.get(3 * i + 1);
            int listen = ports.get(9 + i);
            List<String> base = new ArrayList<>(List.of(
                    "base",
                    folder.toString(),
                    home.toString(),
                    name,
                    "127.0.0.1",
                    Integer.toString(http),
                    Integer.toString(ajp),
                    Integer.toString(ports.get(3 * i + 2)),
                    cluster.isEmpty() ? "none" : element.toString()));
            if (!token.isEmpty()) {
                base.addAll(List.of(agent.toString(), Integer.toString(listen), tokenFile.toString()));
            }
            run(base.toArray(String[]::new));
            ends.add(name);
            run("start", folder.toString(), name);
            nodes.append(i == 0 ? "" : ",")
                    .append(
                            "{\"name\":\"%s\",\"url\":\"http://127.0.0.1:%d\",\"ajp\":\"127.0.0.1:%d\",\"host\":\"localhost\",\"agent\":%s}"
                                    .formatted(
                                            name,
                                            http,
                                            ajp,
                                            token.isEmpty() ? "null" : "\"127.0.0.1:" + listen + "\""));
        }
        return Files.writeString(
                folder.resolve("target.json"), "{\"front\":null,\"nodes\":[" + nodes + "],\"application\":\"/\"}");
    }

    /** Three namespaces with the tutorial's Setting 2, and a fourth with its httpd. */
    void inNamespaces(String prefix) throws Exception {
        ends.add("@" + prefix);
        run("up", folder.toString(), home.toString(), prefix);
    }

    /** The same machines with what {@code export hosts} wrote to {@code hosts} in the folder. */
    void exported(String prefix) throws Exception {
        ends.add("@" + prefix);
        run("exported", folder.toString(), home.toString(), prefix);
    }

    /**
     * Whether the counter goes on over all three nodes, as six reloads on the fourth machine show it, in a new session. Setting 2 is
     * asynchronous: now and then a reload is faster than the replication, so that this may need several sessions.
     */
    boolean counterGoesOn(String prefix, String front) throws IOException, InterruptedException {
        Path cookies = Files.createTempFile(folder, "cookies", "");
        Set<String> answered = new HashSet<>();
        for (int i = 1; i <= 6; i++) {
            String page = output(
                    "ip",
                    "netns",
                    "exec",
                    prefix + "-web",
                    "curl",
                    "-s",
                    "-m",
                    "20",
                    "-c",
                    cookies.toString(),
                    "-b",
                    cookies.toString(),
                    front);
            Matcher found = COUNT.matcher(page);
            if (!found.find() || !found.group(2).equals(Integer.toString(i))) {
                return false;
            }
            answered.add(found.group(1));
        }
        return answered.size() == 3;
    }

    /** What a command prints. */
    static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        return out;
    }

    private static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket one : held) {
                one.close();
            }
        }
    }

    /** What a node wrote. */
    String log(String node) throws IOException {
        return Files.readString(folder.resolve(node).resolve("logs/catalina.out"));
    }

    /** The members that a node's log tells, such as {@code 10, 30, 30, 3:4000}. */
    List<String> added(String node) throws IOException {
        return log(node)
                .lines()
                .filter(line -> line.contains("Replication member added:["))
                .map(line -> line.replaceAll(".*tcp://\\{([0-9, ]+)}:(\\d+).*", "$1:$2"))
                .distinct()
                .toList();
    }

    /** The words of a command with this part of the script, as the lab takes them. */
    String command(String what) {
        return script() + " " + what + " " + folder + " {node}";
    }

    static void run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile("machines-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command + ": " + Files.readString(out));
            }
        } finally {
            Files.deleteIfExists(out);
        }
    }

    private synchronized void end() {
        for (String one : ends) {
            try {
                if (one.startsWith("@")) {
                    run("down", folder.toString(), one.substring(1));
                } else {
                    run("kill", folder.toString(), one);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ends.clear();
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
