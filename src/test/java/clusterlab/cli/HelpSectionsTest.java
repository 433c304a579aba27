package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpSectionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"run", "experiment", "verify", "record"})
    void eachOptionIsInTheHelpOnceAndFits(String name) {
        CommandLine command = Main.commandLine().getSubcommands().get(name);
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        List<String> lines = help.lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(help).contains("\nThe cluster:\n", "\nThe application:\n");
        for (OptionSpec option : command.getCommandSpec().options()) {
            String shown = option.negatable() ? "--[no-]" + option.longestName().substring(2) : option.longestName();
            assertThat(lines.stream().filter(line -> line.matches(" {2,6}(-., )?\\Q" + shown + "\\E([ =].*|)")))
                    .as(shown)
                    .hasSize(1);
        }
    }
}
