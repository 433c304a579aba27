package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cli.console.Command.NodeAction;
import clusterlab.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandParserTest {
    private static Command parse(String line) throws CommandException {
        return CommandParser.parse(line);
    }

    @Test
    void wordsWithoutArguments() throws Exception {
        assertThat(parse("status")).isEqualTo(new Command.Status());
        assertThat(parse("sessions")).isEqualTo(new Command.Sessions());
        assertThat(parse("add")).isEqualTo(new Command.Add());
        assertThat(parse("open")).isEqualTo(new Command.Open());
        assertThat(parse("quit")).isEqualTo(new Command.Quit());
        assertThat(parse("exit")).isEqualTo(new Command.Quit());
    }

    @ParameterizedTest
    @EnumSource(NodeAction.class)
    void wordsWithANode(NodeAction action) throws Exception {
        assertThat(parse(action.word() + " node2")).isEqualTo(new Command.Change(action, "node2"));
    }

    @Test
    void stickyIsOnOrOff() throws Exception {
        assertThat(parse("sticky on")).isEqualTo(new Command.Sticky(true));
        assertThat(parse("sticky OFF")).isEqualTo(new Command.Sticky(false));
        for (String wrong : List.of("sticky", "sticky maybe", "sticky on off")) {
            assertThatThrownBy(() -> parse(wrong))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("Say it as: sticky on | off");
        }
    }

    @Test
    void blanksAndCapitalsDoNotMatter() throws Exception {
        assertThat(parse("  KILL \t node2 ")).isEqualTo(new Command.Change(NodeAction.KILL, "node2"));
    }

    @Test
    void wordsOfAShellAreOneLine() throws Exception {
        assertThat(CommandParser.parse(List.of("partition", "node1|node2", "node3", "for 10s")))
                .isEqualTo(parse("partition node1 | node2 node3 for 10s"));
    }

    @Test
    void partitions() throws Exception {
        assertThat(parse("partition node1 | node2 node3 for 10s"))
                .isEqualTo(new Command.Break(
                        new Fault.Partition(List.of(List.of("node1"), List.of("node2", "node3"))),
                        Optional.of(Duration.ofSeconds(10))));
        assertThat(parse("partition node1|node2"))
                .isEqualTo(new Command.Break(
                        new Fault.Partition(List.of(List.of("node1"), List.of("node2"))), Optional.empty()));
        assertThat(parse("partition node1"))
                .isEqualTo(new Command.Break(new Fault.Partition(List.of(List.of("node1"))), Optional.empty()));
    }

    @Test
    void otherFaults() throws Exception {
        assertThat(parse("isolate node2 for 500ms"))
                .isEqualTo(new Command.Break(new Fault.Isolate("node2"), Optional.of(Duration.ofMillis(500))));
        assertThat(parse("delay node1 node2 200ms"))
                .isEqualTo(new Command.Break(new Fault.Delay("node1", "node2", 200, 0), Optional.empty()));
        assertThat(parse("delay node1 node2 1s 50ms for 2m"))
                .isEqualTo(new Command.Break(
                        new Fault.Delay("node1", "node2", 1000, 50), Optional.of(Duration.ofMinutes(2))));
        assertThat(parse("loss node1 node2 10%"))
                .isEqualTo(new Command.Break(new Fault.Loss("node1", "node2", 0.1), Optional.empty()));
        assertThat(parse("loss node1 node2 0.5% for 1s"))
                .isEqualTo(
                        new Command.Break(new Fault.Loss("node1", "node2", 0.005), Optional.of(Duration.ofSeconds(1))));
        assertThat(parse("drop node1 node2"))
                .isEqualTo(new Command.Break(new Fault.Drop("node1", "node2"), Optional.empty()));
    }

    @Test
    void whatAFaultSaysOfItselfCanBeTyped() throws Exception {
        for (String line : List.of(
                "partition node1 | node2 node3",
                "isolate node2",
                "delay node1 node2 200ms 50ms",
                "loss node1 node2 12.5%",
                "drop node1 node2")) {
            assertThat(((Command.Break) parse(line)).fault().description()).isEqualTo(line);
        }
    }

    @Test
    void healingSessionsEventsAndHelp() throws Exception {
        assertThat(parse("heal")).isEqualTo(new Command.Heal(Optional.empty()));
        assertThat(parse("heal f1")).isEqualTo(new Command.Heal(Optional.of("f1")));
        assertThat(parse("session 3F2A.node1")).isEqualTo(new Command.Session("3F2A.node1"));
        assertThat(parse("events")).isEqualTo(new Command.Events(20));
        assertThat(parse("events 50")).isEqualTo(new Command.Events(50));
        assertThat(parse("help")).isEqualTo(new Command.Help(Optional.empty()));
        assertThat(parse("help kill")).isEqualTo(new Command.Help(Optional.of(Word.KILL)));
    }

    @Test
    void load() throws Exception {
        assertThat(parse("load")).isEqualTo(new Command.LoadShow());
        assertThat(parse("load off")).isEqualTo(new Command.LoadOff());
        assertThat(parse("load 16")).isEqualTo(new Command.LoadOn(16, OptionalDouble.empty()));
        assertThat(parse("load 16 500/s")).isEqualTo(new Command.LoadOn(16, OptionalDouble.of(500)));
        assertThat(parse("load 1 0.5/s")).isEqualTo(new Command.LoadOn(1, OptionalDouble.of(0.5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    '';                               Say what to do; help shows the words.
                    kil node2;                        There is no command kil; did you mean kill?
                    sess;                             There is no command sess; did you mean sessions?
                    frobnicate;                       There is no command frobnicate; help shows the words.
                    kill;                             Say it as: kill NODE
                    kill node1 node2;                 Say it as: kill NODE
                    kill |;                           Say it as: kill NODE
                    status now;                       Say it as: status
                    session;                          Say it as: session ID
                    heal f1 f2;                       Say it as: heal [FAULT]
                    isolate;                          Say it as: isolate NODE [for TIME]
                    isolate node1 for;                Say it as: isolate NODE [for TIME]
                    drop node1;                       Say it as: drop NODE NODE [for TIME]
                    loss node1 node2;                 Say it as: loss NODE NODE PERCENT [for TIME]
                    delay node1 node2;                Say it as: delay NODE NODE TIME [JITTER] [for TIME]
                    partition;                        Say it as: partition NODE… | NODE… [for TIME]
                    load 1 2 3;                       Say it as: load [CLIENTS [RATE/s] | off]
                    isolate node1 for ever;           ever is no time; say one such as 200ms, 10s or 2m.
                    isolate node1 for 0s;             A fault for no time is none; say for 10s.
                    isolate node1 for 61m;            61m is too long; an hour (60m) is the most.
                    delay node1 node2 200;            200 is no time; say one such as 200ms, 10s or 2m.
                    delay node1 node2 2m;             A delay is 0 to 60000 ms, its jitter at most as long.
                    delay node1 node2 10ms 20ms;      A delay is 0 to 60000 ms, its jitter at most as long.
                    delay node1 node1 10ms;           A link has two different ends, not node1 twice.
                    loss node1 node2 0.1;             0.1 is no percentage; say one from 0% to 100%, such as 10%.
                    loss node1 node2 101%;            101% is no percentage; say one from 0% to 100%, such as 10%.
                    partition node1 |;                A partition has one or more groups, none of them empty.
                    partition node1 | node1;          A partition names node1 once only.
                    load 0;                           0 is no number of clients; say one from 1 to 1000.
                    load 1001;                        1001 is no number of clients; say one from 1 to 1000.
                    load many;                        many is no number of clients; say one from 1 to 1000.
                    load 16 500;                      500 is no rate; say requests per second, such as 500/s.
                    load 16 0/s;                      0/s is no rate; say requests per second, such as 500/s.
                    events 0;                         0 is no number of events; say one from 1 to 10000.
                    help me;                          There is no command me; help shows the words.
                    """)
    void errorsSayWhatToType(String line, String sentence) {
        // The column of the sentence may itself have the delimiter.
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(CommandException.class)
                .message()
                .startsWith(sentence);
    }
}
