import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run of the jar must not leave behind. Each check throws an IOException whose message says what is wrong. */
final class Evidence {
    private static final Pattern TRACE = Pattern.compile("^\\s+at [\\w.$/@]+\\(|^Caused by: |^Exception in thread ");

    private Evidence() {}

    static void check(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    /** No stack trace was written to this file. */
    static void checkNoTrace(Path errors) throws IOException {
        try (Stream<String> lines = Files.lines(errors)) {
            check(lines.noneMatch(line -> TRACE.matcher(line).find()), "a stack trace in " + errors);
        }
    }

    /** The folder for temporary files has no file, and no folder but empty ones of ctl's state. */
    static void checkNothingIn(Path temp) throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            List<Path> left = files.filter(file -> !Files.isDirectory(file)
                            || file.getFileName().toString().matches("cluster-lab-\\d+"))
                    .toList();
            check(left.isEmpty(), "left behind: " + left);
        }
    }

    /** These processes have ended. */
    static void checkEnded(List<ProcessHandle> processes) throws IOException {
        List<Long> live = processes.stream()
                .filter(process -> process.isAlive() && !isZombie(process.pid()))
                .map(ProcessHandle::pid)
                .toList();
        check(live.isEmpty(), "still running: " + live);
    }

    /** It has ended, and its new parent, which is not ours, has not asked for its exit code yet. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException noLinuxOrGone) {
            return false;
        }
    }

    /** Anybody can listen on these ports again. */
    static void checkFree(List<Integer> ports) throws IOException {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            } catch (IOException taken) {
                throw new IOException("port " + port + " is still in use", taken);
            }
        }
    }
}
