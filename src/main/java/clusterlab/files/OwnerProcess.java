package clusterlab.files;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a file belongs to, as it stands in the file.
 *
 * @param pid its id
 * @param started when it began; a later process with the same id has another time
 */
public record OwnerProcess(long pid, Instant started) {
    /** Tolerance for clocks and for rounded start times of the system. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /** This process. */
    public static OwnerProcess self() {
        ProcessHandle self = ProcessHandle.current();
        return new OwnerProcess(self.pid(), self.info().startInstant().orElseGet(Instant::now));
    }

    /** The process if it still runs; also one whose start the system does not tell. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> process.info()
                .startInstant()
                .map(then -> Duration.between(started, then).abs().compareTo(TOLERANCE) < 0)
                .orElse(true));
    }
}
