package clusterlab.cluster.remote;

import clusterlab.cluster.HostException;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.TargetSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command of the user's. It runs without a shell, has a deadline, and what it writes to stderr goes to a file: a program that it
 * leaves running may keep that open.
 */
final class UserCommand {
    private static final int TAIL = 8_192;
    private static final int LONGEST_LINE = 300;
    private static final Duration REAP = Duration.ofSeconds(5);

    private final TargetSpec target;
    private final Path folder;

    /**
     * Commands of this cluster.
     *
     * @param folder for files that are removed again
     */
    UserCommand(TargetSpec target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /**
     * Runs a command for one node and waits until it has ended with exit code 0.
     *
     * @param peer the node whose messages a partition keeps away; the node itself for other commands
     * @throws HostException if it can't be run, has another exit code, or does not end in time; the message is a part of a
     *     sentence with the last line of its stderr
     */
    void run(NodeCommand command, String node, String peer) throws HostException, InterruptedException {
        List<String> words = target.words(command, node, peer);
        String name = command.option();
        try {
            Path errors = Files.createTempFile(folder, "command-", ".err");
            try {
                Process process = new ProcessBuilder(words)
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(errors.toFile())
                        .start();
                await(process, name, errors);
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new HostException(name + " could not be run: " + e.getMessage(), e);
        }
    }

    private void await(Process process, String name, Path errors)
            throws HostException, IOException, InterruptedException {
        boolean ended = false;
        try {
            ended = process.waitFor(target.commandTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                destroy(process);
            }
        }
        if (!ended) {
            throw new HostException(name + " did not end within "
                    + target.commandTimeout().toSeconds() + " s and was stopped" + said(errors));
        }
        if (process.exitValue() != 0) {
            throw new HostException(name + " ended with exit code " + process.exitValue() + said(errors));
        }
    }

    private static void destroy(Process process) throws InterruptedException {
        try (Stream<ProcessHandle> below = process.descendants()) {
            below.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        process.waitFor(REAP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last line that is not blank. */
    private static String said(Path errors) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(errors.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                    .filter(line -> !line.isEmpty())
                    .reduce((before, last) -> last)
                    .map(line -> ": " + (line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line))
                    .orElse("");
        }
    }
}
