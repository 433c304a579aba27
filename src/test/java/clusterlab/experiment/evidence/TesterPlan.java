package clusterlab.experiment.evidence;

import java.util.List;
import java.util.Map;

/** A plan by hand: 30 ms of load, three nodes. */
public final class TesterPlan {
    public static final List<String> NODES = List.of("node1", "node2", "node3");

    private static final long MS = 1_000_000;

    private TesterPlan() {}

    /** The plan of a run of one client at this rate, with or without a kill. */
    public static RunPlan of(double perSecond, boolean kill) {
        return of(perSecond, kill, 1);
    }

    /** The same as the first of so many runs. */
    public static RunPlan of(double perSecond, boolean kill, int runs) {
        return new RunPlan(
                RunPlan.FORMAT,
                Map.of("cluster-lab", "test"),
                "failover",
                List.of(),
                List.of(),
                "ALONE",
                0,
                runs,
                0,
                "2026-01-01T00:00:00Z",
                "again",
                "<Cluster/>",
                "DELTA",
                6,
                "embedded",
                true,
                Map.of(),
                NODES,
                3_000 * MS,
                1,
                1,
                perSecond,
                200,
                "SEQUENTIAL",
                4,
                30 * MS,
                kill ? List.of(new PlannedFault("kill", List.of("node1"), 15 * MS, 10 * MS)) : List.of());
    }
}
