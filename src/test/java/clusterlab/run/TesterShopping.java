package clusterlab.run;

import clusterlab.RunningLab;
import clusterlab.app.journey.Har;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user who logs in to a test shop, buys two things and pays. */
final class TesterShopping {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI start;

    TesterShopping(URI start) {
        this.start = start;
    }

    /** The way through this application, recorded at a front. */
    static Har recorded(Path app) throws Exception {
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().nodes(2).webapp(app).noAdmin().contextPath("/shop"))) {
            Recorded recorded = new Recorded();
            URI front = lab.lab().balancer().orElseThrow().uri();
            lab.lab().balancer().orElseThrow().watch(recorded::add);
            new TesterShopping(front.resolve("/shop/")).buy();
            lab.lab().balancer().orElseThrow().unwatch(Duration.ofSeconds(5));
            return recorded.har();
        }
    }

    void buy() throws IOException, InterruptedException {
        String page = post("login", "name=Ann", get(""));
        page = post("add", "item=tea", page);
        page = post("add", "item=cup", page);
        get("basket");
        post("checkout", "", page);
    }

    private String get(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(start.resolve(path)).build());
    }

    private String post(String path, String fields, String page) throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(page);
        if (!token.find()) {
            throw new AssertionError("no token in " + page);
        }
        return answer(HttpRequest.newBuilder(start.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + token.group(1) + "&" + fields))
                .build());
    }

    private String answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(request + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}
