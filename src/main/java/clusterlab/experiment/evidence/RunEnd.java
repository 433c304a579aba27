package clusterlab.experiment.evidence;

import java.util.List;

/**
 * How a run ended: the last line of its file. A file without it is not complete.
 *
 * @param operations lines of invocations and completions that were written before
 * @param loadEnd when the clients were told to stop, in nanoseconds since the run began
 * @param due for each client, how many of its planned requests were due until then; empty if it sends as fast as it can
 * @param readAt when the last copies were read, likewise
 * @param rest for how long no copy had changed when the last ones were read, in nanoseconds
 * @param nodesUp names of the nodes that ran at the end
 * @param links what was measured of links that are slow on purpose; empty without such links
 * @param unmeasured what should have been measured of them and was not
 */
public record RunEnd(
        long operations,
        long loadEnd,
        List<Long> due,
        long readAt,
        long rest,
        List<String> nodesUp,
        List<String> links,
        List<String> unmeasured) {

    /** Copies the lists. */
    public RunEnd {
        due = List.copyOf(due);
        nodesUp = List.copyOf(nodesUp);
        links = List.copyOf(links);
        unmeasured = List.copyOf(unmeasured);
    }
}
