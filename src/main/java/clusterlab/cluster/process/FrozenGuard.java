package clusterlab.cluster.process;

import clusterlab.agent.Guardian;
import clusterlab.cluster.RunFolder;
import clusterlab.distribution.LabCache;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the {@link Guardian} with the first freeze, and names it each node before it is frozen. */
final class FrozenGuard implements AutoCloseable {
    private static final int END_MILLIS = 2_000;

    private final RunFolder folder;
    private @Nullable Process guardian;
    private @Nullable BufferedReader answers;

    FrozenGuard(RunFolder folder) {
        this.folder = folder;
    }

    /**
     * Returns when the guardian knows the process.
     *
     * @throws IllegalStateException if it can't be started
     */
    synchronized void watch(Process node) {
        String line = node.pid() + " "
                + node.info().startInstant().map(Instant::toString).orElse(Instant.EPOCH.toString());
        try {
            Process running = guardian;
            if (running == null || !running.isAlive()) {
                running = start();
                guardian = running;
                answers =
                        new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.US_ASCII));
            }
            OutputStream out = running.getOutputStream();
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // It ends, and this with it, if it can't run.
            String echo = Objects.requireNonNull(answers).readLine();
            if (!line.equals(echo)) {
                throw new IOException("it answered " + echo);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the process that guards frozen nodes can't be started: " + e.getMessage(), e);
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-XX:-UsePerfData",
                "-cp",
                CatalinaBase.agent(LabCache.ofUser().path().resolve("agent")).toString(),
                Guardian.class.getName(),
                Long.toString(ProcessHandle.current().pid())));
        if (folder.isTemporary()) {
            command.add(folder.path().toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public synchronized void close() {
        Process running = guardian;
        if (running == null) {
            return;
        }
        try {
            running.getOutputStream().close();
            if (!running.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (IOException e) {
            running.destroyForcibly();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
