package clusterlab.front.proxy;

import clusterlab.export.ConfigFile;
import clusterlab.export.ConfigWriter;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.program.FrontProgram;
import clusterlab.front.program.ProgramProcess;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What HAProxy and nginx have in common: files in a folder, a check of them, a process, a signal for new files. */
abstract class ProxyProgram implements FrontProgram {
    private final String name;
    private final Path dir;

    /** Counts configurations, so that a program can say which one it has. */
    private final AtomicInteger generation = new AtomicInteger();

    private volatile boolean sticky = true;
    private volatile Optional<ProgramProcess> process = Optional.empty();

    ProxyProgram(String name, Path dir) {
        this.name = name;
        this.dir = dir;
    }

    /** The files for this plan; the program says the generation when it is asked. */
    abstract List<ConfigFile> files(Topology topology, Map<String, Activation> activations, int newGeneration);

    /** The words that check the files. */
    abstract List<String> check();

    /** The words that run them in the foreground. */
    abstract List<String> run();

    /** Name of the signal for new files. */
    abstract String reload();

    /** The number of the newest configuration. */
    final int generation() {
        return generation.get();
    }

    /** Whether sessions are sticky in it. */
    final boolean sticky() {
        return sticky;
    }

    final Path dir() {
        return dir;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int port(NodeSpec node) {
        return node.httpPort();
    }

    @Override
    public final void configure(Topology topology, Map<String, Activation> activations) throws IOException {
        ConfigWriter.writeClosed(dir, files(topology, activations, generation.get() + 1));
        Path report = dir.resolve("check.out");
        Process process = new ProcessBuilder(check())
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException(name + " did not finish the check of its files in 30 s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The check of " + name + "'s files was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    name + " rejects its files in " + dir + ": " + text(report).strip());
        }
        generation.incrementAndGet();
        sticky = topology.balancer().sticky();
    }

    @Override
    public final ProgramProcess start() throws IOException {
        ProgramProcess started = ProgramProcess.start(ProgramProcess.ownSession(run()), reload(), output());
        process = Optional.of(started);
        return started;
    }

    /** The titles of its processes, where the system has them (Linux). The JDK gives the program's path for a changed title. */
    final List<String> titles() {
        return process.flatMap(one -> ProcessHandle.of(one.pid())).stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(one -> {
                    try {
                        return Stream.of(text(Path.of("/proc/" + one.pid() + "/cmdline")));
                    } catch (IOException ended) {
                        return Stream.empty();
                    }
                })
                .toList();
    }

    @Override
    public final IOException whyNotStarted(int port) throws IOException {
        String said = text(output()) + text(errorLog());
        if (said.contains("Address already in use") || said.contains("cannot bind socket")) {
            return new FrontUnavailableException("--front-port " + port
                    + ": the port is in use; stop the program that uses it, or choose another --front-port.");
        }
        String last =
                said.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("it printed nothing.");
        return new IOException(name + " did not start: " + last + " See " + errorLog() + ".");
    }

    /** Its messages on the terminal. */
    final Path output() {
        return dir.resolve(name + ".out");
    }

    static String text(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }
}
