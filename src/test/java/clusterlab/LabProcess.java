package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.OS;

/** The packaged jar as a process of its own, with a folder of its own for temporary files. */
public final class LabProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path temp;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private LabProcess(Process process, Path temp) {
        this.process = process;
        this.temp = temp;
        readers = List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
    }

    /** Which JVM runs it, how. */
    public record Launcher(Path javaHome, List<String> jvmOptions, Path temp) {

        /** This test's own JVM. */
        public static Launcher here(Path temp) {
            return new Launcher(Path.of(System.getProperty("java.home")), List.of(), temp);
        }

        /** With further options for the JVM. */
        public Launcher with(String... options) {
            return new Launcher(javaHome, List.of(options), temp);
        }

        /** Starts it with these arguments; its stdin is closed. */
        public LabProcess run(String... arguments) throws IOException {
            return start(List.of(), arguments);
        }

        /** The same by a shell, whose {@code "$@"} is the whole command. */
        public LabProcess runIn(String shell, String... arguments) throws IOException {
            return start(List.of("/bin/sh", "-c", shell, "sh"), arguments);
        }

        private LabProcess start(List<String> before, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(before);
            command.add(javaHome.resolve("bin").resolve("java").toString());
            command.add("-Djava.io.tmpdir=" + temp);
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", System.getProperty("clusterlab.jar")));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment()
                    .keySet()
                    .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "XDG_RUNTIME_DIR"));
            builder.environment().put("XDG_CONFIG_HOME", temp.resolve("config").toString());
            Process process = builder.start();
            process.getOutputStream().close();
            return new LabProcess(process, temp);
        }

        /** The same on any free ports, which stand last: before a subcommand they would be refused. */
        public LabProcess runOnAnyPorts(String... arguments) throws IOException {
            List<String> all = new ArrayList<>(List.of(arguments));
            for (String port :
                    List.of("--http-port", "--ajp-port", "--receiver-port", "--front-port", "--admin-port")) {
                all.addAll(List.of(port, "0"));
            }
            return run(all.toArray(String[]::new));
        }
    }

    /** The ready line of {@code --json}. */
    public Map<String, Object> awaitReady() throws Exception {
        eventually("a ready line or the end").untilAsserted(() -> assertThat(out.isEmpty() && process.isAlive())
                .as(this::toString)
                .isFalse());
        Map<String, Object> ready = JSON.std.mapFrom(out.get(0));
        if (!"ready".equals(ready.get("event"))) {
            throw new AssertionError("not ready first: " + this);
        }
        return ready;
    }

    /** Sends a signal by its name, such as INT; Windows has one way to end a process only. */
    public void signal(String name) throws Exception {
        if (OS.WINDOWS.isCurrentOs()) {
            process.destroy();
            return;
        }
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }

    /** The exit code, once all that it printed was read. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + this);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /** Whether it has started another process that still runs. */
    public boolean hasChild() {
        return process.children().findAny().isPresent();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lines of stdout up to now. */
    public List<String> out() {
        return out;
    }

    /** Lines of stderr up to now. */
    public List<String> err() {
        return err;
    }

    /** What of cluster-lab lies in the folder for temporary files. */
    public List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.filter(file -> file.getFileName().toString().startsWith("cluster-lab"))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "stdout " + out + ", stderr " + err;
    }

    private static Thread read(InputStream from, List<String> into) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(into::add);
            } catch (IOException | UncheckedIOException e) {
                into.add("(" + e + ")");
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }
}
