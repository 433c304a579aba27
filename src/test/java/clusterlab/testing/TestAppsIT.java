package clusterlab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** On one node a planted mistake shows only where Tomcat refuses the attribute. */
class TestAppsIT {
    static final List<String> JAKARTA =
            TestApps.all().stream().filter(name -> !TestApps.isJavax(name)).toList();

    private static final Set<String> REFUSED = Set.of("not-serializable", "cdi-bean");

    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private URI start = URI.create("http://127.0.0.1/");

    /** Whether the mistake shows on another node, and how; those that are not here are risks that need a crash or time. */
    private static final Map<String, String> LOST = Map.ofEntries(
            Map.entry("in-place", "Items: 0<"),
            Map.entry("nested-field", "Items: 0<"),
            Map.entry("not-distributable", "Welcome to the shop"),
            Map.entry("fragment-veto", "Welcome to the shop"),
            Map.entry("unreadable", "Welcome to the shop"),
            Map.entry("listener", "Points: 20<"),
            Map.entry("transient-field", "HTTP Status 500"),
            Map.entry("static-state", "Items: 0<"),
            Map.entry("context-map", "Items: 0<"),
            Map.entry("spring-bean", "Welcome to the shop"),
            Map.entry("spring-boot", "Items: 0<"));

    @ParameterizedTest
    @FieldSource("JAKARTA")
    void onAnotherNodeOnlyTheBrokenTwinLacksSomething(String name) throws Exception {
        for (Twin twin : Twin.values()) {
            try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(TestApps.war(name, twin)))) {
                start = URI.create(lab.url(0));
                if (twin == Twin.BROKEN && REFUSED.contains(name)) {
                    isRefused();
                    continue;
                }
                String token = fillsTheBasket();
                start = URI.create(lab.url(1));
                String expected = twin == Twin.BROKEN ? LOST.getOrDefault(name, "Items: 2<") : "Items: 2<";
                assertThat(get("basket").body()).as(name + " " + twin).contains(expected);
                if (twin == Twin.MENDED) {
                    assertThat(post("checkout", "csrf=" + token).body()).contains("Items ordered: 2<");
                    assertThat(get("basket").body()).contains("Items: 0<");
                }
            }
        }
    }

    /** On one node a planted mistake does not show; returns the token. */
    private String fillsTheBasket() throws IOException, InterruptedException {
        HttpResponse<String> login = get("");
        String token = token(login);
        assertThat(login.body()).contains("<h1>Welcome to the shop</h1>");
        assertThat(post("login", "name=Ann&csrf=wrong").statusCode()).isEqualTo(403);
        assertThat(post("login", "name=Ann&csrf=" + token).body()).contains("<h1>Hello Ann</h1>");
        assertThat(post("add", "item=tea&csrf=" + token).body()).contains("Items: 1<", "<li>tea</li>");
        assertThat(post("add", "item=cup&csrf=" + token).body()).contains("Items: 2<", "<li>cup</li>");
        assertThat(get("basket").body()).contains("<h1>Basket of Ann</h1>", "Items: 2<");
        return token;
    }

    /** StandardSession.setAttribute checks it in an application with distributable. */
    private void isRefused() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("");
        if (answer.statusCode() == 200) {
            answer = post("login", "name=Ann&csrf=" + token(answer));
        }
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Non-serializable attribute");
    }

    private static String token(HttpResponse<String> page) {
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(start.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(start.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
