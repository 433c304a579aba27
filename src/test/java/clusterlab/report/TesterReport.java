package clusterlab.report;

import clusterlab.config.ClusterXml;
import clusterlab.experiment.Comparison;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.Label;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.RunRole;
import clusterlab.experiment.check.RunContext;
import clusterlab.experiment.check.TesterHistory;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reports of made-up runs: 16 clients for eight seconds, and a kill of node1 at three seconds. */
final class TesterReport {
    private static final long MS = 1_000_000;
    private static final Experiment FAILOVER = Experiments.named("failover").orElseThrow();
    private static final FaultRecord KILL =
            FaultRecord.of("kill", Set.of("node1"), 3000 * MS, History.NEVER, true, "owned 5 of 16 sessions");

    private TesterReport() {}

    static Report failover(boolean lossy) {
        RunResult run = run(label(RunRole.WITH_FAULT), true, lossy ? 3 : 0, lossy ? 2 : 0);
        RunResult control = run(label(RunRole.CONTROL), false, 0, lossy ? 1 : 0);
        return Report.of(FAILOVER, setup("async"), Comparison.of(run, control));
    }

    static Report matrix() {
        return matrix(setup("varied"));
    }

    static Report matrix(Setup setup) {
        return Report.of(
                FAILOVER,
                setup,
                List.of(
                        run(label(RunRole.ALONE, "delta", "async", "sticky"), true, 3, 2),
                        run(label(RunRole.ALONE, "delta", "sync", "sticky"), true, 0, 0)));
    }

    static Report variants() {
        return Report.ofComparisons(
                Experiments.named("double-failure").orElseThrow(),
                setup("varied"),
                List.of(
                        Comparison.of(
                                run(label(RunRole.WITH_FAULT, "delta"), true, 0, 0),
                                run(label(RunRole.CONTROL, "delta"), false, 0, 0)),
                        Comparison.of(
                                run(label(RunRole.WITH_FAULT, "backup"), true, 3, 0),
                                run(label(RunRole.CONTROL, "backup"), false, 0, 0))));
    }

    /** Five pairs, which lost alike. */
    static Report pairs() {
        List<Comparison.Pair> pairs = IntStream.rangeClosed(42, 46)
                .mapToObj(seed -> new Comparison.Pair(
                        run(label(RunRole.WITH_FAULT, "seed " + seed), true, 3, 2),
                        run(label(RunRole.CONTROL, "seed " + seed), false, 0, 0)))
                .toList();
        return Report.of(FAILOVER, setup("pairs"), Comparison.of(label(RunRole.WITH_FAULT), pairs, 42));
    }

    /** Two increments with eleven seconds without an answer between them. */
    static Report keptButSlow() {
        Operation create = Operation.invoke(Kind.CREATE, 0, 0, 0, 0);
        Operation late = Operation.invoke(Kind.INCREMENT, 0, 0, 1, 10 * MS);
        History history = History.of(List.of(
                create,
                create.ok(MS, "A.node1", 1, "node1", 200),
                late,
                late.ok(11_000 * MS, "A.node1", 2, "node1", 200)));
        CopySnapshot state = new CopySnapshot(
                12_000 * MS,
                Stream.of("node1", "node2")
                        .map(node -> CopyState.of(0, node, CopyState.Role.REPLICA, 2))
                        .toList());
        return Report.of(
                FAILOVER,
                setup("slow"),
                RunResult.of(
                        label(RunRole.ALONE),
                        TesterHistory.withoutEvidence(FAILOVER.controlCheckers()),
                        history,
                        state,
                        RunContext.CALM));
    }

    /** More findings than the text shows. */
    static Report manyLosses() {
        return Report.of(FAILOVER, setup("async"), run(label(RunRole.WITH_FAULT), true, 6, 6));
    }

    /** Two faults in the same moment. */
    static Report twoKills() {
        FaultRecord second =
                FaultRecord.of("kill", Set.of("node2"), 3020 * MS, History.NEVER, true, "owned 4 of 16 sessions");
        return Report.of(FAILOVER, setup("two kills"), run(label(RunRole.WITH_FAULT), 0, 0, KILL, second));
    }

    /** Everything that comes from outside tries to be markup, or to move the cursor. */
    static Report hostile() {
        String evil = "\"><script>alert(1)</script>' onmouseover='x' \u001b[2J <img src=x onerror=\"y\">";
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Operation op = Operation.invoke(i == 0 ? Kind.CREATE : Kind.INCREMENT, 0, 0, i, i * 10 * MS);
            operations.add(op);
            operations.add(
                    i == 2
                            ? op.info(op.at() + MS, 500, evil)
                            : op.ok(op.at() + MS, evil + (i == 3 ? "!" : "") + "a".repeat(200), 1, evil, 200));
        }
        CopySnapshot state = new CopySnapshot(99 * MS, List.of(CopyState.of(0, evil, CopyState.Role.REPLICA, 1)));
        RunContext context = RunContext.CALM.withFaults(FaultRecord.of(evil, Set.of(evil), 0, MS, true, evil));
        RunResult run = RunResult.of(
                label(RunRole.ALONE, evil),
                TesterHistory.withoutEvidence(FAILOVER.checkers()),
                History.of(operations),
                state,
                context);
        Setup setup = setup(evil);
        return Report.of(FAILOVER, setup, run);
    }

    /** That of preset lab. */
    static Setup sync() {
        return setup(b -> b);
    }

    /** That of preset lab with a change. */
    static Setup setup(UnaryOperator<ClusterSpec.Builder> change) {
        return setup(change.apply(ClusterSpec.builder(Preset.LAB)), "sync");
    }

    private static Setup setup(String load) {
        return setup(ClusterSpec.builder(Preset.TUTORIAL), load);
    }

    private static Setup setup(ClusterSpec.Builder spec, String load) {
        try {
            Topology topology =
                    Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
            return Setup.of(
                    topology,
                    Instant.parse("2026-01-02T03:04:05Z"),
                    42,
                    "16 clients, 8 s, 800 requests/s, " + load,
                    "java -jar cluster-lab.jar experiment failover --preset tutorial --seed 42",
                    ClusterXml.of(topology, topology.nodes().get(0)));
        } catch (SpecException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunLabel label(RunRole role, String... variant) {
        return new RunLabel(
                "failover",
                new Label(Stream.of(variant)
                        .map(text -> new Label.Part("variant", text))
                        .toList()),
                role);
    }

    private static RunResult run(RunLabel label, boolean fault, int fallBack, int stale) {
        return fault ? run(label, fallBack, stale, KILL) : run(label, fallBack, stale);
    }

    private static RunResult run(RunLabel label, int fallBack, int stale, FaultRecord... faults) {
        boolean fault = faults.length > 0;
        Random random = new Random(7);
        List<Operation> operations = new ArrayList<>();
        long[] values = new long[16];
        long request = 0;
        for (long now = 0; now < 8000 * MS; now += 20 * MS) {
            for (int client = 0; client < 16; client++) {
                boolean moved = fault && client % 3 == 0 && now >= 3000 * MS;
                if (moved && now < 3400 * MS) {
                    continue;
                }
                long at = now + client * MS;
                Operation op = Operation.invoke(now == 0 ? Kind.CREATE : Kind.INCREMENT, client, client, request++, at);
                operations.add(op);
                if (moved && now < 3420 * MS && client == 3) {
                    operations.add(op.info(at + 5 * MS, 0, "connection reset"));
                    continue;
                }
                if (moved && now < 3420 * MS && client / 3 < fallBack) {
                    values[client] -= 1 + client / 3;
                }
                values[client]++;
                String node = "node" + (moved ? 2 : client % 3 + 1);
                long took = (long) ((0.6 + random.nextGaussian() * random.nextGaussian() * 0.2) * MS)
                        + (moved && now < 3600 * MS ? 15 * MS : 0);
                operations.add(
                        op.ok(at + Math.max(MS / 3, took), "5F3A9C0" + client + "." + node, values[client], node, 200));
            }
        }
        List<CopyState> copies = new ArrayList<>();
        for (int client = 0; client < 16; client++) {
            copies.add(CopyState.of(client, "node2", CopyState.Role.REPLICA, values[client]));
            copies.add(CopyState.of(
                    client, "node3", CopyState.Role.REPLICA, values[client] - (client >= 16 - stale ? 1 : 0)));
        }
        CopySnapshot state = new CopySnapshot(8200 * MS, copies);
        return fault
                ? RunResult.of(
                        label,
                        TesterHistory.withoutEvidence(FAILOVER.checkers()),
                        History.of(operations),
                        state,
                        RunContext.CALM.withFaults(faults))
                : RunResult.of(
                        label,
                        TesterHistory.withoutEvidence(FAILOVER.controlCheckers()),
                        History.of(operations),
                        state,
                        RunContext.CALM);
    }
}
