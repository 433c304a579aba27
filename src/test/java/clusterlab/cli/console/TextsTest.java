package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cloud.CloudFinding;
import clusterlab.cluster.NodeProcess;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.event.Event;
import clusterlab.event.EventJson;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import clusterlab.load.LoadView;
import clusterlab.spec.NodeSpec;
import clusterlab.wire.PodsJson;
import clusterlab.wire.PodsJson.AnswerJson;
import clusterlab.wire.PodsJson.PodJson;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class TextsTest {
    private static final Palette PLAIN = new Palette(false);
    private static final String ID = "0123456789ABCDEF0123456789ABCDEF.node1";

    private static NodeView node(int number, NodeState state, String... members) {
        return new NodeView(
                new NodeSpec("node" + number, number - 1, 40000 + number, 50000 + number, 60000 + number),
                state,
                List.of(members),
                10_000,
                123_456_789,
                Optional.of(new NodeProcess(1_234_560L + number, "11.0.24", "17.0.15")));
    }

    private static LabView lab(List<NodeView> nodes) {
        return new LabView(
                Optional.of(URI.create("http://127.0.0.1:8080/")),
                nodes,
                List.of(
                        new LabView.FaultLine("f1", "partition node1 | node2 node3", Optional.of(2_600L)),
                        new LabView.FaultLine("f2", "isolate node3", Optional.empty())),
                List.of(
                        new LabView.WorkerLine("node1", "OK ACT", 12, 0),
                        new LabView.WorkerLine("node2", "ERR DIS", 3, 1)),
                new LoadView(true, 16, 500, 498.6, 1.234, 12.34, 100_000, 3, 0L));
    }

    private static void fits(String text) {
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void statusShowsAllInEightyColumns() {
        String text = new StatusText(PLAIN)
                .of(lab(List.of(node(1, NodeState.UP, "node2"), node(2, NodeState.UP), node(3, NodeState.KILLED))));
        fits(text);
        assertThat(text)
                .contains("node1     UP        node2 ")
                .contains("node2     UP        none")
                .contains("node3     KILLED")
                .contains("f1  partition node1 | node2 node3   heals in 3 s")
                .contains("f2  isolate node3\n")
                .contains("node2     ERR DIS           3        1")
                .contains("load  16 clients at 500/s: 499/s, p50 1.2 ms, p99 12 ms")
                .contains("100000 answered, 3 failed, 0 increments lost");
    }

    @Test
    void anApplicationWithoutACounterHasLostNothingToShow() {
        LoadView load = new LoadView(true, 1, 0, 10, 1, 2, 100, 3, null);
        assertThat(new StatusText(PLAIN).load(load)).contains("100 answered, 3 failed\n");
    }

    @Test
    void aNodeThatIsNotUpShowsNoNumbers() {
        String text = new StatusText(PLAIN).of(lab(List.of(node(1, NodeState.STOPPED))));
        assertThat(text).doesNotContain("123456789");
    }

    @Test
    void manyMembersAreCounted() {
        List<NodeView> nodes = new ArrayList<>();
        for (int i = 1; i <= 32; i++) {
            nodes.add(node(i, NodeState.UP, "node2", "node3", "node4", "node5"));
        }
        String text = new StatusText(PLAIN).of(lab(nodes));
        fits(text);
        assertThat(text).contains("4 of 31 others");
    }

    @Test
    void coloursAreLeftOutOnRequest() {
        LabView lab = lab(List.of(node(1, NodeState.UP), node(2, NodeState.KILLED)));
        assertThat(new StatusText(PLAIN).of(lab)).doesNotContain("\033");
        assertThat(new StatusText(new Palette(true)).of(lab)).contains("\033[1;34mnode1");
    }

    private static SessionView session(boolean differs, String value, CopyRole... roles) {
        List<CopyView> copies = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            copies.add(new CopyView(
                    "node" + (i + 1),
                    roles[i],
                    List.of(new CopyView.Attribute("cart", "java.lang.String", value, 9)),
                    "00c0ffee",
                    1));
        }
        return new SessionView(ID, copies, differs, differs ? 1 : 0);
    }

    @Test
    void sessionsShowARoleForEachNode() {
        List<NodeView> nodes = List.of(node(1, NodeState.UP), node(2, NodeState.UP), node(3, NodeState.UP));
        String text = new SessionText(PLAIN)
                .page(
                        new Sessions.Page(
                                3, List.of(session(true, "x", CopyRole.PRIMARY, CopyRole.BACKUP, CopyRole.PROXY))),
                        nodes);
        fits(text);
        assertThat(text)
                .contains("3 sessions                              1 2 3")
                .contains(ID + "  P B x   copies differ")
                .contains("… and 2 more");
    }

    @Test
    void sixtyFourNodesFitToo() {
        List<NodeView> nodes = new ArrayList<>();
        CopyRole[] roles = new CopyRole[64];
        for (int i = 1; i <= 64; i++) {
            nodes.add(node(i, NodeState.UP));
            roles[i - 1] = CopyRole.REPLICA;
        }
        String text = new SessionText(PLAIN).page(new Sessions.Page(1, List.of(session(false, "x", roles))), nodes);
        fits(text);
        assertThat(text).contains("R".repeat(64));
    }

    @Test
    void whatAnApplicationKeepsCannotCommandTheTerminal() {
        String text = new SessionText(PLAIN)
                .one(session(false, "\033]0;owned\007\r\n", CopyRole.PRIMARY), List.of(node(1, NodeState.UP)));
        assertThat(text).doesNotContain("\033").doesNotContain("\007").contains("]0;owned");
        assertThat(EventText.of(EventJson.map(
                        new Stamped(1, 0, new Event.LogWarning("node1", "\033[2J" + "long ".repeat(99), 1)))))
                .doesNotContain("\033")
                .hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void eventsAreSentences() {
        assertThat(event(new Event.NodeChanged("node1", "UP", "KILLED", "kill")))
                .endsWith("node1 UP → KILLED (kill)");
        assertThat(event(new Event.FaultBegan("f1", "isolate node2"))).endsWith("f1 began: isolate node2");
        assertThat(event(new Event.LoadChanged(true, 16))).endsWith("load on: 16 clients");
        assertThat(event(new Event.LoadChanged(true, 1))).endsWith("load on: 1 client");
        assertThat(event(new Event.SessionCreated("node1", ID, 200, true, List.of())))
                .endsWith("node1 created session 01234567….node1");
    }

    @Test
    void aWindowsLengthDoesNotHideTheTimeOfItsEvent() {
        assertThat(EventJson.map(new Stamped(7, 1234, new Event.SessionTraffic("node1", 250, 1, 2, 3, 4))))
                .containsEntry("millis", 1234L)
                .containsEntry("windowMillis", 250L);
    }

    private static String event(Event event) {
        return EventText.of(EventJson.map(new Stamped(1, 0, event)));
    }

    @ParameterizedTest
    @MethodSource("clusterlab.cli.console.PromptWords#names")
    void everyWordHasHelpWhoseExampleCanBeTyped(String word) throws Exception {
        CommandLine command = PromptWords.known(word);
        fits(WordHelp.of(command, PLAIN));
        for (String example : WordHelp.example(command.getCommandSpec())) {
            assertThat(example).startsWith(word);
            assertThat(PromptWords.read(example)).isNotNull();
        }
    }

    @Test
    void helpNamesEveryWordAndFitsOnAScreenWithThePrompt() {
        String text = WordHelp.list(PLAIN);
        fits(text);
        assertThat(text.lines()).hasSizeLessThan(24);
        for (String word : PromptWords.names()) {
            assertThat(text).containsPattern("(^|\\W)" + word + "(\\W|$)");
        }
    }

    @Test
    void wordsThatTheLabCantCarryOutSayWhatTheyNeed() {
        String text = WordHelp.list(PLAIN, Map.of("freeze", "not here: needs --process or --tomcat"));
        fits(text);
        assertThat(text)
                .containsPattern("freeze NODE +not here: needs --process or --tomcat\n")
                .doesNotContain("SIGSTOP");
        assertThat(text).containsPattern("kill NODE +Crash it");
    }

    @Test
    void aNodeThatCrashesByItselfShowsTheEndOfItsLog(@TempDir Path folder) throws Exception {
        Path log =
                Files.writeString(folder.resolve("catalina.out"), "first\n" + "more\n".repeat(20) + "the last line\n");
        EventLog events = new EventLog(10, Clock.systemUTC());
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (LabWatcher watcher = new LabWatcher(events, node -> log, said::add, said::add)) {
            assertThat(watcher).isNotNull();
            events.append(new Event.NodeChanged("node1", "UP", "KILLED", "kill, simulated inside the JVM"));
            events.append(new Event.NodeChanged("node2", "STARTING", "FAILED", "Address already in use"));
            String text = said.poll(10, TimeUnit.SECONDS);
            assertThat(text)
                    .startsWith("node2 has failed: Address already in use")
                    .contains("| the last line")
                    .doesNotContain("first");
        }
    }

    @Test
    void aFaultThatHealsByItselfIsToldAndOneThatIsHealedByHandIsNot() throws Exception {
        EventLog events = new EventLog(10, Clock.systemUTC());
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (LabWatcher watcher = new LabWatcher(events, node -> Path.of("none"), said::add, said::add)) {
            assertThat(watcher).isNotNull();
            events.append(new Event.FaultHealed("f1", "isolate node1", 700, false));
            events.append(new Event.FaultHealed("f2", "isolate node2", 10_012, true));
            assertThat(said.poll(10, TimeUnit.SECONDS))
                    .isEqualToIgnoringNewLines("  f2 healed by itself after 10.0 s: isolate node2\n");
        }
    }

    @Test
    void anAlarmIsToldWhenItIsRaised() throws Exception {
        EventLog events = new EventLog(10, Clock.systemUTC());
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (LabWatcher watcher = new LabWatcher(events, node -> Path.of("none"), said::add, said::add)) {
            assertThat(watcher).isNotNull();
            Event raised = new Event.AlarmRaised(
                    "a1", "LOST", "789D2F", "session 789D2F: `list` and `nested` were lost when node2 died");
            events.append(raised);
            String line = said.poll(10, TimeUnit.SECONDS);
            fits(line);
            assertThat(line.replaceAll("\\s+", " "))
                    .isEqualTo(
                            " Alarm a1: session 789D2F: `list` and `nested` were lost when node2 died; alarms says more. ");
            assertThat(event(raised)).contains("alarm a1: session 789D2F: `list`");
        }
    }

    @Test
    void podsShowWhatTheyAreToldAndWhatIsWrong() {
        assertThat(new PodText(PLAIN).of(new PodsJson(List.of(), List.of())))
                .isEqualTo("  This lab has no pods; start one with --membership kubernetes or dns.\n");
        String text = new PodText(PLAIN)
                .of(new PodsJson(
                        List.of(
                                new PodJson(
                                        "was64-1abcd",
                                        "WAS64",
                                        "127.1.249.251",
                                        "app=cluster-lab",
                                        true,
                                        false,
                                        new AnswerJson(200, "", 60_000, List.of("127.0.0.2", "127.0.0.3")),
                                        0),
                                new PodJson(
                                        "node2-2abcd",
                                        "node2",
                                        "127.0.0.3",
                                        "",
                                        false,
                                        true,
                                        new AnswerJson(403, "pods is forbidden", 0, List.of()),
                                        0),
                                new PodJson("shop-x2k9q", null, "127.2.0.2", "app=shop", true, false, null, 1_234_567)),
                        List.of(new CloudFinding(
                                "no-role",
                                List.of("node2"),
                                "The API server refuses node2 with 403: pods is forbidden.",
                                "A node that starts finds nobody.",
                                "Bind a Role."))));
        fits(text);
        assertThat(text.lines())
                .containsExactly(
                        "  pod           node    address       labels          ready told",
                        "  was64-1abcd   WAS64   127.1.249.251 app=cluster-lab yes   2 pods, 60000 ms",
                        "  node2-2abcd   node2   127.0.0.3                     ends  403",
                        "  shop-x2k9q            127.2.0.2     app=shop        yes   1234567 messages",
                        "  no-role",
                        "      The API server refuses node2 with 403: pods is forbidden.",
                        "      A node that starts finds nobody.",
                        "      → Bind a Role.");
        assertThat(event(new Event.Misconfigured("no-role", List.of("node2"), "The API server refuses node2.")))
                .contains("no-role: The API server refuses node2.");
    }

    @Test
    void alarmsSayWhatHappensAndWhatToDo() {
        assertThat(new AlarmText(PLAIN).of(List.of())).isEqualTo("  No alarm stands.\n");
        String text = new AlarmText(PLAIN)
                .of(List.of(new Alarm(
                        "a2",
                        Alarm.Kind.NOT_SERIALIZABLE,
                        "789D2F",
                        List.of("cart"),
                        "cart.items[0].owner",
                        "demo.Session",
                        List.of("node1"),
                        "session 789D2F: cart.items[0].owner: demo.Session is not\u001b Serializable",
                        "None of the changes of that request reaches another node.",
                        "Let the class implement java.io.Serializable, or mark the field transient.",
                        1_000,
                        61_000,
                        7,
                        41)));
        fits(text);
        assertThat(text)
                .contains(
                        "a2  not serializable",
                        "in 41 sessions",
                        "seen 7 times",
                        "→ Let the class",
                        "acknowledge a2 ends one")
                .doesNotContain("\u001b");
    }

    @Test
    void aWarningThatStandsForSeveralShowsTheirNumber() {
        assertThat(event(new Event.LogWarning("node1", "Unable to send", 14)))
                .endsWith("node1 logged a warning ×14: Unable to send");
        assertThat(event(new Event.LogWarning("node1", "Unable to send", 1)))
                .endsWith("node1 logged a warning: Unable to send");
    }

    @Test
    void aStopByHandIsNoCrash() {
        assertThat(LabWatcher.byItself(new Event.NodeChanged("n", "STOPPING", "STOPPED", "")))
                .isFalse();
        assertThat(LabWatcher.byItself(new Event.NodeChanged("n", "UP", "STOPPED", "the lab ends")))
                .isFalse();
        assertThat(LabWatcher.byItself(new Event.NodeChanged("n", "UP", "KILLED", "kill, simulated")))
                .isFalse();
        assertThat(LabWatcher.byItself(new Event.NodeChanged("n", "UP", "KILLED", "exit code 137")))
                .isTrue();
    }
}
