package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cluster.SessionView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveWebappIT {
    private static final String UTF_8 =
            "<%@ page contentType=\"text/html; charset=UTF-8\" pageEncoding=\"UTF-8\" session=\"false\" %>";
    private static final String DISTRIBUTABLE =
            "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"><distributable/></web-app>";

    @TempDir
    Path app;

    @Test
    void anEditedPageIsThereWithTheNextRequestOnEveryNode() throws Exception {
        page("index.jsp", "first 세션");
        distributable();
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            for (String text : new String[] {"first 세션", "second ß", "third €"}) {
                page("index.jsp", text);
                for (int node = 0; node < 2; node++) {
                    assertThat(new Browser().open(lab.url(node)).body()).contains(text);
                }
            }
            page("new.jsp", "fourth");
            assertThat(new Browser().open(lab.url(0) + "new.jsp").body()).contains("fourth");
        }
    }

    @Test
    void aPageThatDoesNotCompileIsAWarningAndTheLabBoots() throws Exception {
        page("index.jsp", "fine");
        page("broken page.jsp", "<% int x = ; %>");
        distributable();
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            assertThat(lab.warnings())
                    .singleElement()
                    .asString()
                    .contains("broken page.jsp does not compile", "catalina.out");
            assertThat(new Browser().open(lab.url(1)).body()).contains("fine");
            page("broken page.jsp", "mended");
            assertThat(new Browser().open(lab.url(1) + "broken%20page.jsp").body())
                    .contains("mended");
        }
    }

    /** With a receive buffer of 8 KB it took 6 to 13 s: see Preset.channel. */
    @Test
    void aSessionOfAMegabyteIsReplicatedInAMoment() throws Exception {
        Files.writeString(
                app.resolve("index.jsp"),
                "<% session.setAttribute(\"basket\", new byte[Integer.parseInt(request.getParameter(\"bytes\"))]); %>");
        distributable();
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            Browser browser = new Browser();
            browser.open(lab.url(0) + "?bytes=1");
            long begun = System.nanoTime();
            assertThat(browser.open(lab.url(0) + "?bytes=" + (1 << 20)).status())
                    .isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            SessionView session =
                    lab.lab().cluster().sessions().find(browser.sessionId()).orElseThrow();
            assertThat(session.copies()).allSatisfy(copy -> assertThat(copy.attributes())
                    .singleElement()
                    .satisfies(basket -> assertThat(basket.bytes()).isGreaterThan(1 << 20)));
        }
    }

    @Test
    void anApplicationWithoutDistributableIsAWarningAndTheLabBoots() throws Exception {
        page("index.jsp", "alone");
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            assertThat(lab.lab().cluster().replicates()).isFalse();
            assertThat(lab.warnings()).singleElement().asString().contains("<distributable/>", "WEB-INF/web.xml");
            assertThat(new Browser().open(lab.url(1)).body()).contains("alone");
        }
    }

    @Test
    void aWarWorksUnderAContextPath() throws Exception {
        Path war = app.resolve("shop.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            entry(zip, "index.jsp", UTF_8 + "from the war, <%= request.getContextPath() %>");
            entry(zip, "WEB-INF/web.xml", DISTRIBUTABLE);
        }
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().nodes(2).webapp(war).contextPath("/shop"))) {
            assertThat(lab.url(1)).endsWith("/shop/");
            assertThat(new Browser().open(lab.url(1)).body()).contains("from the war, /shop");
            assertThat(lab.warnings()).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenIntoTheUsersFolder() throws Exception {
        page("index.jsp", "hands off");
        distributable();
        RunningLab.boot(RunningLab.spec().nodes(2).webapp(app)).close();
        try (var files = Files.walk(app)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> app.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrder("index.jsp", "WEB-INF/web.xml");
        }
    }

    private void page(String name, String text) throws IOException {
        Files.writeString(app.resolve(name), UTF_8 + text);
    }

    private void distributable() throws IOException {
        Files.createDirectories(app.resolve("WEB-INF"));
        Files.writeString(app.resolve("WEB-INF/web.xml"), DISTRIBUTABLE);
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
