package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar cluster-lab.jar lint FILE}, as a user calls it. */
class LintIT {
    private static final long LIMIT_SECONDS = 120;
    private static final String SETTING_2 = "src/test/resources/cluster-xml/02-setting-2.xml";
    private static final String SOUND = "src/test/resources/lint/delta.xml";

    @TempDir
    Path temp;

    private record End(int code, String out, String err) {}

    @Test
    void theExitCodeSaysWhetherSomethingIsLost() throws Exception {
        End broken = lint(SETTING_2);
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).contains("LOSS  channelSendOptions is 8", "at 02-setting-2.xml:7");
        assertThat(broken.err()).isEmpty();
        End sound = lint(SOUND);
        assertThat(sound.code()).isZero();
        assertThat(sound.out()).contains("Nothing found.");
        assertThat(lint(SOUND, "--tomcat", "11.0.20").code())
                .as("a risk is no loss")
                .isZero();
    }

    @Test
    void jsonAndSarifAreAllThatIsOnStdoutOrInTheFile() throws Exception {
        assertThat(JSON.std.mapFrom(lint(SETTING_2, "--json").out())).containsEntry("event", "lint");
        assertThat(JSON.std.mapFrom(lint(SETTING_2, "--format", "sarif").out())).containsEntry("version", "2.1.0");
        Path file = temp.resolve("lint.sarif");
        assertThat(lint(SETTING_2, "--format", "sarif", "--output", file.toString()))
                .isEqualTo(new End(1, "", ""));
        assertThat(JSON.std.mapFrom(Files.readString(file))).containsEntry("version", "2.1.0");
    }

    @Test
    void whatIsWrongIsToldInOneSentence() throws Exception {
        refuses(64, "use text, json or sarif", SETTING_2, "--format", "yaml");
        refuses(64, "use three numbers, as in 9.0.117", SETTING_2, "--tomcat", "nine");
        refuses(64, "FILE");
        refuses(69, "there is no such file", temp.resolve("server.xml").toString());
        refuses(
                69,
                "can't be written",
                SETTING_2,
                "--output",
                temp.resolve("no/file").toString());
        Path hostile = Files.writeString(
                temp.resolve("hostile.xml"),
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Cluster clusterName='&e;'/>");
        refuses(69, "it has a DOCTYPE at line 1", hostile.toString());
    }

    private void refuses(int code, String why, String... words) throws Exception {
        End end = lint(words);
        assertThat(end.err()).startsWith("cluster-lab: ").contains(why).hasLineCount(1);
        assertThat(end.out()).isEmpty();
        assertThat(end.code()).isEqualTo(code);
    }

    private End lint(String... words) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory(temp, "tmp");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + scratch,
                "-jar",
                System.getProperty("clusterlab.jar"),
                "lint"));
        command.addAll(Arrays.asList(words));
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(scratch).as("it leaves nothing behind").isEmptyDirectory();
        return new End(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
