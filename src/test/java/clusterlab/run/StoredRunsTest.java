package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.experiment.check.TesterHistory;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.Polls;
import clusterlab.experiment.evidence.Evidence;
import clusterlab.experiment.evidence.RunEnd;
import clusterlab.experiment.evidence.TesterPlan;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Recorder;
import clusterlab.experiment.verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a report as somebody left it. */
class StoredRunsTest {
    private static final long MS = 1_000_000;

    @TempDir
    Path dir;

    /** One client, three requests, and a kill of node1 that was seen: kept. */
    private Path write(int runs) throws Exception {
        Path file = dir.resolve("history-alone.jsonl");
        try (Recorder recorder = new Recorder(file)) {
            Evidence.write(recorder, TesterPlan.of(100, true, runs));
            for (int i = 0; i < 3; i++) {
                Operation op = Operation.invoke(i == 0 ? Kind.CREATE : Kind.INCREMENT, 0, 0, i, i * 10 * MS);
                String node = i < 2 ? "node1" : "node2";
                recorder.append(op);
                recorder.append(op.ok(op.at() + 2 * MS, "S." + node, i + 1, node, 200));
            }
            FaultRecord kill = FaultRecord.of("kill", Set.of("node1"), 15 * MS, 25 * MS, true, "")
                    .seen(List.of("node1 is gone"), List.of());
            Evidence.write(
                    recorder,
                    List.of(kill),
                    new Polls(),
                    new CopySnapshot(60_000 * MS, TesterHistory.copies(0, 3, 3, 3)),
                    new RunEnd(
                            6, 30 * MS, List.of(3L), 60_000 * MS, 3100 * MS, TesterPlan.NODES, List.of(), List.of()));
        }
        return file;
    }

    @Test
    void nothingThatWasTakenAwayLeavesARunValid() throws Exception {
        Path file = write(1);
        assertThat(Reports.again(dir).status()).isEqualTo(Status.VALID);
        List<String> lines = Files.readAllLines(file);
        for (int kept = 0; kept < lines.size(); kept++) {
            Files.write(file, lines.subList(0, kept));
            try {
                assertThat(Reports.again(dir).status()).isEqualTo(Status.UNKNOWN);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("no history of an experiment");
            }
        }
    }

    @Test
    void runWhoseFileIsGoneIsMissing() throws Exception {
        write(2);
        assertThatThrownBy(() -> Reports.again(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the history of run 2 of failover is missing");
    }

    @Test
    void fileThatIsThereTwiceIsRefused() throws Exception {
        Files.copy(write(1), dir.resolve("history-copy.jsonl"));
        assertThatThrownBy(() -> Reports.again(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there twice");
    }

    @Test
    void planOfAnotherVersionIsRefusedInOneSentence() throws Exception {
        Path file = write(1);
        String plan = Files.readAllLines(file).get(0);
        for (String other : List.of(
                plan.replace("\"ALONE\"", "\"KING\""),
                plan.replace("\"ALONE\"", "null"),
                plan.replace("\"DELTA\"", "\"KING\""),
                plan.replace("\"dimensions\":[]", "\"dimensions\":[\"seed\"]"),
                plan.replace("\"SEQUENTIAL\"", "null"),
                plan.replace("\"failover\"", "\"king\""))) {
            assertThat(other).isNotEqualTo(plan);
            Files.write(file, List.of(other));
            assertThatThrownBy(() -> Reports.again(dir))
                    .as(other)
                    .isInstanceOf(IOException.class)
                    .message()
                    .doesNotContain("\n", "clusterlab.");
        }
    }
}
