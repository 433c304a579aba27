package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}
