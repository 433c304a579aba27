package clusterlab.app.journey;

import static clusterlab.app.journey.TesterFacts.bytes;
import static clusterlab.app.journey.TesterFacts.html;
import static clusterlab.app.journey.TesterFacts.typed;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.http.HttpReply.Header;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State is found wherever an answer shows it. */
class FactsTest {
    private final Noise noise = new Noise();

    private List<String> differences(Facts expected, Facts got) {
        return noise.differences(1, expected, got).stream()
                .map(Difference::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a href='/cart?n=%s'>cart</a> | attribute a @href",
                "<img src='/badge/%s.png' alt=badge> | attribute img @src",
                "<img src=x alt='%s items'> | attribute img @alt",
                "<div title='%s items'></div> | attribute div @title",
                "<div id=root data-state='{\"items\":%s}'></div> | attribute #root @data-state",
                "<form action='/pay/x%s/'><button>pay</button></form> | attribute form @action",
                "<input type=submit value='Pay %s items'> | attribute input @value",
                "<ul><li value=%s>tea</ul> | attribute ul > li @value",
                "<progress value=%s max=9></progress> | attribute progress @value",
                "<select name=to><option>a<option>b%s</select> | field to options",
                "<script>window.__STATE__={\"items\":%s};</script> | script head > script",
                "<p><script>var n=%s</script>x</p> | script p > script",
                "<p id=row>a</p><p id=row>%s</p><p id=row>c</p> | text #row (2)",
            })
    void aPageIsComparedByWhatItSaysAnywhere(String page, String place) {
        Facts two = html(page.formatted("2"));
        assertThat(differences(two, html(page.formatted("2")))).isEmpty();
        assertThat(differences(two, html(page.formatted("0")))).isNotEmpty().allMatch(line -> line.startsWith(place));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<button id=pay%s>pay</button> | disabled",
                "<p id=pay%s>log in</p> | hidden",
                "<details id=pay%s>tea</details> | open",
                "<input id=pay name=n%s> | readonly",
            })
    void whatCanBePressedOrSeenIsCompared(String page, String attribute) {
        assertThat(differences(html(page.formatted(" " + attribute)), html(page.formatted(""))))
                .containsExactly("attribute #pay @" + attribute + ": expected \"set\", got nothing");
    }

    /** As Tomcat's example of sessions shows an attribute; it is another one after each deserialization. */
    @Test
    void theIdentityHashOfAnObjectIsNoContent() {
        assertThat(differences(
                        html("<p>cart = sessions.DummyCart@5211d571 [Ljava.lang.String;@1a"),
                        html("<p>cart = sessions.DummyCart@7c2e8cfc [Ljava.lang.String;@22ff")))
                .isEmpty();
        assertThat(differences(html("<p>sessions.DummyCart@5211d571"), html("<p>sessions.Cart@7c2e8cfc")))
                .hasSize(1);
        assertThat(differences(html("<p>to joe.doe@cafe.example"), html("<p>to joe.doe@beef.example")))
                .hasSize(1);
        assertThat(differences(html("<p>table@7"), html("<p>table@8"))).hasSize(1);
    }

    @Test
    void whatComesLateInALongTextIsCompared() {
        String page = "<p>" + "terms ".repeat(400) + "Basket: %s</p>";
        assertThat(differences(html(page.formatted("2")), html(page.formatted("0"))))
                .hasSize(1);
        String script = "var terms='" + "terms ".repeat(40_000) + "';var n=%s;";
        assertThat(differences(
                        typed("application/javascript", script.formatted("2")),
                        typed("application/javascript", script.formatted("0"))))
                .hasSize(1);
        String lines = "line\n".repeat(2_000) + "Basket: %s";
        assertThat(differences(typed("text/plain", lines.formatted("2")), typed("text/plain", lines.formatted("0"))))
                .hasSize(1);
    }

    @Test
    void aWordOfAScriptThatDiffersAnywayHidesNoOtherWord() {
        String page = "<script>s={\"time\":%s,\"items\":%s}</script>";
        noise.learn(1, html(page.formatted("1", "2")), html(page.formatted("3", "2")));
        assertThat(differences(html(page.formatted("1", "2")), html(page.formatted("9", "2"))))
                .isEmpty();
        assertThat(differences(html(page.formatted("1", "2")), html(page.formatted("9", "0"))))
                .hasSize(1);
    }

    @Test
    void headersAndCookiesOfTheApplicationAreCompared() {
        assertThat(differences(
                        html("", new Header("X-Items", "2"), new Header("Set-Cookie", "seen=2; Path=/")),
                        html("", new Header("X-Items", "0"), new Header("Set-Cookie", "seen=0; Path=/"))))
                .containsExactly("header x-items: expected \"2\", got \"0\"", "cookie seen: expected \"2\", got \"0\"");
    }

    @Test
    void headersOfTheTransferAndTheSessionsCookieAreNot() {
        String session = TesterFacts.ID;
        assertThat(differences(
                        html(
                                "",
                                new Header("Date", "a"),
                                new Header("ETag", "a"),
                                new Header("Content-Length", "1"),
                                new Header("Server", "a"),
                                new Header("Set-Cookie", "JSESSIONID=" + session + ".node1; Path=/")),
                        html("", new Header("Date", "b"), new Header("ETag", "b"))))
                .isEmpty();
    }

    @Test
    void headersOfARedirectAreCompared() {
        Header to = new Header("Location", "/next");
        Facts two = TesterFacts.of(Answer.of(302, List.of(to, new Header("X-Items", "2")), ""), "a", "a");
        Facts none = TesterFacts.of(Answer.of(302, List.of(to, new Header("X-Items", "0")), ""), "a", "a");
        assertThat(differences(two, none)).containsExactly("header x-items: expected \"2\", got \"0\"");
    }

    @Test
    void bodiesThatAreNoTextAreComparedByteForByte() {
        byte[] one = {(byte) 0x89, 'P', 'N', 'G', (byte) 0xfe};
        byte[] other = {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff};
        assertThat(differences(bytes("image/png", one), bytes("image/png", one.clone())))
                .isEmpty();
        assertThat(differences(bytes("image/png", one), bytes("image/png", other)))
                .singleElement()
                .asString()
                .startsWith("body: expected \"5 bytes, digest ");
        noise.learn(1, bytes("image/png", one), bytes("image/png", other));
        assertThat(differences(bytes("image/png", one), bytes("image/png", new byte[] {1, 2})))
                .isEmpty();
    }

    @Test
    void secretsAreComparedAndNotShown() {
        String page = "<form><input type=hidden name=csrf value=%s></form><meta name=csrf content=%s>";
        Facts one = html(page.formatted("opensesame", "opensesame"), new Header("X-CSRF-Token", "opensesame"));
        Facts other = html(page.formatted("shibboleth", "shibboleth"), new Header("X-CSRF-Token", "shibboleth"));
        assertThat(noise.differences(1, one, other))
                .extracting(difference -> difference.place().kind())
                .containsExactly(Kind.FIELD, Kind.ATTRIBUTE, Kind.HEADER);
        assertThat(differences(one, other).toString()).doesNotContain("opensesame", "shibboleth");
    }

    @Test
    void aPageOfMorePlacesThanAreComparedSaysSo() {
        assertThat(html("<p>x</p>".repeat(4_000)).isCut()).isFalse();
        assertThat(html("<p>x</p>".repeat(6_000)).isCut()).isTrue();
        assertThat(html("<a href=x>x</a>".repeat(6_000)).isCut()).isTrue();
    }

    @Test
    @Timeout(20)
    void aPageNestedHoweverDeepIsRead() {
        String inline = "<b><i>".repeat(100_000);
        assertThat(html(inline + "x").isCut()).isFalse();
        assertThat(differences(html(inline + "x"), html(inline + "y"))).hasSize(1);
        String blocks = "<div title=t>".repeat(100_000);
        assertThat(html(blocks + "x").of(Kind.TITLE)).contains("Shop");
    }

    @Test
    void onlyTimesNearNowAreAClock() {
        assertThat(clock("Page of 14:03", "Page of 14:04")).isTrue();
        assertThat(clock("Page of 11:59 AM.", "Page of 12:01 PM.")).isTrue();
        assertThat(clock("at 2001-01-01", "at 2001-01-02")).isFalse();
        assertThat(clock("2 items at 14:03", "0 items at 14:04")).isFalse();
        assertThat(clock("Opens 09:00", "Opens 13:30")).isFalse();
        assertThat(clock("order 1000000001", "order 1000000002")).isFalse();
        long now = System.currentTimeMillis();
        assertThat(clock("t=" + now, "t=" + (now + 999))).isFalse();
        assertThat(clock("at " + now, "at " + (now + Duration.ofSeconds(9).toMillis())))
                .isTrue();
        assertThat(clock("14:03", "")).isFalse();
    }

    private static boolean clock(String before, String after) {
        return new Difference(new Facts.Place(Kind.TEXT, "p"), before, after).isClock();
    }
}
