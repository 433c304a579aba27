package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the users of an application can put into their sessions reaches the teacher's browser as text only. */
class HostileSessionIT {
    @TempDir
    private Path folder;

    /** A servlet that puts what it is told into the session. */
    private Path attributeSetter() throws Exception {
        Files.createDirectories(folder.resolve("WEB-INF"));
        Files.writeString(
                folder.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"><distributable/></web-app>");
        String servlet = TesterServlet.class.getName().replace('.', '/') + ".class";
        Path target = folder.resolve("WEB-INF/classes").resolve(servlet);
        Files.createDirectories(target.getParent());
        try (InputStream in = TesterServlet.class.getResourceAsStream("/" + servlet)) {
            Files.copy(in, target);
        }
        return folder;
    }

    @Test
    void markupInASessionIsShownAsText() throws Exception {
        String evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        try (Chromium browser = Chromium.start();
                TesterAdmin admin = TesterAdmin.boot(TesterAdmin.nodes(2).webapp(attributeSetter()))) {
            browser.login(admin);
            String session = admin.count(0, "");
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(admin.lab().topology().nodes().get(0).httpUrl() + "?name="
                                    + URLEncoder.encode("<b onmouseover=alert(1)>", StandardCharsets.UTF_8) + "&value="
                                    + URLEncoder.encode(evil, StandardCharsets.UTF_8)))
                    .header("Cookie", "JSESSIONID=" + session);
            assertThat(admin.bare(request).statusCode()).isEqualTo(200);

            browser.until("#sessions .row .id", cell -> {
                cell.click();
                return true;
            });
            browser.until(
                    "#detail-copies",
                    table -> table.getText().contains("<img src=x onerror=\"document.title='owned'\">")
                            && table.getText().contains("<b onmouseover=alert(1)>"));
            assertThat(browser.find("#detail img, #detail script, #detail b, #sessions img"))
                    .isEmpty();
            assertThat(browser.driver().getTitle()).isEqualTo("cluster-lab");
            browser.screenshot("detail-light");
            browser.press("Close");
            browser.assertNoComplaint();
        }
    }
}
