import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A running cluster-lab that was started with {@code --json}: its ready line, its last line, its end. */
final class LabProcess implements AutoCloseable {
    /** Options for any free ports, front and API included. */
    static final List<String> ANY_PORTS = Stream.of(
                    "--http-port", "--ajp-port", "--receiver-port", "--front-port", "--admin-port")
            .flatMap(port -> Stream.of(port, "0"))
            .toList();

    private final Process process;
    private final CompletableFuture<Map<String, Object>> ready = new CompletableFuture<>();
    private final CompletableFuture<String> lastLine = new CompletableFuture<>();

    /** @param errors the file for its stderr */
    LabProcess(List<String> command, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // Otherwise ctl's state is not in the folder for temporary files.
        builder.environment().remove("XDG_RUNTIME_DIR");
        process = Children.start(builder);
        Thread reader = new Thread(this::read, "stdout of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** The packaged jar on any free ports, front and API included. */
    static LabProcess jar(Path root, Path errors, String... options) throws IOException {
        return jar(root, errors, List.of(), List.of(options));
    }

    /** The same with options for the JVM. */
    static LabProcess jar(Path root, Path errors, List<String> jvmOptions, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", root.resolve("target/cluster-lab.jar").toString()));
        return onAnyPorts(command, errors, options);
    }

    /** The same by scripts/cluster-lab, with its archive of classes. */
    static LabProcess script(Path root, Path errors, List<String> options) throws IOException {
        return onAnyPorts(List.of(root.resolve("scripts/cluster-lab").toString()), errors, options);
    }

    private static LabProcess onAnyPorts(List<String> program, Path errors, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add("--json");
        command.addAll(ANY_PORTS);
        command.addAll(options);
        return new LabProcess(command, errors);
    }

    private void read() {
        String last = "";
        try (BufferedReader lines = process.inputReader()) {
            for (String line; (line = lines.readLine()) != null; last = line) {
                Map<String, Object> event = JSON.std.mapFrom(line);
                if ("ready".equals(event.get("event"))) {
                    ready.complete(event);
                }
            }
        } catch (IOException notJson) {
            ready.completeExceptionally(notJson);
        }
        ready.completeExceptionally(new IOException("it ended before it was ready"));
        lastLine.complete(last);
    }

    /** The ready line. Throws if the process ends or writes other text than JSON before, or takes longer. */
    Map<String, Object> awaitReady(long seconds) throws IOException, InterruptedException {
        try {
            return ready.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("not ready after " + seconds + " s", e);
        }
    }

    /** Each node's HTTP address, from the ready line. */
    static List<String> addresses(Map<String, Object> ready) {
        return ((List<?>) ready.get("nodes"))
                .stream().map(node -> ((Map<?, ?>) node).get("http").toString()).toList();
    }

    /** All ports of nodes, front and API, from the ready line. */
    static List<Integer> ports(Map<String, Object> ready) {
        Stream<Integer> ofNodes = ((List<?>) ready.get("nodes"))
                .stream()
                        .map(node -> (Map<?, ?>) node)
                        .flatMap(node -> Stream.of(
                                URI.create(node.get("http").toString()).getPort(),
                                ((Number) node.get("ajpPort")).intValue(),
                                ((Number) node.get("receiverPort")).intValue()));
        Stream<Integer> others = Stream.of("front", "admin")
                .map(ready::get)
                .filter(Objects::nonNull)
                .map(url -> URI.create(url.toString()).getPort());
        return Stream.concat(ofNodes, others).toList();
    }

    List<Process> processes() {
        return List.of(process);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Whether the ready line was read. */
    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** The process and all that it started. */
    List<ProcessHandle> handles() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM and waits; the exit code. */
    int stop(long seconds) throws IOException, InterruptedException {
        // Not Process.destroy: that also closes the pipe of the last line.
        process.toHandle().destroy();
        return awaitEnd("SIGTERM", seconds);
    }

    /** Sends the signal of this name, such as HUP, and waits; the exit code. */
    int signal(String name, long seconds) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        return awaitEnd("SIG" + name, seconds);
    }

    private int awaitEnd(String signal, long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("still running " + seconds + " s after " + signal);
        }
        return process.exitValue();
    }

    /** The last line of stdout; call it after {@link #stop}. */
    String lastLine() {
        return lastLine.join();
    }

    @Override
    public void close() {
        Children.end(List.of(process));
    }
}
