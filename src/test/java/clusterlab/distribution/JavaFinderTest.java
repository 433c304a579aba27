package clusterlab.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFinderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"17.0.15,17", "1.8.0_402,8", "25,25", "26-ea,26", "11.0.2,11"})
    void versionIsReadFromTheReleaseFile(String version, int major) throws Exception {
        Path home = TesterTomcats.java(folder.resolve("jdk"), version);
        JavaHome java = JavaFinder.find("--java", home.toString());
        assertThat(java).isEqualTo(new JavaHome(version, home));
        assertThat(java.major()).isEqualTo(major);
    }

    @Test
    void javaOfThisTestIsFound() throws SpecException {
        JavaHome java = JavaFinder.find("--java", System.getProperty("java.home"));
        assertThat(java.major()).isEqualTo(Runtime.version().feature());
    }

    @Test
    void whatIsNoJavaIsRefused() throws IOException {
        assertThat(refusal("/no/such/jdk")).contains("--java /no/such/jdk", "no such folder", "bin/java");
        assertThat(refusal("")).contains("--java ''", "no such folder");
        Path home = Files.createDirectories(folder.resolve("jdk"));
        assertThat(refusal(home.toString())).contains("no bin/java");
        TesterTomcats.java(home, "17");
        assertThat(refusal(home.resolve("bin/java").toString())).contains("no such folder");
        Files.writeString(home.resolve("release"), "OS_NAME=Linux\n");
        assertThat(refusal(home.toString())).contains("JAVA_VERSION");
        Files.delete(home.resolve("release"));
        assertThat(refusal(home.toString())).contains("release", "unknown");
    }

    private static String refusal(String text) {
        Problem problem = catchThrowableOfType(SpecException.class, () -> JavaFinder.find("--java", text))
                .problems()
                .get(0);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        return problem.message();
    }
}
