import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes that a tool started. It ends all of them and their children by their ids when the tool ends for any reason. */
final class Children {
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(List.copyOf(LIVE))));
    }

    private Children() {}

    /** Starts a process that ends with this tool. */
    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        LIVE.add(process);
        return process;
    }

    /** The process ids of these processes and of all that they started. */
    static List<Long> pids(List<Process> processes) {
        return handles(processes).stream().map(ProcessHandle::pid).toList();
    }

    /** Sends them the signal to stop, and kills those that have not ended within 10 s. */
    static void end(List<Process> processes) {
        List<ProcessHandle> handles = handles(processes);
        handles.forEach(ProcessHandle::destroy);
        for (ProcessHandle handle : handles) {
            try {
                handle.onExit().get(10, TimeUnit.SECONDS);
            } catch (Exception tooSlow) {
                handle.destroyForcibly();
            }
        }
        processes.forEach(LIVE::remove);
    }

    private static List<ProcessHandle> handles(List<Process> processes) {
        return processes.stream()
                .map(Process::toHandle)
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
