package clusterlab.cluster;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/**
 * What this process may still take of files, threads and heap, compared with what the nodes need. Without this check a
 * boot ends in the middle, with the errors of whatever met the limit first.
 *
 * @param files open files; empty if unknown or without a limit
 * @param threads threads of this process; empty if unknown or without a limit
 * @param threadLimit where the limit of threads is set, for the user
 * @param heapMegabytes largest heap
 */
public record ProcessLimits(OptionalLong files, OptionalLong threads, String threadLimit, long heapMegabytes) {
    private static final Path PROC = Path.of("/proc");
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

    /** Only lower limits are worth the reading of all processes of the user. */
    private static final long MANY_THREADS = 20_000;

    /** The limits of this process now. */
    public static ProcessLimits ofThisProcess() {
        OptionalLong files = OptionalLong.empty();
        OptionalLong threads = OptionalLong.empty();
        String threadLimit = "";
        if (Files.isReadable(PROC.resolve("self/limits"))) {
            files = soft("Max open files");
            threads = threadsOfUser();
            threadLimit = "ulimit -u";
            OptionalLong group = threadsOfControlGroup();
            if (group.isPresent() && group.getAsLong() < threads.orElse(Long.MAX_VALUE)) {
                threads = group;
                threadLimit = "pids.max of its control group";
            }
        } else if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            files = OptionalLong.of(unix.getMaxFileDescriptorCount());
        }
        return new ProcessLimits(
                files, threads, threadLimit, Runtime.getRuntime().maxMemory() >> 20);
    }

    /**
     * Refuses a boot that can't succeed.
     *
     * @param nodes their number, 1 or more
     * @param meshed whether each node keeps connections to all others, as with static membership
     * @throws BootException with a sentence: which limit, how much the nodes need, and how many nodes would do
     */
    public void refuseIfTooLow(int nodes, boolean meshed) throws BootException {
        refuse(nodes, "open files", files, "ulimit -n", "raise the limit", n -> filesFor(n, meshed));
        refuse(nodes, "threads", threads, threadLimit, "raise the limit", ProcessLimits::threadsFor);
        refuse(
                nodes,
                "MB of heap",
                OptionalLong.of(heapMegabytes),
                "-Xmx",
                // A tenth more: the serial collector does not count one of its survivor spaces (Runtime.maxMemory).
                "start java with -Xmx" + (heapFor(nodes) * 11 + 9) / 10 + "m",
                ProcessLimits::heapFor);
    }

    /**
     * Files and sockets that are open after a boot of this many nodes, with the front and the API: 19 for a node, two
     * for each connection from one node to another (both ends are in this process), and 20 of the JVM; 15 more as a
     * margin.
     *
     * <p>Measured as the most entries of /proc/self/fd on Linux with Java 17: 39, 100, 599, 1,657, 2,612 and 9,329 for
     * 1, 3, 10, 20, 32 and 64 nodes. Between 10 and 20 nodes the senders opened second connections, which a boot does
     * not need. With multicast it was 366 for 20 nodes.
     */
    static long filesFor(int nodes, boolean meshed) {
        return 35 + 19L * nodes + (meshed ? 2L * nodes * (nodes - 1) : 0);
    }

    /**
     * Threads after a boot of this many nodes, with the front and the API: 18 for a node and 34 of the JVM; 10 more as
     * a margin, since each request that runs at the same time adds one.
     *
     * <p>Measured as the most entries of /proc/self/task on Linux with Java 17 and two cores: 48, 85, 212, 395, 610 and
     * 1,186 for 1, 3, 10, 20, 32 and 64 nodes.
     */
    static long threadsFor(int nodes) {
        return 44 + 18L * nodes;
    }

    /**
     * Megabytes of heap for a boot of this many nodes, with the front and the API: 2.5 for a node and 10 for the rest.
     * A load of many sessions needs more.
     *
     * <p>Measured as the smallest -Xmx with which a lab became ready and logged no error: 12, 13, 29 and 62 MB for 1, 3,
     * 10 and 20 nodes. With 48 MB, 20 nodes collected garbage all the time and did not become ready.
     */
    static long heapFor(int nodes) {
        return 10 + (5L * nodes + 1) / 2;
    }

    private static void refuse(
            int nodes, String what, OptionalLong have, String limit, String advice, IntToLongFunction need)
            throws BootException {
        if (have.isEmpty() || have.getAsLong() >= need.applyAsLong(nodes)) {
            return;
        }
        int most = nodes;
        while (most > 0 && need.applyAsLong(most) > have.getAsLong()) {
            most--;
        }
        throw new BootException((nodes == 1 ? "1 node needs " : nodes + " nodes need ") + need.applyAsLong(nodes) + " "
                + what + ", but only " + have.getAsLong() + " are available (" + limit + "); " + advice
                + (most > 0 ? ", or use --nodes " + most : "") + ".");
    }

    /** Threads that the user's limit leaves for this process, beside the user's other processes; root has no limit. */
    private static OptionalLong threadsOfUser() {
        OptionalLong limit = soft("Max processes");
        Status self = Status.of(PROC.resolve("self"));
        if (limit.isEmpty() || limit.getAsLong() > MANY_THREADS || self.uid.equals("0")) {
            return OptionalLong.empty();
        }
        try (Stream<Path> all = Files.list(PROC)) {
            long used = all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .map(Status::of)
                    .filter(status -> status.uid.equals(self.uid))
                    .mapToLong(Status::threads)
                    .sum();
            return OptionalLong.of(limit.getAsLong() - used + self.threads);
        } catch (IOException | UncheckedIOException unknown) {
            return OptionalLong.empty();
        }
    }

    /** User and number of threads of a process; of none if it is gone. */
    private record Status(String uid, long threads) {
        static Status of(Path process) {
            String uid = "";
            long threads = 0;
            for (String line : lines(process.resolve("status"))) {
                String[] words = line.split("\\s+", 3);
                if (words[0].equals("Uid:")) {
                    uid = words[1];
                } else if (words[0].equals("Threads:")) {
                    threads = Long.parseLong(words[1]);
                }
            }
            return new Status(uid, threads);
        }
    }

    /** Threads that the control groups leave for this process; each group above its own counts too. */
    private static OptionalLong threadsOfControlGroup() {
        long own = Status.of(PROC.resolve("self")).threads;
        OptionalLong least = OptionalLong.empty();
        for (String line : lines(PROC.resolve("self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && (parts[1].equals("pids") || parts[1].isEmpty())) {
                Path mount = CONTROL_GROUPS.resolve(parts[1]);
                Path group = mount.resolve(parts[2].substring(1)).normalize();
                for (; group != null && group.startsWith(mount); group = group.getParent()) {
                    OptionalLong most = number(group.resolve("pids.max"));
                    OptionalLong used = number(group.resolve("pids.current"));
                    if (most.isPresent() && used.isPresent()) {
                        long left = most.getAsLong() - used.getAsLong() + own;
                        least = OptionalLong.of(Math.min(least.orElse(left), left));
                    }
                }
            }
        }
        return least;
    }

    /** A soft limit of proc(5); empty if there is none. */
    private static OptionalLong soft(String name) {
        return lines(PROC.resolve("self/limits")).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                .filter(text -> text.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** The number in a file; empty for "max", or without the file. */
    private static OptionalLong number(Path file) {
        return lines(file).stream()
                .filter(text -> text.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return List.of();
        }
    }
}
