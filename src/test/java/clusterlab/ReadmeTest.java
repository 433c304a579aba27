package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The two READMEs say the same commands. */
class ReadmeTest {
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("`(?:-\\w, )?(--[a-z-]+)");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)(#[^)]*)?\\)");

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    /** Without comments, which are in the reader's language. */
    private static List<String> commands(String text) {
        return SHELL.matcher(text)
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .toList();
    }

    @Test
    void bothHaveTheSameCommands() throws IOException {
        assertThat(commands(read("README.ko.md"))).hasSizeGreaterThan(20).isEqualTo(commands(read("README.md")));
    }

    @Test
    void theKoreanOneNamesNoOtherOption() throws IOException {
        TreeSet<String> options = new TreeSet<>();
        for (MatchResult option : OPTION.matcher(read("README.ko.md")).results().toList()) {
            options.add(option.group(1));
        }
        assertThat(options).hasSizeGreaterThan(20);
        assertThat(read("README.md")).contains(options);
    }

    @Test
    void theirFilesExist() throws IOException {
        for (String readme : List.of("README.md", "README.ko.md")) {
            for (MatchResult link : LINK.matcher(read(readme)).results().toList()) {
                assertThat(Path.of(link.group(1))).as(readme).exists();
            }
        }
    }
}
