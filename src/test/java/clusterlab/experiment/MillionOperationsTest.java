package clusterlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.check.Checker;
import clusterlab.experiment.check.RunContext;
import clusterlab.experiment.check.TesterHistory;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.HistoryBuilder;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MillionOperationsTest {
    private static final int SESSIONS = 5_000;
    private static final int EACH = 200;

    @Test
    void allCheckersTogetherTakeSecondsForAMillionRequests() {
        long now = 0;
        long request = 0;
        long[] counters = new long[SESSIONS];
        HistoryBuilder builder = new HistoryBuilder();
        for (int i = 1; i <= EACH; i++) {
            Kind kind = kind(i);
            for (int s = 0; s < SESSIONS; s++) {
                counters[s] += kind.counts() ? 1 : 0;
                Operation op = Operation.invoke(kind, s % 16, s, request++, now);
                builder.add(op);
                // One in a thousand falls back, so that findings cost what they cost.
                long value = kind == Kind.REPLAY_OLD_ID ? 1 : counters[s] - (request % 997 == 0 ? 1 : 0);
                // A new id with each change; a replay bears the one before.
                int id = (i + 9) / 20 - (kind == Kind.REPLAY_OLD_ID ? 1 : 0);
                // Reads go to another node.
                String node = "node" + (s + (kind == Kind.READ ? 1 : 0)) % 3;
                builder.add(op.ok(now + 900, "S" + s + "-" + id + "." + node, value, node, 200));
                now += 1000;
            }
        }
        History history = builder.build();
        List<CopyState> copies = new ArrayList<>();
        for (int s = 0; s < SESSIONS; s++) {
            copies.addAll(TesterHistory.copies(s, counters[s], counters[s], counters[s]));
        }
        CopySnapshot state = new CopySnapshot(now, copies);
        RunContext context = RunContext.CALM
                .withFaults(FaultRecord.of("partition", Set.of("node1"), 10, now / 2, true, ""))
                .withPolls(List.of(new CopySnapshot(now / 2, copies), new CopySnapshot(now - 1, copies)));
        List<Checker> checkers = Experiments.ALL.stream()
                .flatMap(e -> e.checkers().stream())
                .distinct()
                .toList();
        // CPU time of this thread: the neighbours of a busy machine do not count.
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        long began = cpu.getCurrentThreadCpuTime();
        RunResult result =
                RunResult.of(new RunLabel("million", Label.EMPTY, RunRole.ALONE), checkers, history, state, context);
        long took = cpu.getCurrentThreadCpuTime() - began;
        System.out.println("one million requests, " + checkers.size() + " checkers, latency and timeline, CPU time: "
                + Times.span(took));
        assertThat(history.size()).isEqualTo(1_000_000);
        assertThat(result.judgement().verdicts())
                .as("each has much to check, but for the one that asks for parallel requests")
                .allMatch(v -> v.checked() >= SESSIONS
                        || List.of("lost-update", "evidence", "came-back").contains(v.checker()));
        assertThat(result.judgement().status()).isEqualTo(Status.INVALID);
        // The aim is 2 s; a slow machine and the coverage agent get some room.
        assertThat(took).isLessThan(Duration.ofSeconds(8).toNanos());
    }

    /** Mostly increments; every fourth reads, and now and then the id changes and the old one is tried. */
    private static Kind kind(int i) {
        return i == 1
                ? Kind.CREATE
                : i % 20 == 11
                        ? Kind.CHANGE_ID
                        : i % 20 == 12 ? Kind.REPLAY_OLD_ID : i % 4 == 0 ? Kind.READ : Kind.INCREMENT;
    }
}
