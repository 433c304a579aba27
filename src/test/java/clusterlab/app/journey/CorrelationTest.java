package clusterlab.app.journey;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.http.HttpReply.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the server made in the recording is replaced by what it made now. */
class CorrelationTest {
    private static final String ORIGIN = "http://127.0.0.1:8080";
    private static final String OLD = "4f1d2c3b-aaaa-4bbb-8ccc-0123456789ab";
    private static final String NEW = "99887766-dddd-4eee-8fff-ba9876543210";

    private final List<Step> steps = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private static Answer html(String body) {
        return Answer.of(200, List.of(new Header("Content-Type", "text/html;charset=UTF-8")), body);
    }

    private static Answer json(String body) {
        return Answer.of(200, List.of(new Header("Content-Type", "application/json")), body);
    }

    private static Answer redirect(String to) {
        return Answer.of(302, List.of(new Header("Location", to)), "");
    }

    private void get(String target, Answer recorded) {
        steps.add(new Step(steps.size() + 1, "GET", target, List.of(), Optional.empty(), recorded));
    }

    private void post(String target, String type, String body, Header... headers) {
        steps.add(new Step(
                steps.size() + 1, "POST", target, List.of(headers), Optional.of(new Body(type, body)), html("")));
    }

    private void form(String target, String body) {
        post(target, "application/x-www-form-urlencoded", body);
    }

    private Correlation correlation() {
        return Correlation.of(new Journey(steps, ORIGIN, List.of()));
    }

    /** The last step's request after these live answers, as target and body. */
    private String sent(Answer... live) {
        return draft(live).target() + " " + draft(live).body();
    }

    private clusterlab.http.HttpRequest draft(Answer... live) {
        Step last = steps.get(steps.size() - 1);
        return correlation()
                .draft(last, List.of(live), ORIGIN, missing::add)
                .request(ORIGIN, "http://127.0.0.1:9999", "");
    }

    private static String login(String token) {
        return "<form method=post action=/login><input type=hidden name=csrf value=" + token
                + "><input name=user></form>";
    }

    @Test
    void hiddenFieldIsTakenFromTheLiveForm() {
        get("/", html(login(OLD)));
        form("/login", "csrf=" + OLD + "&user=Ann");
        assertThat(sent(html(login(NEW)))).isEqualTo("/login csrf=" + NEW + "&user=Ann");
        assertThat(missing).isEmpty();
    }

    @Test
    void formThatIsGoneIsToldAndTheRecordedValueIsSent() {
        get("/", html(login(OLD)));
        form("/login", "csrf=" + OLD + "&user=Ann");
        assertThat(sent(html("<p>Sorry"))).isEqualTo("/login csrf=" + OLD + "&user=Ann");
        assertThat(missing).contains("step 2 POST /login: the form, which step 1 had when it was recorded");
    }

    /** One form in each row of a list, which is in another order now. */
    @Test
    void theFormOfTheSameRowIsSent() {
        String row =
                "<form method=post action=/add><input type=hidden name=item value=%s><input type=hidden name=csrf value=%s></form>";
        get("/", html(row.formatted("1", OLD) + row.formatted("2", OLD)));
        form("/add", "item=2&csrf=" + OLD);
        assertThat(sent(html(row.formatted("2", NEW) + row.formatted("1", NEW))))
                .isEqualTo("/add item=2&csrf=" + NEW);
    }

    @Test
    void idInALinkAndInARedirectIsFollowed() {
        get("/", html("<a href='order/17'>Pay</a>"));
        get("/order/17", redirect(ORIGIN + "/receipt;jsessionid=ABC?nr=4711"));
        assertThat(sent(html("<a href='order/18'>Pay</a>"))).isEqualTo("/order/18 ");
        get("/receipt?nr=4711", html(""));
        assertThat(sent(html(""), redirect("/receipt?nr=4712"))).isEqualTo("/receipt?nr=4712 ");
    }

    /** The same product may stand elsewhere on the page. */
    @Test
    void aLinkThatIsStillThereIsNotReplaced() {
        get("/", html("<a href=/p/1>Tea</a><a href=/p/2>Cup</a>"));
        get("/p/1", html(""));
        assertThat(sent(html("<a href=/p/2>Cup</a><a href=/p/1>Tea</a>"))).isEqualTo("/p/1 ");
    }

    @Test
    void metaElementGoesIntoAHeader() {
        get("/", html("<meta name=_csrf content=" + OLD + ">"));
        post("/api/add", "application/json", "{\"item\":\"tea\"}", new Header("X-CSRF-TOKEN", OLD));
        assertThat(draft(html("<meta name=_csrf content=" + NEW + ">")).headers())
                .contains(new Header("X-CSRF-TOKEN", NEW));
    }

    @Test
    void cookieGoesIntoAHeader() {
        steps.add(new Step(
                1,
                "GET",
                "/",
                List.of(),
                Optional.empty(),
                Answer.of(200, List.of(new Header("Set-Cookie", "XSRF-TOKEN=" + OLD + "; Path=/")), "")));
        post("/api/add", "application/json", "{}", new Header("X-XSRF-TOKEN", OLD));
        assertThat(draft(Answer.of(200, List.of(new Header("Set-Cookie", "XSRF-TOKEN=" + NEW)), ""))
                        .headers())
                .contains(new Header("X-XSRF-TOKEN", NEW));
    }

    /** A number that is no id may be the same by chance. */
    @Test
    void jsonIdGoesIntoThePathAndIntoJson() {
        get("/api/cart", json("{\"id\":17,\"total\":3}"));
        post("/api/carts/17/items", "application/json", "{\"count\":17,\"cartId\":17}");
        assertThat(sent(json("{\"id\":18,\"total\":3}"))).isEqualTo("/api/carts/18/items {\"count\":17,\"cartId\":18}");
    }

    @Test
    void tokenInAScriptIsFound() {
        get("/", html("<script>var app = { csrf: '" + OLD + "' };</script>"));
        form("/add", "item=tea&t=" + OLD);
        assertThat(sent(html("<script>var app = { csrf: '" + NEW + "' };</script>")))
                .isEqualTo("/add item=tea&t=" + NEW);
    }

    @Test
    void whatNoAnswerHasIsToldByItsName() {
        get("/", html("<p>Hello"));
        form("/pay", "nonce=" + OLD + "&amount=12");
        assertThat(correlation().notices())
                .containsExactly("step 2 POST /pay: field `nonce` looks as if the server had made it, and no"
                        + " earlier answer has it; it is sent as it was recorded.");
    }

    @Test
    void whatAUserTypedStays() {
        get("/", html("<form method=post action=/search><input name=q value=old></form><p>tea"));
        form("/search", "q=tea");
        assertThat(sent(html("<form method=post action=/search><input name=q value=older></form>")))
                .isEqualTo("/search q=tea");
    }

    @Test
    void loginsReplaceFields() throws Exception {
        form("/login", "user=Ann&password=x");
        Draft draft = new Draft(steps.get(0));
        assertThat(draft.login(Map.of("user", "Bob & Co", "password", "y"))).isEqualTo(2);
        assertThat(draft.request(ORIGIN, ORIGIN, "").body()).isEqualTo("user=Bob+%26+Co&password=y");
    }

    @Test
    void originAndRefererNameTheLabAndNoOtherHost() {
        post(
                "/add",
                "text/plain",
                "",
                new Header("Origin", ORIGIN),
                new Header("Referer", ORIGIN + "/basket"),
                new Header("referer", "https://evil.example/"));
        assertThat(draft().headers())
                .contains(
                        new Header("Origin", "http://127.0.0.1:9999"),
                        new Header("Referer", "http://127.0.0.1:9999/basket"))
                .noneMatch(header -> header.value().contains("evil"));
    }
}
