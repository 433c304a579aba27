package clusterlab.distribution;

import clusterlab.spec.TomcatVersion;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's Maven, which downloads a Tomcat into the local Maven repository with the settings, proxies and mirrors that the
 * user has. The only thing here that uses the network.
 *
 * @param program {@code mvn}, or {@code mvn.cmd} on Windows
 */
public record MavenCommand(Path program) {
    /** The rest of Maven's output, in the message of a failure. */
    private static final int MOST_CHARS = 300;

    /** The Maven on the PATH, else the one in MAVEN_HOME. */
    public static Optional<MavenCommand> find() {
        return find(System::getenv, System.getProperty("os.name", ""));
    }

    /** The same with another environment. */
    static Optional<MavenCommand> find(UnaryOperator<@Nullable String> environment, String os) {
        String name = os.toLowerCase(Locale.ROOT).startsWith("windows") ? "mvn.cmd" : "mvn";
        Stream<String> folders = Stream.of(
                Optional.ofNullable(environment.apply("PATH")).orElse("").split(File.pathSeparator, -1));
        Stream<String> home = Stream.ofNullable(environment.apply("MAVEN_HOME")).map(folder -> folder + "/bin");
        return Stream.concat(folders, home)
                .flatMap(folder -> program(folder, name).stream())
                .findFirst()
                .map(MavenCommand::new);
    }

    private static Optional<Path> program(String folder, String name) {
        try {
            Path program = Path.of(folder).resolve(name).toAbsolutePath();
            return folder.isEmpty() || Files.isDirectory(program) || !Files.isExecutable(program)
                    ? Optional.empty()
                    : Optional.of(program);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The command that {@link #fetch} runs, as a user types it. */
    public static String text(TomcatVersion version, TomcatFinder tomcats) {
        return "mvn " + String.join(" ", arguments(version, tomcats));
    }

    private static List<String> arguments(TomcatVersion version, TomcatFinder tomcats) {
        List<String> arguments = new ArrayList<>(List.of("-B", "-q"));
        arguments.addAll(tomcats.download(version));
        return arguments;
    }

    /**
     * Downloads this Tomcat.
     *
     * @param limit after which Maven is ended
     * @return where it is
     * @throws IOException if Maven can't be started, fails or is too slow; the message is a sentence for the user
     * @throws InterruptedException if this thread is interrupted; Maven is ended then
     */
    public Path fetch(TomcatVersion version, TomcatFinder tomcats, Duration limit)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments(version, tomcats));
        Path output = Files.createTempFile("cluster-lab-", ".maven");
        try {
            Process process = start(command, output);
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("Maven did not end within " + limit.toSeconds()
                            + " s and was ended; check the network and Maven's settings.");
                }
            } finally {
                end(process);
            }
            if (process.exitValue() != 0) {
                throw new IOException("Maven could not get Tomcat " + version + " (" + why(output)
                        + "); check the version, the network and Maven's settings.");
            }
        } finally {
            Files.deleteIfExists(output);
        }
        return tomcats.archive(version)
                .orElseThrow(() -> new IOException("Maven reported success, but Tomcat " + version
                        + " is not in the local repository; run it by hand: " + text(version, tomcats) + "."));
    }

    private static Process start(List<String> command, Path output) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new IOException(command.get(0) + " can't be started (" + e.getMessage() + "); check it.", e);
        }
    }

    /** Maven's script starts a JVM, which would go on. */
    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** The first line of an error in Maven's output. */
    private static String why(Path output) throws IOException {
        List<String> lines = new String(Files.readAllBytes(output), Charset.defaultCharset())
                .lines()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        String line = lines.stream()
                .filter(each -> each.startsWith("[ERROR]"))
                .findFirst()
                .map(each -> each.substring("[ERROR]".length()).strip())
                .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
        return line.length() > MOST_CHARS ? line.substring(0, MOST_CHARS) + "…" : line;
    }
}
