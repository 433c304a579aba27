package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.lang.Cells;
import clusterlab.lang.Lang;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help in Korean: the same options, and no description in English. */
class HelpLanguageTest {
    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    static List<String> commands() {
        return Main.commandLine().getSubcommands().entrySet().stream()
                .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
                .map(one -> one.getKey())
                .filter(name -> !name.equals("help"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyDescriptionIsKorean(String name) {
        CommandLine command = Main.commandLine().getSubcommands().get(name);
        Lang.use(Lang.KO);
        String help = command.getUsageMessage();
        assertThat(help).containsPattern("\\p{IsHangul}");
        Stream<String> described = Stream.concat(
                command.getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .map(OptionSpec::description)
                        .map(lines -> String.join(" ", lines)),
                Stream.of(
                        String.join(" ", command.getCommandSpec().usageMessage().description())));
        assertThat(described).isNotEmpty().allSatisfy(text -> assertThat(text)
                .containsPattern("\\p{IsHangul}|^ingressClassName"));
        assertThat(help.lines())
                .allSatisfy(line -> assertThat(Cells.of(line)).as(line).isLessThanOrEqualTo(80));
    }

    @Test
    void theOptionsAreTheSame() {
        Lang.use(Lang.EN);
        String english = Main.commandLine().getUsageMessage();
        Lang.use(Lang.KO);
        String korean = Main.commandLine().getUsageMessage();
        assertThat(names(korean)).isEqualTo(names(english)).contains("--nodes", "--lang");
        assertThat(english).contains("This run:", "Examples:").doesNotContainPattern("\\p{IsHangul}");
        assertThat(korean)
                .contains("이 실행:", "node의 수, 1~64. 기본값: 3")
                .containsPattern("64 +옵션이나 명령이 잘못됨")
                .doesNotContain("This run", "Default:", "Examples");
    }

    private static List<String> names(String help) {
        return help.lines()
                .filter(line -> line.matches("(      |  -\\w, )--.*"))
                .map(line -> line.substring(6).replaceFirst("[= ].*", ""))
                .toList();
    }
}
