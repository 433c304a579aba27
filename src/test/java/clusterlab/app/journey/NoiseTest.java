package clusterlab.app.journey;

import static clusterlab.app.journey.TesterFacts.ID;
import static clusterlab.app.journey.TesterFacts.html;
import static clusterlab.app.journey.TesterFacts.json;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.http.HttpReply.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What differs without a fault is not a finding; all else is. */
class NoiseTest {
    private final Noise noise = new Noise();

    private static Facts facts(Answer answer, String before, String after) {
        return TesterFacts.of(answer, before, after);
    }

    private List<String> differences(Facts expected, Facts got) {
        return noise.differences(1, expected, got).stream()
                .map(Difference::toString)
                .toList();
    }

    @Test
    void equalPagesDoNotDiffer() {
        assertThat(differences(html("<p>2 items</p>"), html("<p>2 items</p>"))).isEmpty();
    }

    @Test
    void nodesAndTheClientsOwnSessionIdAreNoDifference() {
        Answer one = Answer.of(
                200, List.of(new Header("Content-Type", "text/html")), "<p>node1 " + ID + ".node1 my-node1</p>");
        Answer two = Answer.of(
                200, List.of(new Header("Content-Type", "text/html")), "<p>node2 " + ID + ".node2 my-node1</p>");
        assertThat(differences(facts(one, ID + ".node1", ID + ".node1"), facts(two, ID + ".node1", ID + ".node2")))
                .isEmpty();
    }

    /** A time beside a number that matters: only the time is noise. */
    @Test
    void wordThatDiffersAnywayHidesNoOtherWord() {
        noise.learn(1, html("<p>2 items at 14:03:07</p>"), html("<p>2 items at 14:03:09</p>"));
        assertThat(differences(html("<p>2 items at 14:03:07</p>"), html("<p>2 items at 15:11:44</p>")))
                .isEmpty();
        assertThat(differences(html("<p>2 items at 14:03:07</p>"), html("<p>0 items at 15:11:44</p>")))
                .containsExactly("text p: expected \"2 items at 14:03:07\", got \"0 items at 15:11:44\"");
    }

    @Test
    void noValueInPlaceOfOneThatDiffersAnywayIsADifference() {
        noise.learn(1, html("<p>Order 4f1a</p>"), html("<p>Order 77b2</p>"));
        assertThat(differences(html("<p>Order 4f1a</p>"), html("<p>Order c0de</p>")))
                .isEmpty();
        assertThat(differences(html("<p>Order 4f1a</p>"), html("<p>Order null</p>")))
                .containsExactly("text p: expected \"Order 4f1a\", got \"Order null\"");
        noise.learn(2, json("{\"last\":\"a1\"}"), json("{\"last\":null}"));
        assertThat(noise.differences(2, json("{\"last\":\"a1\"}"), json("{\"last\":null}")))
                .isEmpty();
    }

    @Test
    void aListThatGrowsAnywayIsNoise() {
        noise.learn(1, html("<ul><li>a</ul>"), html("<ul><li>a<li>b</ul>"));
        assertThat(differences(html("<ul><li>a</ul>"), html("<ul><li>a<li>b<li>c</ul>")))
                .isEmpty();
    }

    /** News of any number beside a basket: the basket's rows are compared. */
    @Test
    void aListOfRandomLengthHidesNoListBesideIt() {
        String page = "<div>Head</div><div><h2>News</h2><ul>%s</ul></div><div><h2>Basket</h2><ul>%s</ul></div>";
        Facts one = html(page.formatted("<li>news<li>news", "<li>tea<li>cup"));
        noise.learn(1, one, html(page.formatted("<li>news<li>news<li>news", "<li>tea<li>cup")));
        assertThat(differences(one, html(page.formatted("<li>news", "<li>tea<li>cup"))))
                .isEmpty();
        assertThat(differences(one, html(page.formatted("<li>news<li>news", "<li>tea"))))
                .containsExactly("text div[3] > ul > li[2]: expected \"cup\", got nothing");
    }

    /** Adverts of any number between equal rows of a basket: none of the rows is noise by its text, their number tells. */
    @Test
    void aListThatIsShorterThanInManyWalksIsADifference() {
        Facts one = html("<ul><li>ad<li>tea<li>tea<li>tea</ul>");
        for (int walk = 0; walk < 11; walk++) {
            noise.learn(1, one, html("<ul>" + "<li>ad".repeat(walk % 3) + "<li>tea".repeat(3) + "</ul>"));
        }
        assertThat(differences(one, html("<ul><li>tea<li>tea<li>tea</ul>"))).isEmpty();
        assertThat(differences(one, html("<ul><li>ad<li>tea</ul>")))
                .containsExactly("text ul > li[*]: expected \"3 or more\", got \"2 only\"");
    }

    /** As of a basket whose rows are fields of an object, each under an id that is drawn anew. */
    @Test
    void anObjectWhoseFieldsHaveRandomNamesIsComparedByTheirNumber() {
        Facts one = json("{\"items\":{\"a1\":{\"n\":\"tea\"},\"b2\":{\"n\":\"cup\"}}}");
        noise.learn(1, one, json("{\"items\":{\"c3\":{\"n\":\"tea\"},\"d4\":{\"n\":\"cup\"}}}"));
        assertThat(differences(one, json("{\"items\":{\"e5\":{\"n\":\"tea\"},\"f6\":{\"n\":\"cup\"}}}")))
                .noneMatch(line -> line.startsWith("JSON field /items/(fields)"));
        assertThat(differences(one, json("{\"items\":{}}")))
                .contains("JSON field /items/(fields): expected \"2\", got \"0\"");
    }

    @Test
    void aListOfRandomLengthInJsonHidesNoFieldBesideIt() {
        Facts one = json("{\"all\":[{\"news\":[1,2],\"basket\":[\"tea\"]}]}");
        noise.learn(1, one, json("{\"all\":[{\"news\":[1],\"basket\":[\"tea\"]}]}"));
        assertThat(differences(one, json("{\"all\":[{\"news\":[1,7,8],\"basket\":[]}]}")))
                .containsExactly("JSON field /all/0/basket/0: expected \"tea\", got nothing");
    }

    @Test
    void onlyARowThatWasThereEachTimeHasToBeThereStill() {
        Facts one = json("{\"news\":[1,2]}");
        noise.learn(1, one, json("{\"news\":[1]}"));
        assertThat(differences(one, json("{\"news\":[7,1,8,9]}"))).isEmpty();
        assertThat(differences(one, json("{\"news\":[7,8,9]}")))
                .containsExactly("JSON field /news/0: expected \"1\", got nothing");
    }

    @Test
    void aListThatIsEmptyAtTimesHidesNoListBesideIt() {
        noise.learn(1, html("<ul><li>news</ul><ul><li>tea</ul>"), html("<ul></ul><ul><li>tea</ul>"));
        assertThat(differences(html("<ul></ul><ul><li>tea</ul>"), html("<ul><li>news<li>more</ul><ul></ul>")))
                .containsExactly("text ul[2] > li: expected \"tea\", got nothing");
    }

    @Test
    void rowsWithNumberedIdsAreOneList() {
        noise.learn(1, html("<p id=hit1>a</p>"), html("<p id=hit1>a</p><p id=hit2>b</p>"));
        assertThat(differences(
                        html("<p id=hit1>a</p><p id=note>n</p>"),
                        html("<p id=hit1>a</p><p id=hit2>b</p><p id=hit3>c</p>")))
                .containsExactly("text #note: expected \"n\", got nothing");
    }

    @Test
    void aListThatShrinksWithTheFaultOnlyIsFound() {
        assertThat(differences(html("<ul id=basket><li>tea<li>cup</ul>"), html("<ul id=basket></ul>")))
                .containsExactly(
                        "text #basket > li: expected \"tea\", got nothing",
                        "text #basket > li[2]: expected \"cup\", got nothing");
    }

    @Test
    void fieldsOfFormsAreCompared() {
        String form = "<form id=f><input name=amount value=%s><input type=checkbox name=gift%s></form>";
        assertThat(differences(html(form.formatted("2", " checked")), html(form.formatted("1", ""))))
                .containsExactly(
                        "field f amount: expected \"2\", got \"1\"",
                        "field f gift: expected \"on, checked\", got \"on, not checked\"");
    }

    @Test
    void secretsInFieldsAreNotShown() {
        assertThat(
                        html("<form><input type=password name=p value=hunter2><input type=hidden name=csrf value=opensesame></form>")
                                .values()
                                .toString())
                .doesNotContain("hunter2", "opensesame");
    }

    @Test
    void jsonIsComparedByField() {
        noise.learn(1, json("{\"time\":1,\"cart\":[{\"n\":2}]}"), json("{\"time\":2,\"cart\":[{\"n\":2}]}"));
        assertThat(differences(json("{\"time\":1,\"cart\":[{\"n\":2}]}"), json("{\"cart\":[{\"n\":1}],\"time\":9}")))
                .containsExactly("JSON field /cart/0/n: expected \"2\", got \"1\"");
    }

    @Test
    void redirectToTheLoginPageIsALostSession() {
        Facts expected =
                facts(Answer.of(302, List.of(new Header("Location", "/done?order=17")), ""), "a.node1", "a.node1");
        Facts same = facts(
                Answer.of(
                        302,
                        List.of(new Header("Location", "http://127.0.0.1:8080/done;jsessionid=a.node2?order=18")),
                        ""),
                "a.node1",
                "a.node2");
        Facts login = facts(Answer.of(302, List.of(new Header("Location", "/login")), ""), "a.node1", "b.node2");
        assertThat(differences(expected, same)).isEmpty();
        assertThat(noise.differences(1, expected, login))
                .extracting(Difference::meaning)
                .containsExactly(
                        "sent to the login page: the session was lost", "a new session began: the old one was lost");
    }

    /** An error page is another page: what it says is no list of differences. */
    @Test
    void anErrorIsOneFinding() {
        Answer error = Answer.of(500, List.of(new Header("Content-Type", "text/html")), "<title>Error</title><p>a<p>b");
        assertThat(noise.differences(1, html("<p>fine"), facts(error, ID + ".node1", ID + ".node1")))
                .extracting(one -> one.place().kind())
                .containsExactly(Kind.STATUS, Kind.TITLE);
        assertThat(noise.differences(1, html("<p>fine"), facts(Answer.none("refused"), "a", "a")))
                .extracting(one -> one.place().kind())
                .containsExactly(Kind.ANSWER);
    }

    @Test
    void aStatusThatVariesIsKnown() {
        noise.learn(1, html(""), facts(Answer.of(404, List.of(), ""), "a", "a"));
        assertThat(noise.has(1, Kind.STATUS)).isTrue();
        assertThat(noise.has(2, Kind.STATUS)).isFalse();
    }

    /** A list of random length must not hide the basket beside it. */
    @Test
    void aListOfAnotherLengthIsNoNoiseForItsNeighbours() {
        noise.learn(
                1,
                html("<div><ul><li>a<li>b</ul></div><div><ul><li>tea</ul></div>"),
                html("<div><ul><li>a</ul></div><div><ul><li>tea</ul></div>"));
        assertThat(differences(
                        html("<div><ul><li>a</ul></div><div><ul><li>tea</ul></div>"),
                        html("<div><ul><li>c</ul></div><div><ul><li>cup</ul></div>")))
                .containsExactly("text div[2] > ul > li: expected \"tea\", got \"cup\"");
        noise.learn(2, json("{\"seen\":[1,2],\"basket\":[{\"n\":5}]}"), json("{\"seen\":[1],\"basket\":[{\"n\":5}]}"));
        assertThat(noise.differences(
                        2,
                        json("{\"seen\":[1],\"basket\":[{\"n\":5}]}"),
                        json("{\"seen\":[1,2,3],\"basket\":[{\"n\":0}]}")))
                .extracting(Difference::toString)
                .containsExactly("JSON field /basket/0/n: expected \"5\", got \"0\"");
    }

    /** Texts that come and go shift the others; those that were there each time still have to be somewhere. */
    @Test
    void whatWasThereEachTimeMayMoveButNotGo() {
        Facts first = html("<div>Sale today</div><div>Items: 2</div>");
        noise.learn(1, first, html("<div>Items: 2</div>"));
        noise.learn(1, first, html("<div>Sale today</div><div>News</div><div>Items: 2</div>"));
        assertThat(differences(first, html("<div>News</div><div>Items: 2</div>")))
                .isEmpty();
        assertThat(differences(first, html("<div>News</div><div>Items: 0</div>")))
                .containsExactly("text div[2]: expected \"Items: 2\", got nothing");
    }

    @Test
    void scriptsAttributesHeadersAndCookiesAreCompared() {
        assertThat(differences(
                        html("<script>var cart = {\"n\":2};</script><a href='/item/7' data-n=2>x</a>"),
                        html("<script>var cart = {\"n\":0};</script><a href='/item/8' data-n=0>x</a>")))
                .containsExactly(
                        "attribute a @href: expected \"/item/7\", got \"/item/8\"",
                        "attribute a @data-n: expected \"2\", got \"0\"",
                        "script head > script: expected \"var cart = {\"n\":2};\", got \"var cart = {\"n\":0};\"");
        assertThat(differences(
                        facts(Answer.of(200, List.of(new Header("X-Cart", "2"), new Header("Date", "a")), ""), ID, ID),
                        facts(
                                Answer.of(
                                        200,
                                        List.of(
                                                new Header("X-Cart", "0"),
                                                new Header("Date", "b"),
                                                new Header("Set-Cookie", "JSESSIONID=" + ID + ".node2; Path=/"),
                                                new Header("Set-Cookie", "cart=0; Path=/")),
                                        ""),
                                ID,
                                ID)))
                .containsExactly(
                        "header x-cart: expected \"2\", got \"0\"", "cookie cart: expected nothing, got \"0\"");
    }

    /** Of a script, what is noise is a word between marks, not the line. */
    @Test
    void aTokenInAScriptHidesNothingElse() {
        noise.learn(1, html("<script>x={t:'aaaa',n:2}</script>"), html("<script>x={t:'bbbb',n:2}</script>"));
        assertThat(differences(html("<script>x={t:'aaaa',n:2}</script>"), html("<script>x={t:'cccc',n:2}</script>")))
                .isEmpty();
        assertThat(differences(html("<script>x={t:'aaaa',n:2}</script>"), html("<script>x={t:'cccc',n:0}</script>")))
                .hasSize(1);
    }

    @Test
    void bodiesThatAreNoTextAndLongTextsAreComparedToTheirEnd() {
        Header png = new Header("Content-Type", "image/png");
        assertThat(differences(
                        facts(Answer.of(200, List.of(png), "abc"), ID, ID),
                        facts(Answer.of(200, List.of(png), "abd"), ID, ID)))
                .singleElement()
                .satisfies(one -> assertThat(one).startsWith("body: expected \"3 bytes, digest "));
        String much = "word ".repeat(30_000);
        assertThat(differences(html("<p>" + much + "two</p>"), html("<p>" + much + "one</p>")))
                .hasSize(1);
        Difference shown = noise.differences(1, html("<p>" + much + "two</p>"), html("<p>two</p>"))
                .get(0)
                .excerpt();
        assertThat(shown.expected()).hasSizeLessThan(500);
    }

    @Test
    void deeplyNestedElementsAreReadInLinearTime() {
        assertThat(differences(html("<b>".repeat(100_000) + "tea"), html("<b>".repeat(100_000) + "cup")))
                .hasSize(1);
    }

    /** Each walk has another token, and within a walk it is the same: if it changes after the fault, the session was lost. */
    @Test
    void aTokenThatIsTheSameWithinEachWalkMustNotChange() {
        Carried carried = new Carried(noise);
        List<Facts> one = List.of(html("<p>Order A1B2C3</p>"), html("<p>Yours: A1B2C3</p>"));
        List<Facts> two = List.of(html("<p>Order D4E5F6</p>"), html("<p>Yours: D4E5F6</p>"));
        for (int step = 1; step <= 2; step++) {
            noise.learn(step, one.get(step - 1), two.get(step - 1));
        }
        carried.learn(1, "node1", one);
        carried.learn(1, "node1", two);
        List<Facts> kept = List.of(html("<p>Order 000111</p>"), html("<p>Yours: 000111</p>"));
        List<Facts> lost = List.of(html("<p>Order 000111</p>"), html("<p>Yours: 999888</p>"));
        assertThat(carried.broken(kept, 1, 2)).isEmpty();
        assertThat(carried.broken(lost, 1, 2))
                .extracting(Difference::toString)
                .containsExactly("text p: expected \"000111\", got \"999888\"");
    }

    /** As an id of each request. */
    @Test
    void aValueThatChangesWithinAWalkAnywayMayChange() {
        Carried carried = new Carried(noise);
        List<Facts> one = List.of(html("<p>Order A1B2C3</p>"), html("<p>Yours: A1B2C3</p>"));
        List<Facts> two = List.of(html("<p>Order D4E5F6</p>"), html("<p>Yours: 777777</p>"));
        for (int step = 1; step <= 2; step++) {
            noise.learn(step, one.get(step - 1), two.get(step - 1));
        }
        carried.learn(1, "node1", one);
        carried.learn(1, "node1", two);
        assertThat(carried.broken(List.of(html("<p>Order 000111</p>"), html("<p>Yours: 999888</p>")), 1, 2))
                .isEmpty();
    }

    @Test
    void clocksAreKnown() {
        assertThat(noise.differences(1, html("<p>It is 12:03 now</p>"), html("<p>It is 12:04 now</p>")))
                .singleElement()
                .matches(Difference::isClock);
        assertThat(noise.differences(1, html("<p>At 12:03 2 items</p>"), html("<p>At 12:04 0 items</p>")))
                .singleElement()
                .matches(difference -> !difference.isClock());
    }

    @Test
    void theSessionInAnAddressIsNoDifference() {
        assertThat(differences(
                        html("<a href='/basket;jsessionid=" + ID + ".node1?n=2'>x</a>"),
                        html("<a href='/basket?n=2'>x</a>")))
                .isEmpty();
    }
}
