package clusterlab.experiment.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    @TempDir
    Path dir;

    @Test
    void whatSeveralThreadsAppendIsReadBack() throws Exception {
        Path file = dir.resolve("history.jsonl");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Recorder recorder = new Recorder(file)) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int client = t;
                done.add(threads.submit(() -> {
                    for (long i = 0; i < 25_000; i++) {
                        Operation op = Operation.invoke(Kind.INCREMENT, client, client, client + 4 * i, i, i - 5);
                        recorder.append(op);
                        recorder.append(op.ok(i + 1, "S" + client + ".node1", i, "node1", 200));
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        History history = History.read(file);
        assertThat(history.size()).isEqualTo(100_000);
        assertThat(history.sessions()).isEqualTo(4);
        int row = history.rowOf(3, 24_999);
        assertThat(history.value(row)).isEqualTo(24_999);
        assertThat(history.intended(row)).isEqualTo(24_994);
        assertThat(history.sessionId(row)).isEqualTo("S3.node1");
        assertThat(Files.lines(file).findFirst().orElseThrow())
                .startsWith("{\"at\":")
                .contains("\"kind\":\"increment\"");
    }

    @Test
    void anErrorThatEndsTheWriterIsTold() throws Exception {
        Path file = dir.resolve("history.jsonl");
        OutputStream failsOnce = new OutputStream() {
            private boolean failed;

            @Override
            public void write(int b) {
                if (!failed) {
                    failed = true;
                    throw new OutOfMemoryError("no heap left");
                }
            }
        };
        assertThatThrownBy(() -> {
                    try (Recorder recorder = new Recorder(file, failsOnce)) {
                        // More than is buffered.
                        for (int i = 0; i < 2000; i++) {
                            recorder.append(Operation.invoke(Kind.INCREMENT, 0, 0, i, i, i));
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("no heap left");
    }

    @Test
    void everythingOfAnOperationSurvivesTheFile() throws Exception {
        Path file = dir.resolve("history.jsonl");
        Operation sent = Operation.invoke(Kind.CHANGE_ID, 1, 0, 7, 10);
        Operation other = Operation.invoke(Kind.READ, 1, 0, 8, 30);
        try (Recorder recorder = new Recorder(file)) {
            recorder.append(sent);
            recorder.append(sent.info(20, 502, "\"quoted\"\nand broken ✂"));
            recorder.append(other);
        }
        History history = History.read(file);
        assertThat(history.outcome(0)).isEqualTo(Phase.INFO);
        assertThat(history.error(0)).isEqualTo("\"quoted\"\nand broken ✂");
        assertThat(history.status(0)).isEqualTo(502);
        assertThat(history.completed(1)).as("no end: nobody knows").isEqualTo(History.NEVER);
        assertThat(history.outcome(1)).isEqualTo(Phase.INFO);
    }

    @Test
    void lineCutOffByACrashIsARequestWithoutAnEnd() throws Exception {
        Path file = dir.resolve("history.jsonl");
        Operation sent = Operation.invoke(Kind.INCREMENT, 0, 0, 1, 10);
        try (Recorder recorder = new Recorder(file)) {
            recorder.append(sent);
            recorder.append(sent.ok(20, "S", 5, "node1", 200));
        }
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 9));
        assertThat(History.read(file).outcome(0)).isEqualTo(Phase.INFO);
    }

    @Test
    void existingHistoryIsNotOverwritten() throws IOException {
        Path file = Files.createFile(dir.resolve("history.jsonl"));
        assertThatThrownBy(() -> new Recorder(file)).isInstanceOf(IOException.class);
    }

    @Test
    void endWithoutABeginningIsRefused() {
        Operation sent = Operation.invoke(Kind.READ, 0, 0, 1, 0);
        assertThatThrownBy(() -> History.of(List.of(sent.fail(1, 0, "x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request 1");
    }
}
