package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OutputTest {
    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-d", "--nodes 3", "run --process", "lesson crash", "experiment failover", "verify shop.war"
            })
    void aBootIsShownBeforeItsOptionsAreRead(String line) {
        assertThat(Output.boots(words(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "--json --nodes 3",
                "--nodes 3 --dry-run",
                "lesson",
                "experiment list",
                "experiment -h",
                "ctl ls",
                "doctor shop.war",
                "completion bash"
            })
    void whatBootsNothingShowsNothing(String line) {
        assertThat(Output.boots(words(line))).isFalse();
    }

    @Test
    void whatAnApplicationWroteMovesNoCursorWhicheverCommandPrintsIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Output(stream, stream, false).text("\033[1;34mnode1\033[0m a\u202eb\033[2J\u009b 세션\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\033[1;34mnode1\033[0m a?b?[2J? 세션\n");
    }

    @Test
    void composeHasAnotherFrontThanTheLabsOwnAndSaysSo() {
        ClusterSpec embedded = ClusterSpec.of(Preset.LAB);
        ExportComposeCommand asked = new ExportComposeCommand();
        new CommandLine(asked).parseArgs("--front", "embedded", "--out", "x");
        assertThat(asked.remarks(embedded)).singleElement().asString().contains("haproxy");
        ExportComposeCommand silent = new ExportComposeCommand();
        new CommandLine(silent).parseArgs("--out", "x");
        assertThat(silent.remarks(embedded)).isEmpty();
    }
}
