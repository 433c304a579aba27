package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class OptionNamesTest {
    private static Optional<String> misplaced(String line) {
        return OptionNames.misplaced(Main.commandLine().parseArgs(line.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            -d lesson crash              | -d before lesson has no effect; write it after: cluster-lab lesson -d …
            --nodes=3 experiment failover| --nodes before experiment has no effect; write it after: cluster-lab experiment --nodes …
            --nodes 3 --json export compose --out x | --nodes, --json before export compose has no effect; write it after: cluster-lab export compose --nodes … --json …
            -d doctor shop.war           | -d before doctor has no effect, and doctor has no such option; leave it out.
            """)
    void anOptionBeforeASubcommandIsToldWithItsPlace(String line, String sentence) {
        assertThat(misplaced(line)).contains(sentence);
        assertThat(Main.commandLine().execute(line.split(" "))).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--lang en lesson",
                "lesson -d crash",
                "-d --nodes 3",
                "--help lesson",
                "--json --lang en --version"
            })
    void whatIsReadStays(String line) {
        assertThat(misplaced(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            run    | --node          | did you mean --nodes?
            run    | --node=3        | did you mean --nodes?
            run    | --no-stiky      | did you mean --no-sticky?
            doctor | --fromat        | did you mean --format?
            run    | --zzzzzzzzzz    | see --help.
            """)
    void aMistypedOptionIsToldWithTheMostSimilarOne(String command, String word, String end) {
        CommandSpec spec = Main.commandLine().getSubcommands().get(command).getCommandSpec();
        assertThat(OptionNames.unknown(word, Optional.of(spec)))
                .isEqualTo(word + ": there is no such option or command; " + end);
    }

    @Test
    void anOptionOfAnotherCommandIsToldAsThat() {
        CommandSpec spec = Main.commandLine().getSubcommands().get("experiment").getCommandSpec();
        assertThat(OptionNames.unknown("--dry-run", Optional.of(spec)))
                .isEqualTo(
                        "--dry-run: experiment always runs; cluster-lab --dry-run prints the plan of the same cluster.");
        assertThat(OptionNames.unknown("--detach", Optional.of(spec)))
                .isEqualTo("--detach: experiment has no such option, only a lab without it has; leave it out.");
    }

    @Test
    void aMistypedCommandIsToldWithTheMostSimilarOne() {
        assertThat(OptionNames.unknown(
                        "experimnt", Optional.of(Main.commandLine().getCommandSpec())))
                .endsWith("did you mean experiment?");
    }

    @Test
    void picoclisOwnRefusalHasTheSameSentence() {
        ParameterException e = catchThrowableOfType(ParameterException.class, () -> Main.commandLine()
                .parseArgs("doctor", "shop.war", "--fromat", "sarif"));
        assertThat(Main.sentence(e)).isEqualTo("--fromat: there is no such option or command; did you mean --format?");
    }
}
