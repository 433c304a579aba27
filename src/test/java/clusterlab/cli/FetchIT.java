package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code cluster-lab fetch tomcat} as a process, with a script in place of Maven. */
@DisabledOnOs(OS.WINDOWS)
class FetchIT {
    @TempDir
    Path folder;

    @Test
    void fetchesThroughTheMavenOfThePathAndFindsItAfterwards() throws Exception {
        Path archive = folder.resolve("repository/org/apache/tomcat/tomcat/9.0.117/tomcat-9.0.117.tar.gz");
        maven("mkdir -p '" + archive.getParent() + "'; echo x > '" + archive + "'");
        assertThat(run("fetch", "tomcat", "9.0.117")).isZero();
        assertThat(out()).contains("Tomcat 9.0.117 is now at " + archive);
        assertThat(err()).contains("Running mvn -B -q dependency:get", "10 minutes");

        maven("exit 1");
        assertThat(run("fetch", "tomcat", "9.0.117", "--json")).isZero();
        assertThat(out())
                .isEqualToIgnoringNewLines(
                        "{\"event\":\"fetched\",\"version\":\"9.0.117\",\"file\":\"" + archive + "\"}");
        assertThat(err()).isEmpty();
    }

    @Test
    void failureIsASentenceAnd69() throws Exception {
        maven("echo '[ERROR] nobody has it'; exit 1");
        assertThat(run("fetch", "tomcat", "9.0.117")).isEqualTo(69);
        assertThat(err()).contains("cluster-lab: fetch tomcat 9.0.117: ", "nobody has it");
        assertThat(out()).isEmpty();
    }

    @Test
    void missingMavenIsASentenceAnd69() throws Exception {
        assertThat(run("fetch", "tomcat", "9.0.117")).isEqualTo(69);
        assertThat(err().lines()).singleElement().asString().contains("install Maven", "mvn -B -q dependency:get");
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "-cp",
                System.getProperty("java.class.path"),
                "clusterlab.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_HOME"));
        builder.environment().put("PATH", folder.resolve("bin").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void maven(String script) throws IOException {
        Path program = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(program, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }
}
