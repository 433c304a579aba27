package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebappTest {
    @TempDir
    Path dir;

    @Test
    void warIsUnpackedIntoTheRunFolderAndRemovedAtTheEnd() throws Exception {
        Path war = war("WEB-INF/", "WEB-INF/web.xml", "index.html");
        RunFolder folder = RunFolder.at(dir.resolve("run"), Preset.LAB);
        Path docBase;
        try (Webapp webapp = Webapp.of(plan(war), folder)) {
            docBase = webapp.docBase();
            assertThat(docBase).startsWith(folder.path()).isDirectory();
            assertThat(docBase.resolve("WEB-INF/web.xml")).hasContent(content("WEB-INF/web.xml"));
            assertThat(docBase.resolve("index.html")).hasContent("index.html");
            assertThat(webapp.isLive()).as("nobody edits it").isFalse();
        }
        assertThat(docBase).doesNotExist();
        assertThat(folder.path()).exists();
    }

    @Test
    void warWithAFileThatWouldLieOutsideIsRefused() throws Exception {
        Topology plan = plan(war("index.html"));
        // The check of the plan would refuse it too; the file may change afterwards.
        war("../escaped.txt");
        RunFolder folder = RunFolder.at(dir.resolve("run"), Preset.LAB);
        assertThatThrownBy(() -> Webapp.of(plan, folder))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("app.war is not a WAR")
                .hasMessageContaining("../escaped.txt");
        assertThat(folder.path().resolve("escaped.txt")).doesNotExist();
    }

    @Test
    void aLibraryThatIsNoZipStopsTheConversionWithASentence() throws Exception {
        Path app = dir.resolve("app");
        Files.createDirectories(app.resolve("WEB-INF/classes"));
        Files.createDirectories(app.resolve("WEB-INF/lib"));
        Files.writeString(app.resolve("WEB-INF/classes/Old.class"), "javax/servlet/Servlet");
        Files.writeString(app.resolve("WEB-INF/lib/broken.jar"), "no zip");
        Topology plan = plan(app);
        assertThat(plan.isConverted("node1")).isTrue();
        RunFolder folder = RunFolder.at(dir.resolve("run"), Preset.LAB);
        assertThatThrownBy(() -> Webapp.of(plan, folder))
                .isInstanceOf(BootException.class)
                .hasMessageStartingWith("The application can't be converted for jakarta.servlet (")
                .hasMessageEndingWith("or run it on Tomcat 9 (--tomcat 9.0.117).");
        try (Stream<Path> left = Files.list(folder.path())) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("jakarta-"));
        }
    }

    private Path war(String... names) throws IOException {
        Path war = dir.resolve("app.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(content(name).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return war;
    }

    private static String content(String name) {
        return name.endsWith(".xml") ? "<web-app/>" : name;
    }

    private static Topology plan(Path war) throws Exception {
        return Planner.plan(ClusterSpec.builder(Preset.LAB).webapp(war).build(), PortPolicy.assuming(Set.of()))
                .topology();
    }
}
