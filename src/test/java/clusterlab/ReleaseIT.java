package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/release} has made: run it before, then {@code -Dclusterlab.release=target/release}. */
@EnabledIfSystemProperty(named = "clusterlab.release", matches = ".+")
@EnabledOnOs(OS.LINUX)
class ReleaseIT {
    private static final int PATIENCE_SECONDS = 60;
    private static final String IN_IMAGE = "/opt/cluster-lab/";

    @TempDir
    Path temp;

    private final Path release =
            Path.of(System.getProperty("clusterlab.release", "")).toAbsolutePath();
    private Path jar;

    @BeforeEach
    void find() {
        jar = release.resolve("cluster-lab.jar");
    }

    /** An ended process: its exit code, and what it printed. */
    private record Ended(int code, String text) {}

    private Process start(List<String> words, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(temp, "out", ".txt").toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "XDG_RUNTIME_DIR"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Ended run(String... words) throws Exception {
        return run(List.of(words), Map.of());
    }

    private Ended run(List<String> words, Map<String, String> environment) throws Exception {
        Path out = Files.createTempFile(temp, "run", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(release.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "XDG_RUNTIME_DIR"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still runs: " + words);
        }
        return new Ended(process.exitValue(), Files.readString(out));
    }

    @Test
    void theChecksumsFitAndNoFileIsWithout() throws Exception {
        Ended check = run("sha256sum", "-c", "--strict", "SHA256SUMS");
        assertThat(check.code()).as(check.text()).isZero();
        try (Stream<Path> files = Files.walk(release)) {
            assertThat(check.text().lines().map(line -> line.substring(0, line.lastIndexOf(':'))))
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> release.relativize(file).toString())
                            .filter(file -> !file.equals("SHA256SUMS"))
                            .toList());
        }
    }

    /** A class of each library of the SBOM is in the jar, byte for byte, and no other library of Maven's is. */
    @Test
    void theBillOfMaterialsNamesTheLibrariesInTheJar() throws Exception {
        Map<String, Object> bom = JSON.std.mapFrom(Files.readString(release.resolve("cluster-lab.cdx.json")));
        assertThat(bom).containsEntry("bomFormat", "CycloneDX");
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Set<String> known = new HashSet<>();
        try (ZipFile fat = new ZipFile(jar.toFile())) {
            for (Object one : (List<?>) bom.get("components")) {
                Map<?, ?> library = (Map<?, ?>) one;
                String version = library.get("version").toString();
                Path file = repository
                        .resolve(library.get("group").toString().replace('.', '/'))
                        .resolve(library.get("name").toString())
                        .resolve(version)
                        .resolve(library.get("name") + "-" + version + ".jar");
                try (ZipFile thin = new ZipFile(file.toFile())) {
                    List<String> classes = thin.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class")
                                    && !name.startsWith("META-INF/")
                                    && !name.endsWith("module-info.class"))
                            .toList();
                    known.addAll(classes);
                    List<String> there = classes.stream()
                            .filter(name -> fat.getEntry(name) != null)
                            .toList();
                    assertThat(there).as("classes of %s in the jar", file).isNotEmpty();
                    // Two libraries may have a class of the same name; most are of this one.
                    long same =
                            there.stream().filter(name -> same(thin, fat, name)).count();
                    assertThat(same).as("of %s, unchanged", file).isGreaterThan(there.size() / 2);
                }
            }
            assertThat(fat.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.matches("(clusterlab|org/apache/jsp|META-INF)/.*") || known.contains(name));
        }
    }

    private static boolean same(ZipFile a, ZipFile b, String name) {
        try (InputStream one = a.getInputStream(a.getEntry(name));
                InputStream two = b.getInputStream(b.getEntry(name))) {
            return Arrays.equals(one.readAllBytes(), two.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    @Test
    void theCatalogOfJbangNamesAFileOfTheRelease() throws Exception {
        Map<String, Object> catalog = JSON.std.mapFrom(Files.readString(release.resolve("jbang-catalog.json")));
        assertThat(catalog.keySet()).isSubsetOf("catalogs", "aliases", "templates");
        Map<?, ?> alias = (Map<?, ?>) ((Map<?, ?>) catalog.get("aliases")).get("cluster-lab");
        assertThat(release.resolve(alias.get("script-ref").toString())).isRegularFile();
    }

    @Test
    void eachCommandHasAManualPageThatManReads() throws Exception {
        List<String> commands = List.of("", "-run", "-experiment", "-verify", "-doctor", "-lint", "-export", "-ctl");
        for (String command : commands) {
            Path page = release.resolve("man/man1/cluster-lab" + command + ".1");
            assertThat(page).isRegularFile();
            Ended shown = run(
                    List.of("man", "--warnings", "-l", page.toString()),
                    Map.of("MANWIDTH", "80", "LC_ALL", "C.UTF-8", "MANPAGER", "cat"));
            assertThat(shown.code()).as(shown.text()).isZero();
            assertThat(shown.text()).contains("NAME", "cluster-lab", "OPTIONS").doesNotContain("warning:");
        }
    }

    @Test
    void theCompletionsAreValidAndComplete() throws Exception {
        Ended bash = run(
                "bash",
                "-c",
                "source completions/cluster-lab.bash; COMP_WORDS=(cluster-lab exp); COMP_CWORD=1;"
                        + " _complete_cluster-lab; printf '%s\\n' \"${COMPREPLY[@]}\"");
        assertThat(bash.code()).isZero();
        assertThat(bash.text().lines()).contains("experiment");
    }

    /** The instructions of the Dockerfile; a continued line is one. */
    private List<String> instructions() throws IOException {
        return Files.readString(release.resolve("Dockerfile"))
                .replaceAll("\\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private List<String> words(String instruction) throws IOException {
        String json = instructions().stream()
                .filter(line -> line.startsWith(instruction) || line.contains(" " + instruction + " "))
                .map(line -> line.substring(line.indexOf('[')))
                .findFirst()
                .orElseThrow();
        return JSON.std.listOfFrom(String.class, json).stream()
                .map(word -> word.replace(IN_IMAGE, release + "/"))
                .toList();
    }

    @Test
    void theDockerfileCopiesWhatIsThereAndIsNotRoot() throws Exception {
        List<String> lines = instructions();
        assertThat(lines).allMatch(line -> line.matches("(ARG|FROM|COPY|USER|ENV|WORKDIR|HEALTHCHECK|ENTRYPOINT) .*"));
        assertThat(lines.get(0)).startsWith("ARG BASE=");
        assertThat(lines.get(1)).isEqualTo("FROM ${BASE}");
        List<String> copied = lines.stream()
                .filter(line -> line.startsWith("COPY "))
                .flatMap(line -> Arrays.stream(line.split(" ", -1)).skip(1))
                .toList();
        assertThat(copied.get(copied.size() - 1)).isEqualTo(IN_IMAGE);
        assertThat(copied.subList(0, copied.size() - 1))
                .contains("cluster-lab.jar")
                .allSatisfy(file -> assertThat(release.resolve(file)).isRegularFile());
        assertThat(lines).anyMatch(line -> line.matches("USER [1-9]\\d+:[1-9]\\d+"));
    }

    /** The command lines as they stand, but for the folder of the jar, and with a folder for /tmp. */
    @Test
    void whatTheDockerfileStartsIsHealthyWhenReady() throws Exception {
        Map<String, String> environment = new HashMap<>();
        instructions().stream()
                .filter(line -> line.startsWith("ENV "))
                .flatMap(line -> Arrays.stream(line.substring(4).split(" ", -1)))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1].replace("/tmp", temp.toString())));
        assertThat(environment).containsKeys("HOME", "XDG_CONFIG_HOME");
        environment.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temp);
        List<String> entry = new ArrayList<>(words("ENTRYPOINT"));
        entry.addAll(List.of(
                "--nodes=1", "--http-port=0", "--ajp-port=0", "--receiver-port=0", "--front-port=0", "--admin-port=0"));
        assertThat(run(words("CMD"), environment).code()).as("before").isEqualTo(69);
        Process lab = start(entry, environment);
        try {
            eventually("healthy")
                    .untilAsserted(() ->
                            assertThat(run(words("CMD"), environment).code()).isZero());
            lab.destroy();
            assertThat(lab.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(lab.exitValue()).isZero();
        } finally {
            lab.destroyForcibly();
        }
    }

    @Test
    void theJarRuns() throws Exception {
        Ended version = run("java", "-jar", "cluster-lab.jar", "--version");
        assertThat(version.code()).isZero();
        assertThat(version.text()).startsWith("cluster-lab ");
        try (ZipFile fat = new ZipFile(jar.toFile())) {
            assertThat(fat.getEntry("picocli/CommandLine.class")).isNotNull();
            assertThat(fat.stream().map(ZipEntry::getName)).noneMatch(name -> name.startsWith("picocli/codegen"));
        }
    }
}
