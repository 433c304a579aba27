package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.export.ExportFolder;
import clusterlab.export.Tools;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Each combination of options gives files that their readers take, or is refused and leaves nothing behind. */
class ExportCommandsTest {
    private static final String SECRET = "only-in-files-of-the-owner";

    /** Of a file of the user's, of the application, and of a folder. */
    private static final String NOT_MADE = ".*/webapps?/.*|webapp/.*|.*\\.keep|.*\\.jar|.*\\.war|(.*/)?target\\.json";

    @TempDir
    Path temp;

    static Stream<List<String>> combinations() {
        List<List<String>> all = new ArrayList<>();
        for (String what :
                List.of("tomcat", "firewall", "hosts", "httpd", "haproxy", "nginx", "compose", "kubernetes")) {
            for (String preset : List.of("lab", "tutorial", "minimal")) {
                for (String front : List.of("embedded", "httpd", "haproxy", "nginx", "none")) {
                    for (List<String> more : List.of(
                            List.of("--manager", "backup"),
                            List.of("--encrypt", "--no-sticky", "--context-path", "/the/shop"),
                            List.of("--nodes", "1", "--membership", "static"),
                            List.of("--membership", "multicast", "--connector", "mod_proxy"),
                            List.of("--env", "A=" + SECRET, "--system-property", "b=" + SECRET, "--process"))) {
                        List<String> words = new ArrayList<>(List.of(what, "--preset", preset, "--front", front));
                        words.addAll(more);
                        all.add(words);
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void combinationWorksOrIsRefused(List<String> words) throws Exception {
        Path out = temp.resolve("out");
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of("--ajp-secret", SECRET, "--json"));
        if (words.contains("hosts")) {
            String prefix = words.contains("tutorial") ? "WAS" : "node";
            for (int i = 1; i <= (words.contains("--nodes") ? 1 : 3); i++) {
                command.addAll(List.of("--host", prefix + i + "=10.30.30." + i));
            }
        }
        int code = export(out, command);
        if (code == ExitCode.USAGE) {
            assertThat(temp).as("nothing is left").isEmptyDirectory();
            assertThat(words).as("a reason").containsAnyOf("--front", "--connector", "--membership");
            return;
        }
        assertThat(code).isZero();
        for (Path file : files(out)) {
            check(out.relativize(file).toString(), file);
        }
    }

    private static void check(String path, Path file) throws Exception {
        if (path.matches(".*\\.keep") || Files.size(file) == 0) {
            return;
        }
        String text = Files.readString(file);
        if (!path.matches(NOT_MADE) && !path.equals(ExportFolder.MARK)) {
            assertThat(text).as(path).containsPattern("Made by: `?cluster-lab export ");
        }
        if (text.contains(SECRET)) {
            assertThat(Files.getPosixFilePermissions(file)).as(path).hasSizeLessThanOrEqualTo(3);
        }
        if (path.endsWith(".xml")) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        } else if (path.endsWith(".yaml")) {
            LoaderOptions strict = new LoaderOptions();
            strict.setAllowDuplicateKeys(false);
            for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(text)) {
                assertThat(document).as(path).isInstanceOf(Map.class);
            }
        }
    }

    /** How many of the combinations are refused is known, so that a refusal of everything is no success. */
    @Test
    void mostCombinationsWork() throws Exception {
        int works = 0;
        for (String what : List.of("tomcat", "firewall", "httpd", "haproxy", "nginx", "compose", "kubernetes")) {
            Path out = temp.resolve(what);
            works += export(out, List.of(what)) == ExitCode.OK ? 1 : 0;
        }
        assertThat(works).isEqualTo(7);
    }

    @Test
    void shellsReadTheScripts() throws Exception {
        for (List<String> words : List.of(
                List.of("firewall", "--preset", "tutorial"),
                List.of(
                        "tomcat",
                        "--process",
                        "--env",
                        "A=it's $(a) \"b\" `c`",
                        "--system-property",
                        "p=it's $(a) \"b\" `c`"),
                List.of("hosts", "--nodes", "1", "--host", "node1=10.30.30.1", "--front", "nginx"))) {
            Path out = temp.resolve(words.get(0));
            assertThat(export(out, words)).isZero();
            int scripts = 0;
            for (Path file : files(out)) {
                if (file.toString().endsWith(".sh")) {
                    Tools.run(temp, Map.of(), "sh", "-n", file.toString());
                    scripts++;
                }
            }
            assertThat(scripts).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tomcat --http-port 0",
                "tomcat --distributable",
                "tomcat --membership kubernetes",
                "hosts --nodes 1 --host node1=10.0.0.1 --membership dns",
                "tomcat --deployer",
                "kubernetes --misconfigure no-role",
                "hosts",
                "hosts --host node1=127.0.0.1",
                "hosts --host node9=10.0.0.1",
                "hosts --host node1=10.0.0.1 --host node1=10.0.0.2",
                "hosts --host node1=10.0.0.1 --nodes 1 --user 'a b'",
                "hosts --host node1=10.0.0.1 --nodes 1 --front none --front-host 10.0.0.3",
                "haproxy --front nginx",
                "nginx --connector mod_jk",
                "compose --membership multicast",
                "compose --discovery kubernetes",
                "compose --network 8.8.8",
                "compose --front httpd --connector mod_jk",
                "compose --env A-B=c --process",
                "kubernetes --name Shop",
                "kubernetes --front haproxy",
                "kubernetes --discovery multicast",
                "kubernetes --webapp src/test/resources",
                "kubernetes --unknown"
            })
    void whatCanNotWorkIsRefused(String line) throws Exception {
        assertThat(export(temp.resolve("out"), List.of(line.replace("'", "").split(" "))))
                .isEqualTo(ExitCode.USAGE);
        assertThat(temp).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "kubernetes"})
    void folderOfSomebodyElseIsLeftAlone(String what) throws Exception {
        Path out = Files.createDirectory(temp.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");
        assertThat(export(out, List.of(what, "--force"))).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(files(out)).containsExactly(out.resolve("mine.txt"));
    }

    private static int export(Path out, List<String> words) {
        List<String> command = new ArrayList<>(List.of("export"));
        command.addAll(words);
        command.addAll(List.of("--out", out.toString()));
        return Main.commandLine().execute(command.toArray(String[]::new));
    }

    private static Set<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new TreeSet<>(files.filter(Files::isRegularFile).toList());
        }
    }
}
