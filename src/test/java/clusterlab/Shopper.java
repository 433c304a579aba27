package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer of one of the shops of {@code clusterlab.testing.TestApps}; its cookie goes to whatever node it asks. */
final class Shopper {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private String token = "";

    /** Logs in at the shop of this start page. */
    void logIn(String shop) throws IOException, InterruptedException {
        Matcher found = TOKEN.matcher(send(HttpRequest.newBuilder(URI.create(shop))));
        assertThat(found.find()).isTrue();
        token = found.group(1);
        assertThat(post(shop + "login", "name=Ann")).contains("Hello Ann");
    }

    /** Returns the page after an item was added. */
    String add(String shop, String item) throws IOException, InterruptedException {
        return post(shop + "add", "item=" + item);
    }

    String basket(String shop) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(shop + "basket")));
    }

    private String post(String url, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form + "&csrf=" + token)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
