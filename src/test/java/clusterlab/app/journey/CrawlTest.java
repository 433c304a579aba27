package clusterlab.app.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import clusterlab.http.HttpReply;
import clusterlab.http.HttpReply.Header;
import clusterlab.http.HttpRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a crawl makes of a site's pages. */
class CrawlTest {
    private final Map<String, String> pages = new HashMap<>();
    private final List<HttpRequest> asked = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();

    private HttpReply answer(HttpRequest request, Duration patience) throws IOException {
        asked.add(request);
        limits.add(patience);
        String page = pages.getOrDefault(Target.path(request.target()), "404");
        if (page.equals("endless")) {
            throw new SocketTimeoutException("the answer did not end within 5 s");
        }
        if (page.equals("404")) {
            return new HttpReply(404, List.of(), "");
        }
        if (page.startsWith("to ")) {
            return new HttpReply(302, List.of(new Header("Location", page.substring(3))), "");
        }
        List<Header> headers = new ArrayList<>(List.of(new Header("Content-Type", "text/html")));
        boolean known =
                request.headers().stream().anyMatch(header -> header.name().equals("Cookie"));
        if (page.contains("begins") && !known) {
            headers.add(new Header("Set-Cookie", "JSESSIONID=0123456789ABCDEF.node1; Path=/"));
        }
        return new HttpReply(200, headers, page);
    }

    private Journey crawl() throws Exception {
        return Crawl.of(this::answer, "http://127.0.0.1:8080", "/", Duration.ofSeconds(30));
    }

    private static List<String> requests(Journey journey) {
        return journey.steps().stream().map(Step::request).toList();
    }

    /** As in Tomcat's examples: the shop is the last of many links, and its form is three links deep. */
    @Test
    void whatSpeaksOfSessionsIsAskedBeforeOtherPages() throws Exception {
        pages.put("/", "<a href='all'>all</a>");
        pages.put(
                "/all",
                IntStream.range(0, 40)
                                .mapToObj(i -> "<a href='page-" + (char) ('a' + i % 26) + (char) ('a' + i / 26)
                                        + "'>Execute</a>")
                                .collect(Collectors.joining())
                        + "<a href='sessions/shopping'>Execute</a>");
        pages.put(
                "/sessions/shopping",
                "begins <form action=carts><select name=item><option>tea</select>"
                        + "<input type=submit name=submit value=add><input type=submit name=submit value=remove></form>");
        pages.put("/sessions/carts", "in your cart");
        assertThat(requests(crawl()).subList(0, 4))
                .containsExactly(
                        "GET /", "GET /all", "GET /sessions/shopping", "GET /sessions/carts?item=tea&submit=add");
        assertThat(asked).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void whatIsBehindAPageWithASessionIsAskedFirstAndAgain() throws Exception {
        pages.put("/", "<a href=about>About</a><a href=help>Help</a><a href=enter>Enter</a><a href=news>News</a>");
        pages.put("/enter", "begins <a href=mine>mine</a><form method=post action=put><input name=a value=1></form>");
        pages.put("/mine", "mine");
        pages.put("/put", "put");
        for (String other : List.of("/about", "/help", "/news")) {
            pages.put(other, other);
        }
        List<String> all = requests(crawl());
        assertThat(all).containsSubsequence("GET /enter", "POST /put", "GET /mine", "GET /news");
        assertThat(all.subList(all.size() - 2, all.size())).containsExactlyInAnyOrder("GET /enter", "GET /mine");
    }

    /** A change in place shows when the page is asked again. */
    @Test
    void whatAFormChangedIsAskedAgain() throws Exception {
        pages.put(
                "/",
                "begins <form method=post action=add><input type=hidden name=item value=tea></form><a href=x>x</a>");
        pages.put("/add", "to /basket");
        pages.put("/basket", "tea");
        pages.put("/x", "x");
        List<String> all = requests(crawl());
        assertThat(all).startsWith("GET /", "POST /add", "GET /basket", "GET /x");
        assertThat(all.subList(4, all.size())).startsWith("GET /basket");
    }

    @Test
    void aLoginFormIsNotSentAndTheNoticeNamesTheRecording() throws Exception {
        pages.put(
                "/",
                "begins <form method=post action=enter><input name=user value=ann><input type=PASSWORD><button>Go</button></form>");
        Journey journey = crawl();
        assertThat(asked).allMatch(request -> request.method().equals("GET"));
        assertThat(journey.notices()).singleElement().satisfies(notice -> assertThat(notice)
                .startsWith("A form asks for a password (POST /enter)")
                .contains("cluster-lab record APP"));
    }

    @Test
    void aStreamWithoutEndIsNoStep() throws Exception {
        pages.put("/", "begins <a href=ticks>ticks</a><a href=page>page</a>");
        pages.put("/ticks", "endless");
        pages.put("/page", "page");
        Journey journey = crawl();
        assertThat(requests(journey)).contains("GET /page").doesNotContain("GET /ticks");
        assertThat(journey.notices()).containsExactly("GET /ticks is left out: the answer did not end within 5 s.");
        assertThat(limits.get(0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.subList(1, limits.size())).containsOnly(Duration.ofSeconds(5));
    }

    @Test
    void aStartPageWithoutEndIsToldByItsReason() {
        pages.put("/", "endless");
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(this::crawl)
                .withMessage("the answer did not end within 5 s");
    }

    @Test
    void anInterruptEndsItAndIsNotLeftSet() {
        Crawl.Site site = (request, patience) -> {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        };
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> Crawl.of(site, "http://127.0.0.1:8080", "/", Duration.ofSeconds(30)));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void onlyAButtonThatEndsNothingIsPressed() throws Exception {
        pages.put(
                "/",
                "<form method=post action=a><button name=do value=delete>x</button></form>"
                        + "<form method=post action=b><button name=do value=remove>Remove</button>"
                        + "<button name=do value=keep>Keep</button></form>");
        pages.put("/b", "b");
        Journey journey = crawl();
        assertThat(asked.stream().filter(one -> one.method().equals("POST")))
                .extracting(HttpRequest::target, HttpRequest::body)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/b", "do=keep"));
        assertThat(journey.notices()).singleElement().asString().startsWith("One link or form");
    }
}
