package clusterlab.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.TomcatVersion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs a script in place of Maven. */
@DisabledOnOs(OS.WINDOWS)
class MavenCommandTest {
    private static final TomcatVersion VERSION = new TomcatVersion(9, 0, 117);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path repository;
    private TomcatFinder tomcats;

    @BeforeEach
    void nothingIsThere() {
        repository = folder.resolve("repository");
        tomcats = TomcatFinder.in(repository, folder.resolve("downloads"));
    }

    @Test
    void mavenOnThePathComesBeforeMavenHome() throws IOException {
        MavenCommand onPath = maven("one", "");
        MavenCommand atHome = maven("home/bin", "");
        String path = folder.resolve("none") + File.pathSeparator + File.pathSeparator + folder.resolve("one");
        String home = folder.resolve("home").toString();
        assertThat(find(Map.of("PATH", path, "MAVEN_HOME", home))).contains(onPath);
        assertThat(find(Map.of("PATH", folder.resolve("none").toString(), "MAVEN_HOME", home)))
                .contains(atHome);
        assertThat(find(Map.of("PATH", folder.toString()))).isEmpty();
        assertThat(find(Map.of())).isEmpty();
    }

    @Test
    void onWindowsItHasAnotherName() throws IOException {
        Path program = maven("one", "").program();
        Path cmd = program.resolveSibling("mvn.cmd");
        Files.move(program, cmd);
        assertThat(MavenCommand.find(Map.of("PATH", folder.resolve("one").toString())::get, "Windows 11"))
                .contains(new MavenCommand(cmd));
    }

    @Test
    void fetchedTomcatIsWhereVersionsAreLookedFor() throws Exception {
        Path archive = repository.resolve("org/apache/tomcat/tomcat/9.0.117/tomcat-9.0.117.tar.gz");
        Path arguments = folder.resolve("arguments");
        MavenCommand maven = maven(
                "bin",
                "echo \"$@\" > '" + arguments + "'; mkdir -p '" + archive.getParent() + "'; echo x > '" + archive
                        + "'");
        assertThat(maven.fetch(VERSION, tomcats, LIMIT)).isEqualTo(archive);
        assertThat(arguments)
                .hasContent("-B -q dependency:get -Dartifact=org.apache.tomcat:tomcat:9.0.117:tar.gz"
                        + " -Dmaven.repo.local=" + repository);
    }

    @Test
    void failureOfMavenIsToldByItsFirstError() throws IOException {
        MavenCommand maven =
                maven("bin", "echo '[WARNING] w'; echo '[ERROR] no such artifact'; echo '[ERROR] x'; exit 1");
        assertThatThrownBy(() -> maven.fetch(VERSION, tomcats, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("Tomcat 9.0.117", "no such artifact", "check");
        MavenCommand silent = maven("bin", "exit 1");
        assertThatThrownBy(() -> silent.fetch(VERSION, tomcats, LIMIT)).hasMessageContaining("it said nothing");
    }

    @Test
    void successWithoutAFileIsNone() throws IOException {
        MavenCommand maven = maven("bin", "exit 0");
        assertThatThrownBy(() -> maven.fetch(VERSION, tomcats, LIMIT)).hasMessageContaining("is not in the local");
    }

    @Test
    void slowMavenIsEndedWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        MavenCommand maven =
                maven("bin", "sleep 600 & echo $! > '" + pid + ".new'; mv '" + pid + ".new' '" + pid + "'; wait");
        assertThatThrownBy(() -> maven.fetch(VERSION, tomcats, Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("2 s", "ended");
        long child = Long.parseLong(Files.readString(pid).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void programThatCannotBeStartedIsTold() throws IOException {
        MavenCommand maven = new MavenCommand(Files.writeString(folder.resolve("mvn"), "x"));
        assertThatThrownBy(() -> maven.fetch(VERSION, tomcats, LIMIT)).hasMessageContaining("can't be started");
    }

    private static Optional<MavenCommand> find(Map<String, String> environment) {
        return MavenCommand.find(environment::get, "Linux");
    }

    private MavenCommand maven(String where, String script) throws IOException {
        Path program = Files.createDirectories(folder.resolve(where)).resolve("mvn");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new MavenCommand(program);
    }
}
