package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.fault.CloudFault;
import clusterlab.fault.LinksFault;
import clusterlab.fault.NodeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the table "Where do I add …" of docs/design.md: a new fault, checker or word of the prompt touches the two files
 * that the table names, since no other file asks which one it has.
 */
class WhereToAddTest {
    private static final Path MAIN = Path.of("src/main/java/clusterlab");

    /** Source files that match, below the main package. */
    private static List<String> filesWith(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            List<String> found = new ArrayList<>();
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                if (pattern.matcher(Files.readString(file)).find()) {
                    found.add(MAIN.relativize(file).toString().replace('\\', '/'));
                }
            }
            found.sort(null);
            return found;
        }
    }

    private static List<String> faultWords() {
        return Stream.of(LinksFault.class, NodeFault.class, CloudFault.class)
                .flatMap(part -> Stream.of(part.getPermittedSubclasses()))
                .map(fault -> fault.getSimpleName().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void noFileChoosesByTheKindOfAFault() throws Exception {
        assertThat(filesWith(Pattern.compile("(instanceof|case) (LinksFault|NodeFault|CloudFault)\\.")))
                .isEmpty();
        String words = faultWords().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        assertThat(filesWith(Pattern.compile("(case|equals\\() ?\"(" + words + ")\"")))
                .isEmpty();
    }

    @Test
    void faultIsMadeInItsFileAndAtThePromptOnly() throws Exception {
        // The lab slows links down for an experiment, and has the buttons for kill and stop.
        List<String> others = List.of("LabControl.java", "run/Run.java", "fault/SchedulePlan.java");
        for (Class<?> fault : Stream.of(LinksFault.class, NodeFault.class, CloudFault.class)
                .flatMap(part -> Stream.of(part.getPermittedSubclasses()))
                .toList()) {
            String name = fault.getDeclaringClass().getSimpleName() + "." + fault.getSimpleName();
            List<String> users = new ArrayList<>(filesWith(Pattern.compile("\\b" + Pattern.quote(name) + "\\b")));
            users.removeAll(others);
            assertThat(users).as(name).isSubsetOf("cli/console/FaultWords.java");
        }
    }

    @Test
    void checkerIsNamedInItsFileAndInTheListOnly() throws Exception {
        try (Stream<Path> files = Files.list(MAIN.resolve("experiment/check"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString().replace(".java", "");
                if (Files.readString(file).contains("class " + name + " implements Checker")) {
                    assertThat(filesWith(Pattern.compile("new " + name + "\\(")))
                            .as(name)
                            .isSubsetOf("experiment/Experiments.java");
                }
            }
        }
    }

    @Test
    void wordOfThePromptIsNamedInItsFileAndInTheListOnly() throws Exception {
        Pattern word = Pattern.compile("\\b(Fault|Lab|Node)Words\\.\\w+Word\\.class");
        assertThat(filesWith(word)).containsExactly("cli/console/PromptWords.java");
    }
}
