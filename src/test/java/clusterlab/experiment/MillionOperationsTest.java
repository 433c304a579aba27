package clusterlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.Operation.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MillionOperationsTest {
    private static final int SESSIONS = 5_000;
    private static final int EACH = 200;

    @Test
    void allCheckersTogetherTakeSecondsForAMillionRequests() {
        HistoryBuilder builder = new HistoryBuilder();
        long now = 0;
        long request = 0;
        for (int i = 1; i <= EACH; i++) {
            for (int s = 0; s < SESSIONS; s++) {
                Kind kind = i == 1 ? Kind.CREATE : Kind.INCREMENT;
                Operation op = Operation.invoke(kind, s % 16, s, request++, now);
                builder.add(op);
                // One in a thousand falls back, so that findings cost what they cost.
                builder.add(op.ok(
                        now + 900, "S" + s + ".node" + s % 3, request % 997 == 0 ? i - 1 : i, "node" + s % 3, 200));
                now += 1000;
            }
        }
        History history = builder.build();
        List<CopyState> copies = new ArrayList<>();
        for (int s = 0; s < SESSIONS; s++) {
            copies.addAll(TesterHistory.copies(s, EACH, EACH, EACH));
        }
        FinalState state = new FinalState(now, copies);
        RunContext context = RunContext.CALM.withFaults(TesterHistory.kill("node1", 10));
        List<Checker> checkers = Experiments.ALL.stream()
                .flatMap(e -> e.checkers().stream())
                .distinct()
                .toList();
        // CPU time of this thread: the neighbours of a busy machine do not count.
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        long began = cpu.getCurrentThreadCpuTime();
        RunResult result = RunResult.of("million", checkers, history, state, context);
        long took = cpu.getCurrentThreadCpuTime() - began;
        System.out.println("one million requests, " + checkers.size() + " checkers, latency and timeline, CPU time: "
                + Times.span(took));
        assertThat(history.size()).isEqualTo(1_000_000);
        assertThat(result.judgement().status()).isEqualTo(Status.INVALID);
        // The aim is 2 s; a slow machine and the coverage agent get some room.
        assertThat(took).isLessThan(Duration.ofSeconds(5).toNanos());
    }
}
