import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes that a tool started; all of them, and theirs, are ended by their ids when the tool ends for any reason. */
final class Children {
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(List.copyOf(LIVE))));
    }

    private Children() {}

    /** Starts a process that is ended with this tool. */
    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        LIVE.add(process);
        return process;
    }

    /** The process ids of these processes and of all that they started. */
    static List<Long> pids(List<Process> processes) {
        return handles(processes).stream().map(ProcessHandle::pid).toList();
    }

    /** Asks them to stop and, where one has not done so within 10 s, ends it. */
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
