package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.event.Event;
import clusterlab.event.EventJson;
import clusterlab.event.Stamped;
import clusterlab.lang.Cells;
import clusterlab.lang.Lang;
import clusterlab.load.LoadView;
import clusterlab.spec.NodeSpec;
import clusterlab.wire.PodsJson;
import clusterlab.wire.PodsJson.PodJson;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The prompt in Korean: 80 columns, in which a letter takes two; columns below their heads; no English sentence left over. */
class KoreanTextsTest {
    private static final Palette PLAIN = new Palette(false);
    private static final Pattern ENGLISH_SENTENCE = Pattern.compile("\\b[A-Z][a-z']+( [a-z']+){2}");

    @BeforeEach
    void korean() {
        Lang.use(Lang.KO);
    }

    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    private static NodeView node(int number, NodeState state, String... members) {
        return new NodeView(
                new NodeSpec("node" + number, number - 1, 40000 + number, 50000 + number, 60000 + number),
                state,
                List.of(members),
                10_000,
                123_456_789,
                Optional.empty());
    }

    private static void fits(String text) {
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Cells.of(line)).as(line).isLessThanOrEqualTo(80));
    }

    private static void isKorean(String text) {
        assertThat(text).containsPattern("\\p{IsHangul}");
        assertThat(ENGLISH_SENTENCE.matcher(text).results().map(found -> found.group()))
                .isEmpty();
    }

    @Test
    void aKoreanLetterTakesTwoCells() {
        assertThat(Cells.of("node 두 개")).isEqualTo(10);
        assertThat(Cells.of("\033[1;34m개\033[0m.")).isEqualTo(3);
        assertThat(Cells.left("상태", 6)).isEqualTo("상태  ");
        assertThat(Cells.right("상태", 6)).isEqualTo("  상태");
        assertThat(Cells.cut("세션이 있습니다", 8)).isEqualTo("세션이 …");
        assertThat(Cells.cut("세션", 4)).isEqualTo("세션");
        assertThat(Cells.fitting("가나다", 5)).isEqualTo(2);
    }

    @Test
    void linesAreBrokenWhereTheTerminalEnds() {
        String wrapped = Wrapped.of("  " + "세션이 있습니다 ".repeat(10).strip());
        fits(wrapped);
        assertThat(wrapped.lines().findFirst().map(Cells::of).orElseThrow()).isGreaterThan(60);
        assertThat(wrapped.replaceAll("\\s+", " ").strip())
                .isEqualTo("세션이 있습니다 ".repeat(10).strip());
    }

    @Test
    void theListOfWordsFitsOnAScreen() {
        String text = WordHelp.list(PLAIN);
        fits(text);
        isKorean(text);
        assertThat(text.lines()).hasSizeLessThan(24);
        for (String word : PromptWords.names()) {
            assertThat(text).containsPattern("(^|\\W)" + word + "(\\W|$)");
        }
    }

    @ParameterizedTest
    @MethodSource("clusterlab.cli.console.PromptWords#names")
    void theHelpOfAWordIsKorean(String word) throws Exception {
        CommandLine command = PromptWords.known(word);
        String text = WordHelp.of(command, PLAIN);
        fits(text);
        isKorean(text);
    }

    @Test
    void columnsStandBelowTheirHeads() {
        LabView lab = new LabView(
                Optional.of(URI.create("http://127.0.0.1:8080/")),
                List.of(node(1, NodeState.UP, "node2"), node(2, NodeState.UP), node(3, NodeState.KILLED)),
                List.of(new LabView.FaultLine("f2", "isolate node3", Optional.of(2_600L))),
                List.of(new LabView.WorkerLine("node1", "OK ACT", 12, 0)),
                new LoadView(true, 16, 500, 498.6, 1.234, 12.34, 100_000, 3, 0L));
        String text = new StatusText(PLAIN).of(lab);
        fits(text);
        isKorean(text);
        List<String> lines = text.lines().toList();
        assertThat(Cells.of(lines.get(0))).isEqualTo(80).isEqualTo(Cells.of(lines.get(1)));
        assertThat(Cells.of(before(lines.get(0), "보는"))).isEqualTo(Cells.of(before(lines.get(1), "node2")));
        assertThat(lines.get(2)).contains("UP        없음 ");
        assertThat(Cells.of(before(lines.get(5), "    front"))).isEqualTo(Cells.of(lines.get(6)));
    }

    private static String before(String line, String text) {
        assertThat(line).contains(text);
        return line.substring(0, line.indexOf(text));
    }

    @Test
    void podsAndSessionsHaveTheirColumns() {
        String pods = new PodText(PLAIN)
                .of(new PodsJson(
                        List.of(new PodJson("shop-x2k9q", null, "127.2.0.2", "app=shop", true, false, null, 12)),
                        List.of()));
        List<String> lines = pods.lines().toList();
        assertThat(Cells.of(before(lines.get(0), "받은"))).isEqualTo(Cells.of(before(lines.get(1), "메시지")));
        SessionView session = new SessionView(
                "0123456789ABCDEF0123456789ABCDEF.node1",
                List.of(new CopyView(
                        "node1",
                        CopyRole.PRIMARY,
                        List.of(new CopyView.Attribute("cart", "java.lang.String", "가".repeat(60), 9)),
                        "00c0ffee",
                        1)),
                true,
                1);
        List<NodeView> nodes = List.of(node(1, NodeState.FROZEN));
        String page = new SessionText(PLAIN).page(new Sessions.Page(3, List.of(session)), nodes);
        fits(page);
        isKorean(page);
        List<String> rows = page.lines().toList();
        assertThat(Cells.of(before(rows.get(0), "1")))
                .isEqualTo(before(rows.get(1), "P").length());
        String one = new SessionText(PLAIN).one(session, nodes);
        fits(one);
        isKorean(one);
        isKorean(new SessionText(PLAIN).page(new Sessions.Page(0, List.of()), nodes));
    }

    @Test
    void eventsAreSentencesThatFit() {
        String line = EventText.of(
                EventJson.map(new Stamped(1, 0, new Event.LogWarning("node1", "세션을 보낼 수 없습니다. ".repeat(9), 14))));
        assertThat(Cells.of(line)).isBetween(79, 80);
        assertThat(line).contains("node1 로그 경고 ×14: 세션을");
        assertThat(EventText.of(EventJson.map(
                        new Stamped(1, 0, new Event.SessionReplicated("node2", "node1", "id.node1", "all")))))
                .endsWith("node2: id.node1의 all 수신, 보낸 node는 node1");
    }
}
