package clusterlab.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomcatFinderTest {
    @TempDir
    Path folder;

    private Path repository;
    private Path downloads;
    private TomcatFinder finder;

    @BeforeEach
    void nothingIsThere() {
        repository = folder.resolve("repository");
        downloads = folder.resolve("downloads");
        finder = TomcatFinder.in(repository, downloads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0.117", "10.1.59", "11.0.24", "11.1.0"})
    void versionIsFoundInTheMavenRepository(String version) throws Exception {
        Path archive = TesterTomcats.inMaven(repository, version);
        assertThat(finder.find("--tomcat", version)).isEqualTo(new TomcatHome(version, archive));
    }

    @Test
    void versionIsFoundAsZipInTheMavenRepository() throws Exception {
        Path archive =
                TesterTomcats.zip(repository.resolve("org/apache/tomcat/tomcat/9.0.117/tomcat-9.0.117.zip"), "9.0.117");
        assertThat(finder.find("--tomcat", "9.0.117").source()).isEqualTo(archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat-9.0.117.tar.gz", "apache-tomcat-9.0.117.tar.gz", "tomcat-9.0.117.zip"})
    void versionIsFoundAmongTheDownloads(String name) throws Exception {
        Path archive = Files.createDirectories(downloads).resolve(name);
        Files.writeString(archive, "");
        assertThat(finder.find("--tomcat", "9.0.117").source()).isEqualTo(archive);
    }

    @Test
    void mavenRepositoryComesFirst() throws Exception {
        Path archive = TesterTomcats.inMaven(repository, "9.0.117");
        TesterTomcats.tarGz(downloads.resolve("tomcat-9.0.117.tar.gz"), "9.0.117");
        assertThat(finder.find("--tomcat", "9.0.117").source()).isEqualTo(archive);
    }

    @Test
    void versionsAtHandAreThoseThatAreFoundOldestFirst() throws Exception {
        assertThat(finder.atHand()).isEmpty();
        assertThat(finder.atHandText())
                .isEqualTo("no Tomcat is on this machine; cluster-lab fetch tomcat VERSION gets one");
        for (String version : List.of("11.0.24", "9.0.117", "11.0.3", "8.5.100")) {
            TesterTomcats.inMaven(repository, version);
        }
        // Maven leaves such a folder when a download failed.
        Files.createDirectories(repository.resolve("org/apache/tomcat/tomcat/11.0.99"));
        TesterTomcats.zip(downloads.resolve("apache-tomcat-10.1.59.zip"), "10.1.59");
        TesterTomcats.tarGz(downloads.resolve("tomcat-11.0.24.tar.gz"), "11.0.24");
        Files.writeString(downloads.resolve("notes.txt"), "");
        assertThat(finder.atHand())
                .extracting(TomcatVersion::toString)
                .containsExactly("9.0.117", "10.1.59", "11.0.3", "11.0.24");
        assertThat(finder.range("--bisect tomcat", "9.0.118..11.0.24"))
                .extracting(TomcatHome::version)
                .containsExactly("10.1.59", "11.0.3", "11.0.24");
    }

    @Test
    void homeOfAnotherVersionIsNotTaken() throws Exception {
        Path home = TesterTomcats.home(downloads.resolve("home"), "10.1.59");
        TomcatFinder.verify(new TomcatHome("10.1.59", home));
        assertThatThrownBy(() -> TomcatFinder.verify(new TomcatHome("11.0.24", home)))
                .hasMessage(home + " holds Tomcat 10.1.59, not 11.0.24");
        assertThatThrownBy(() -> TomcatFinder.verify(new TomcatHome("11.0.24", downloads.resolve("gone"))))
                .hasMessageEndingWith("gone does not exist");
    }

    @Test
    void missingVersionIsRefusedWithTheCommandsThatGetIt() {
        Problem problem = problem("9.0.5");
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message())
                .startsWith("--tomcat 9.0.5: ")
                .contains(
                        repository.toString(),
                        downloads.toString(),
                        "cluster-lab fetch tomcat 9.0.5 ",
                        "mvn dependency:get -Dartifact=org.apache.tomcat:tomcat:9.0.5:tar.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.5.100", "10.0.27", "9.1.0", "12.0.0", "7.0.109"})
    void otherLinesAreRefused(String version) throws IOException {
        TesterTomcats.inMaven(repository, version);
        assertThat(problem(version))
                .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
                .satisfies(p -> assertThat(p.message()).contains(version, "9.0, 10.1 or 11.0"));
        Path home = TesterTomcats.home(folder.resolve("home"), version);
        assertThat(problem(home.toString()).message()).contains(version, "9.0, 10.1 or 11.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "11.0", "9.0.117.0", "11.0.0-M20"})
    void whatIsNoReleaseIsRefused(String text) {
        assertThat(problem(text).message()).contains("all three numbers");
    }

    @Test
    void homeIsIdentifiedByItsCatalinaJar() throws Exception {
        Path home = TesterTomcats.home(folder.resolve("my tomcat=1,2"), "10.1.59");
        assertThat(finder.find("--tomcat", home.toString())).isEqualTo(new TomcatHome("10.1.59", home));
    }

    @Test
    void pathBecomesAbsolute() throws Exception {
        Path home = TesterTomcats.home(folder.resolve("home"), "10.1.59");
        Path relative = Path.of("").toAbsolutePath().relativize(home);
        assertThat(finder.find("--tomcat", relative.toString()).source()).isEqualTo(home);
    }

    @Test
    void archivesAreIdentifiedByTheCatalinaJarInThem() throws Exception {
        // Their names say something else.
        Path tar = TesterTomcats.tarGz(folder.resolve("tomcat-11.0.1.tar.gz"), "10.1.59");
        Path tgz = TesterTomcats.tarGz(folder.resolve("t.tgz"), "9.0.117");
        Path zip = TesterTomcats.zip(folder.resolve("t.ZIP"), "11.0.24");
        assertThat(finder.find("--tomcat", tar.toString())).isEqualTo(new TomcatHome("10.1.59", tar));
        assertThat(finder.find("--tomcat", tgz.toString())).isEqualTo(new TomcatHome("9.0.117", tgz));
        assertThat(finder.find("--tomcat", zip.toString())).isEqualTo(new TomcatHome("11.0.24", zip));
    }

    @Test
    void whatIsNoTomcatIsRefused() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(problem(empty.toString()).message()).contains("lib/catalina.jar", "CATALINA_HOME");
        Path other = TesterTomcats.tarGz(
                folder.resolve("other.tar.gz"), Map.of("a/b/lib/catalina.jar", TesterTomcats.bytes("x")));
        assertThat(problem(other.toString()).message()).contains("lib/catalina.jar");
        Path text = Files.writeString(folder.resolve("notes.txt"), "");
        assertThat(problem(text.toString()).message()).contains("neither a tar.gz nor a zip");
        Path noJar = folder.resolve("home");
        Files.createDirectories(noJar.resolve("lib"));
        Files.writeString(noJar.resolve("lib/catalina.jar"), "not a jar");
        assertThat(problem(noJar.toString()).message()).contains("lib/catalina.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken.tar.gz", "broken.zip"})
    void damagedArchiveIsUnavailable(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "these are not the bytes of an archive");
        assertThat(problem(file.toString()))
                .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNAVAILABLE))
                .satisfies(p -> assertThat(p.message()).contains("can't be read", "intact"));
    }

    @Test
    void truncatedArchiveIsUnavailable() throws IOException {
        byte[] whole = Files.readAllBytes(TesterTomcats.tarGz(folder.resolve("whole.tar.gz"), "9.0.117"));
        Path half = folder.resolve("half.tar.gz");
        Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 3));
        assertThat(problem(half.toString()).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/tomcat", "nine"})
    void missingPathIsUnavailable(String text) {
        assertThat(problem(text))
                .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNAVAILABLE))
                .satisfies(p -> assertThat(p.message()).contains(text, "no such file or folder", "11.0.24"));
    }

    @Test
    void emptyTextIsRefused() {
        assertThat(problem("").message()).contains("--tomcat ''", "CATALINA_HOME");
        assertThat(problem(" ").message()).contains("CATALINA_HOME");
    }

    private Problem problem(String text) {
        return catchThrowableOfType(SpecException.class, () -> finder.find("--tomcat", text))
                .problems()
                .get(0);
    }
}
