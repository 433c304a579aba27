package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.TesterWars;
import clusterlab.spec.BalancerSpec;
import clusterlab.wire.ApplicationJson;
import clusterlab.wire.ApplicationsJson;
import clusterlab.wire.Effect.DeployEffect;
import clusterlab.wire.Effect.UndeployEffect;
import clusterlab.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploying over the API and with the dashboard's buttons. */
class ApplicationsIT {
    @TempDir
    Path temp;

    private static HttpResponse<String> put(TesterAdmin admin, String path, Path war) throws Exception {
        return admin.bare(HttpRequest.newBuilder(admin.uri(path))
                .PUT(BodyPublishers.ofFile(war))
                .header("Authorization", "Bearer " + admin.lab().token().value()));
    }

    private static <T> T read(Class<T> type, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Wire.read(type, answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat((String) TesterAdmin.json(answer).get("detail")).startsWith(detail);
    }

    @Test
    void warOfMoreThanABodyIsDeployedOverTheApiAndRemoved() throws Exception {
        // Random letters: a WAR that does not shrink to less than other bodies may have.
        String noise = new Random(1)
                .ints(300_000, 33, 126)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        Path war = TesterWars.war(temp.resolve("big.war"), Map.of("index.html", "big", "noise.txt", noise));
        assertThat(Files.size(war)).isGreaterThan(200_000);
        try (TesterAdmin admin = TesterAdmin.boot(
                TesterAdmin.nodes(2).front(BalancerSpec.Kind.NONE).deployer(true))) {
            assertThat(read(ApplicationsJson.class, admin.get("/api/applications")))
                    .isEqualTo(new ApplicationsJson(true, List.of()));

            ApplicationJson application = new ApplicationJson(
                    "shop##2", "/shop", "2", Map.of("node1", "RUNNING", "node2", "RUNNING"), List.of());
            assertThat(read(DeployEffect.class, put(admin, "/api/applications/shop%23%232.war?node=node2", war)))
                    .isEqualTo(new DeployEffect(true, "node2", application));
            assertThat(read(ApplicationsJson.class, admin.get("/api/applications"))
                            .applications())
                    .containsExactly(application);
            URI page =
                    URI.create(admin.lab().topology().nodes().get(0).httpUrl()).resolve("/shop/noise.txt");
            assertThat(admin.bare(HttpRequest.newBuilder(page)).body()).isEqualTo(noise);

            assertProblem(put(admin, "/api/applications/shop.zip", war), 409, "shop.zip is no WAR;");
            assertProblem(put(admin, "/api/applications/..%2Fshop.war", war), 409, "\"../shop.war\" can't be the name");
            assertProblem(put(admin, "/api/applications/shop.war?node=node9", war), 404, "There is no node node9;");
            assertProblem(admin.send("PUT", "/api/applications/shop.war", "no zip"), 409, "shop.war: ");
            assertProblem(admin.send("DELETE", "/api/applications/cart", ""), 404, "No application cart was deployed;");
            try (Stream<Path> files = Files.list(admin.lab().folder().path())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("upload-"));
            }

            assertThat(read(UndeployEffect.class, admin.send("DELETE", "/api/applications/shop%23%232", "")))
                    .isEqualTo(new UndeployEffect(true, "shop##2", List.of()));
        }
    }

    @Test
    void warIsDeployedAndRemovedByButtons() throws Exception {
        Path war = TesterWars.counting(temp, "shop.war", "1");
        try (Chromium browser = Chromium.start();
                TesterAdmin admin =
                        TesterAdmin.bootWithFront(TesterAdmin.nodes(3).deployer(true))) {
            browser.login(admin);
            browser.until("#applications", panel -> panel.isDisplayed());
            browser.press("node3, UP");
            browser.one("#war").sendKeys(war.toString());
            browser.press("Deploy on node3");
            browser.until("#status", status -> status.getText().startsWith("shop.war is deployed ("));
            browser.until("#application-list li", line -> line.getText().startsWith("shop"));
            browser.until("#events li", line -> line.getText().contains("node1 received shop.war from node3"));
            assertThat(browser.find("#application-list .on.running")).hasSize(3);
            browser.screenshot("deployed-light");

            browser.one("#war").sendKeys(TesterWars.broken(temp, "broken.war").toString());
            browser.press("Deploy on node3");
            browser.until(
                    "#status", status -> status.getText().startsWith("broken failed to start on node1 node2 node3"));

            browser.press("Undeploy shop");
            browser.until("#status", status -> status.getText().startsWith("shop was removed ("));
            browser.until("#events li", line -> line.getText().contains("node2 stopped shop"));
            assertThat(admin.lab().control().applications()).hasSize(1);
            browser.assertNoComplaint();
        }
    }
}
