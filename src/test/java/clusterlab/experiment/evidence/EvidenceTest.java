package clusterlab.experiment.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.copies.Polls;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

class EvidenceTest {
    private static final FaultRecord KILL = FaultRecord.of("kill", Set.of("node2"), 15, History.NEVER, true, "owned 1")
            .seen(List.of("node2 refuses connections"), List.of("node1 still sees node2"))
            .healed(40, List.of("node2 does not see node1"));
    private static final CopyState COPY = new CopyState(
            0, "A.node1", "node1", CopyState.Role.REPLICA, true, 2, Elements.of(0, 2), "abcd", Map.of("cart", "book"));
    private static final RunEnd END =
            new RunEnd(7, 50, List.of(2L, 2L), 90, 40, List.of("node1"), List.of("slow"), List.of());

    @TempDir
    Path dir;

    private Path file = Path.of("");

    /** Two clients; the second one's write gets no answer. */
    @BeforeEach
    void write() throws Exception {
        file = dir.resolve("history-x.jsonl");
        try (Recorder recorder = new Recorder(file)) {
            Evidence.write(recorder, TesterPlan.of(100, true));
            Operation create = Operation.invoke(Kind.CREATE, 0, 0, 0, 10);
            Operation lost = Operation.invoke(Kind.CREATE, 1, 1, 1, 11);
            Operation read = Operation.invoke(Kind.READ, 0, 0, 2, 20);
            recorder.append(create);
            recorder.append(lost);
            recorder.append(create.ok(12, "A.node1", 1, "node1", 200).holding(1, null));
            recorder.append(lost.info(19, 0, "connection \"reset\""));
            recorder.append(read);
            recorder.append(read.ok(21, "A.node1", 1, "node1", 200).holding(1, Elements.of(0)));
            recorder.append(Operation.invoke(Kind.CHANGE_ID, 1, 1, 3, 30));
            Polls polls = new Polls();
            polls.add(new CopySnapshot(60, List.of(COPY)));
            Evidence.write(recorder, List.of(KILL), polls, new CopySnapshot(90, List.of(COPY, COPY)), END);
        }
    }

    @Test
    void fileHoldsAllThatAVerdictNeeds() throws IOException {
        Evidence read = Evidence.read(file);
        assertThat(read.plan()).isEqualTo(TesterPlan.of(100, true));
        assertThat(read.faults()).containsExactly(KILL);
        assertThat(read.polls()).containsExactly(new CopySnapshot(60, List.of(COPY)));
        assertThat(read.last()).isEqualTo(new CopySnapshot(90, List.of(COPY, COPY)));
        assertThat(read.end()).contains(END);
        assertThat(read.history().operations()).isEqualTo(7);
        assertThat(read.history().elements(2)).isEqualTo(Elements.of(0));
        assertThat(read.history().elementCount(0)).isEqualTo(1);
    }

    @Test
    void fileThatWasCutOffHasNoEnd() throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 6));
        Evidence read = Evidence.read(file);
        assertThat(read.end()).isEmpty();
        assertThat(read.last()).isEqualTo(CopySnapshot.NOT_READ);
    }

    /** Wherever the file was cut off: it has no end, or is none at all. */
    @Test
    void noPartOfAFileHasAnEnd() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try {
                assertThat(Evidence.read(file).end())
                        .as("first %d bytes", length)
                        .isEmpty();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void fileThatWasChangedIsRefused() throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size() - 1; i++) {
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, lines.get(i));
            List<String> other = new ArrayList<>(lines);
            other.set(i, lines.get(i).replaceFirst("[0-9]", "7").replaceFirst("[1-6]", "8"));
            for (List<String> changed : List.of(without, twice, other)) {
                Files.write(file, changed);
                assertThatThrownBy(() -> Evidence.read(file))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("was changed after the run");
            }
        }
        Files.write(file, lines);
        assertThat(Evidence.read(file).end())
                .as("a line break at the end is no change")
                .isPresent();
    }

    @Test
    void damagedFileIsRefusedInOneSentence() throws IOException {
        String plan = Files.readAllLines(file).get(0);
        String invoke = "{\"at\":1,\"phase\":\"invoke\",\"kind\":\"read\",\"client\":0,\"session\":0,\"request\":5}";
        for (String line : List.of(
                "@@@",
                "}",
                "{\"at\":NaN}",
                "{\"at\":1e400,\"phase\":\"ok\"}",
                "{\"at\":null}",
                "{\"at\":1,\"phase\":\"maybe\",\"kind\":\"read\"}",
                "{\"fault\":{}}",
                "{\"fault\":{\"type\":\"kill\",\"nodes\":null,\"at\":1,\"healedAt\":2,\"hitOwner\":true}}",
                "{\"copy\":{\"look\":0,\"at\":1,\"session\":0,\"node\":\"n\",\"present\":true,\"value\":1}}",
                "{\"copy\":{\"role\":\"KING\"}}",
                "{\"end\":{}}",
                "42",
                invoke.replace("invoke", "ok"),
                invoke.replace("\"session\":0", "\"session\":-1"))) {
            Files.write(file, List.of(plan, line, invoke));
            assertThatThrownBy(() -> Evidence.read(file))
                    .as(line)
                    .isInstanceOf(IOException.class)
                    .message()
                    .contains(file + " is damaged")
                    .endsWith("run the experiment again")
                    .doesNotContain("\n", "clusterlab.", "java.");
        }
        Files.write(file, new byte[] {0, -1, 17, 4, 4, -9});
        assertThatThrownBy(() -> Evidence.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void fileWithoutAPlanIsRefused() throws IOException {
        Files.write(file, Files.readAllLines(file).subList(1, 4));
        assertThatThrownBy(() -> Evidence.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no history");
    }

    @Test
    void jepsensFormIsReadByAParserOfItsOwn() throws IOException {
        Path edn = dir.resolve("history.edn");
        EdnHistory.write(Evidence.read(file), edn);
        List<Map<?, ?>> operations = new ArrayList<>();
        Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
        Parseable text = Parsers.newParseable(Files.readString(edn));
        for (Object next = parser.nextValue(text); next != Parser.END_OF_INPUT; next = parser.nextValue(text)) {
            operations.add((Map<?, ?>) next);
        }
        assertThat(operations).hasSize(9);
        for (int i = 0; i < operations.size(); i++) {
            assertThat(operations.get(i).get(key("index"))).isEqualTo((long) i);
        }
        assertThat(operations.get(0).get(key("value"))).isEqualTo(List.of(List.of(key("append"), 0L, 0L)));
        assertThat(operations.stream().map(op -> (Object) op.get(key("f"))))
                .contains(key("start-kill"), key("stop-kill"), key("change-id"));
        Map<?, ?> read = operations.stream()
                .filter(op -> op.get(key("type")).equals(key("ok"))
                        && String.valueOf(op).contains(":r"))
                .findFirst()
                .orElseThrow();
        assertThat(read.get(key("value"))).isEqualTo(List.of(List.of(key("r"), 0L, List.of(0L))));
        refuseTwoAtOnceAndAnythingAfterInfo(operations);
    }

    /** A process does one thing at a time, and nothing after one of unknown result. */
    private static void refuseTwoAtOnceAndAnythingAfterInfo(List<Map<?, ?>> operations) {
        Map<Object, Object> open = new HashMap<>();
        Set<Object> ended = new HashSet<>();
        for (Map<?, ?> op : operations) {
            Object process = op.get(key("process"));
            if (process.equals(key("nemesis"))) {
                continue;
            }
            assertThat(ended).doesNotContain(process);
            if (op.get(key("type")).equals(key("invoke"))) {
                assertThat(Optional.ofNullable(open.put(process, op))).isEmpty();
            } else {
                assertThat(open.remove(process)).isNotNull();
            }
            if (op.get(key("type")).equals(key("info"))) {
                ended.add(process);
            }
        }
    }

    private static Keyword key(String name) {
        return Keyword.newKeyword(name);
    }
}
