package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of docs/upstream, which assert what Tomcat ought to do. Those with the tag "defect" have to fail, the others
 * have to pass. If one with the tag passes, this Tomcat has mended the defect: remove the tag and correct docs/findings.md.
 */
class UpstreamIT {
    private static final Path SOURCES = Path.of("docs", "upstream");
    private static final TestTag DEFECT = TestTag.create("defect");

    @Test
    void tomcatHasExactlyTheDefectsOfTheFindings() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> seen = new TreeMap<>();
        LauncherDiscoveryRequest upstream = request().selectors(testClasses()).build();
        LauncherFactory.create().execute(upstream, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    String name = test.getUniqueId();
                    expected.put(name, test.getTags().contains(DEFECT) ? "fails" : "passes");
                    seen.put(name, outcome(result));
                }
            }
        });

        assertThat(expected).isNotEmpty();
        assertThat(seen).isEqualTo(expected);
    }

    /** All of docs/upstream. A search of the package would load a thousand classes of Tomcat. */
    private static List<ClassSelector> testClasses() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            return sources.map(source -> SOURCES.relativize(source).toString())
                    .filter(name -> name.matches("(.*/)?Test[A-Z]\\w*\\.java"))
                    .map(name -> name.replaceAll("\\.java$", "").replace('/', '.'))
                    .map(DiscoverySelectors::selectClass)
                    .toList();
        }
    }

    /** Only an assertion's failure is a defect; any other says that the test could not show it. */
    private static String outcome(TestExecutionResult result) {
        return result.getThrowable()
                .map(thrown -> thrown instanceof AssertionError ? "fails" : thrown.toString())
                .orElse("passes");
    }
}
