package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a line makes of a lab that notes what it is told. */
class PromptWordsTest {
    private static final Palette PLAIN = new Palette(false);

    private static String act(String line, NotingLab lab) throws Exception {
        return WordRun.of(PromptWords.read(line), lab, PLAIN);
    }

    private static List<String> told(String line) throws Exception {
        NotingLab lab = new NotingLab();
        act(line, lab);
        return lab.told();
    }

    @Test
    void wordsWithoutArguments() throws Exception {
        assertThat(act("status", new NotingLab())).contains("node1", "node2");
        assertThat(told("sessions")).containsExactly("sessions");
        assertThat(told("add")).containsExactly("add");
        assertThat(told("open")).containsExactly("page");
        assertThat(PromptWords.read("quit")).isInstanceOf(LabWords.QuitWord.class);
    }

    @Test
    void saveReplayWritesAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a run.html");
        assertThat(act("save replay " + file, new NotingLab())).contains(file + " has the replay");
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> act("save replay " + folder, new NotingLab()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> act("save replay " + folder.resolve("none/a.html"), new NotingLab()))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("can't be written");
    }

    @Test
    void someWordsHaveASecondName() throws Exception {
        assertThat(PromptWords.read("exit")).isInstanceOf(LabWords.QuitWord.class);
        assertThat(act("nodes", new NotingLab())).isEqualTo(act("status", new NotingLab()));
        assertThat(act("?", new NotingLab())).isEqualTo(act("help", new NotingLab()));
        assertThat(act("? nodes", new NotingLab())).isEqualTo(act("help status", new NotingLab()));
    }

    @ParameterizedTest
    @EnumSource(NodeAction.class)
    void wordsWithANode(NodeAction action) throws Exception {
        assertThat(told(action.word() + " node2")).containsExactly(action + " node2");
    }

    @Test
    void stickyIsOnOrOff() throws Exception {
        assertThat(told("sticky on")).containsExactly("sticky true");
        assertThat(told("sticky OFF")).containsExactly("sticky false");
        for (String wrong : List.of("sticky", "sticky maybe", "sticky on off")) {
            assertThatThrownBy(() -> told(wrong))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("Usage: sticky on | off");
        }
    }

    @Test
    void blanksAndCapitalsDoNotMatter() throws Exception {
        assertThat(told("  KILL \t node2 ")).containsExactly("kill node2");
    }

    @Test
    void wordsOfAShellAreOneLine() throws Exception {
        NotingLab lab = new NotingLab();
        WordRun.of(PromptWords.read(List.of("partition", "node1|node2", "node3", "for 10s")), lab, PLAIN);
        assertThat(lab.told()).isEqualTo(told("partition node1 | node2 node3 for 10s"));
    }

    @Test
    void signsThatShellsAndOptionsUseMeanNothing() throws Exception {
        assertThat(told("kill @node2")).containsExactly("kill @node2");
        assertThat(told("kill -node2")).containsExactly("kill -node2");
        assertThat(told("kill \"node2\"")).containsExactly("kill \"node2\"");
    }

    @Test
    void partitions() throws Exception {
        assertThat(told("partition node1 | node2 node3 for 10s"))
                .containsExactly("partition node1 | node2 node3 for PT10S");
        assertThat(told("partition node1|node2")).containsExactly("partition node1 | node2");
        assertThat(told("partition node1")).containsExactly("partition node1");
    }

    @Test
    void freezeIsAFaultAndThawIsNone() throws Exception {
        assertThat(told("freeze node2")).containsExactly("freeze node2");
        assertThat(told("freeze node2 for 10s")).containsExactly("freeze node2 for PT10S");
        assertThat(act("help freeze", new NotingLab()))
                .contains("freeze NODE [for TIME]", "--process", "freeze node2 for 10s");
        assertThatThrownBy(() -> told("freeze")).hasMessage("Usage: freeze NODE [for TIME]");
        assertThatThrownBy(() -> told("freeze node2 for 0s")).hasMessageContaining("longer than 0 s");
        assertThatThrownBy(() -> told("thaw node2 for 1s")).hasMessage("Usage: thaw NODE");
    }

    @Test
    void otherFaults() throws Exception {
        assertThat(told("isolate node2 for 500ms")).containsExactly("isolate node2 for PT0.5S");
        assertThat(told("delay node1 node2 200ms")).containsExactly("delay node1 node2 200ms");
        assertThat(told("delay node1 node2 1s 50ms for 2m")).containsExactly("delay node1 node2 1000ms 50ms for PT2M");
        assertThat(told("loss node1 node2 10%")).containsExactly("loss node1 node2 10%");
        assertThat(told("loss node1 node2 0.5% for 1s")).containsExactly("loss node1 node2 0.5% for PT1S");
        assertThat(told("drop node1 node2")).containsExactly("drop node1 node2");
    }

    @Test
    void whatAFaultSaysOfItselfCanBeTyped() throws Exception {
        for (String line : List.of(
                "partition node1 | node2 node3",
                "isolate node2",
                "delay node1 node2 200ms 50ms",
                "loss node1 node2 12.5%",
                "drop node1 node2")) {
            assertThat(told(line)).containsExactly(line);
        }
    }

    @Test
    void healingSessionsAndEvents() throws Exception {
        assertThat(told("heal")).containsExactly("heal");
        assertThat(told("heal f1")).containsExactly("heal f1");
        assertThat(told("events")).containsExactly("events 20");
        assertThat(told("events 50")).containsExactly("events 50");
        assertThat(told("alarms")).containsExactly("alarms");
        assertThat(told("acknowledge a1")).containsExactly("acknowledge a1");
        assertThat(told("ack")).containsExactly("acknowledge");
        NotingLab lab = new NotingLab();
        assertThatThrownBy(() -> act("session 3F2A.node1", lab)).hasMessageContaining("3F2A.node1");
        assertThat(lab.told()).containsExactly("session 3F2A.node1", "sessions");
    }

    @Test
    void healWithNoFaultInForceSaysSo() throws Exception {
        NotingLab lab = new NotingLab().withoutFaults();
        assertThat(act("heal", lab)).isEqualTo("  No fault is in force; there is nothing to heal.\n");
        assertThat(lab.told()).isEmpty();
    }

    @Test
    void applicationsComeAndGo() throws Exception {
        assertThat(told("deploy target/shop.war")).containsExactly("deploy target/shop.war as shop.war on -");
        assertThat(told("deploy my shop.war as shop##2.war on node2"))
                .containsExactly("deploy my shop.war as shop##2.war on node2");
        assertThat(told("deploy ~/shop.war"))
                .containsExactly("deploy " + System.getProperty("user.home") + "/shop.war as shop.war on -");
        assertThat(told("undeploy shop")).containsExactly("undeploy shop");
        assertThatThrownBy(() -> told("deploy")).hasMessage("Usage: deploy FILE [as NAME.war] [on NODE]");
        assertThat(act("applications", new NotingLab()))
                .contains(
                        "  shop serves /shop/ on node1.\n  shop is not on node2.\n  shop##2 serves /shop/ on node1.\n");
        assertThat(act("deploy shop.war", new NotingLab()))
                .contains("  shop came to node1 (", "  shop is not on node2.\n", "deploy it again then.");
    }

    @Test
    void load() throws Exception {
        assertThat(told("load")).isEmpty();
        assertThat(told("load off")).containsExactly("load off");
        assertThat(told("load 16")).containsExactly("load 16");
        assertThat(told("load 16 500/s")).containsExactly("load 16 500.0/s");
        assertThat(told("load 1 0.5/s")).containsExactly("load 1 0.5/s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    '';                               Type a command; help lists them.
                    kil node2;                        There is no command kil; did you mean kill?
                    sess;                             There is no command sess; did you mean sessions?
                    frobnicate;                       There is no command frobnicate; help lists them.
                    experiment failover;              experiment is a command of the shell; type it in another terminal.
                    kill;                             Usage: kill NODE
                    kill node1 node2;                 Usage: kill NODE
                    kill |;                           Usage: kill NODE
                    status now;                       Usage: status
                    session;                          Usage: session ID
                    heal f1 f2;                       Usage: heal [FAULT]
                    isolate;                          Usage: isolate NODE [for TIME]
                    isolate node1 for;                Usage: isolate NODE [for TIME]
                    drop node1;                       Usage: drop NODE NODE [for TIME]
                    loss node1 node2;                 Usage: loss NODE NODE PERCENT [for TIME]
                    delay node1 node2;                Usage: delay NODE NODE TIME [JITTER] [for TIME]
                    partition;                        Usage: partition NODE… | NODE… [for TIME]
                    load 1 2/s 3;                      Usage: load [CLIENTS | off] [RATE/s]
                    isolate node1 for ever;           Invalid duration; try 200ms, 10s or 2m.
                    isolate node1 for 0s;             A fault must last longer than 0 s; try for 10s.
                    isolate node1 for 61m;            61m is too long; the maximum is 60m.
                    delay node1 node2 200;            Invalid duration; try 200ms.
                    delay node1 node2 2m;             A delay is 0 to 60000 ms, and its jitter is not longer than the delay.
                    delay node1 node2 10ms 20ms;      A delay is 0 to 60000 ms, and its jitter is not longer than the delay.
                    delay node1 node1 10ms;           A link needs two different nodes, not node1 twice.
                    loss node1 node2 0.1;             Invalid percentage; use 0% to 100%, such as 10%.
                    loss node1 node2 101%;            Invalid percentage; use 0% to 100%, such as 10%.
                    partition node1 |;                A partition needs one or more groups, and none of them may be empty.
                    partition node1 | node1;          A partition may name node1 only once.
                    load 0;                           Invalid number of clients; use 1 to 1000.
                    load 1001;                        Invalid number of clients; use 1 to 1000.
                    load many;                        Invalid number of clients; use 1 to 1000.
                    load stop;                        Use load off to end the load.
                    load 16 500;                      Invalid rate; use requests per second, such as 500/s.
                    load 16 0/s;                      Invalid rate; use requests per second, such as 500/s.
                    events 0;                         Invalid number of events; use 1 to 10000.
                    help me;                          There is no command me; help lists them.
                    help kil;                         There is no command kil; did you mean kill?
                    hlep;                             There is no command hlep; did you mean help?
                    load off 5/s;                     load off takes no rate.
                    isolate node1 for 1s for 2s;      Usage: isolate NODE [for TIME]
                    """)
    void errorsSayWhatToType(String line, String sentence) {
        // The column of the sentence may itself have the delimiter.
        assertThatThrownBy(() -> told(line))
                .isInstanceOf(CommandException.class)
                .message()
                .startsWith(sentence);
    }

    @Test
    void deployWarnsOfAnApplicationWhoseSessionsStayOnTheirNode(@TempDir Path folder) throws Exception {
        String page = "<% session.setAttribute(\"a\", \"b\"); %>";
        Path plain = war(folder.resolve("plain.war"), "<web-app/>", page);
        assertThat(act("deploy " + plain, new NotingLab()).replaceAll("\\s+", " "))
                .contains(
                        "Warning: WEB-INF/web.xml has no <distributable/>. Its sessions stay on the node that created them");
        Path sound = war(folder.resolve("sound.war"), "<web-app><distributable/></web-app>", page);
        assertThat(act("deploy " + sound, new NotingLab())).doesNotContain("Warning");
    }

    private static Path war(Path file, String descriptor, String page) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String[] entry : new String[][] {{"WEB-INF/web.xml", descriptor}, {"index.jsp", page}}) {
                zip.putNextEntry(new ZipEntry(entry[0]));
                zip.write(entry[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
