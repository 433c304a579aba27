package clusterlab.app.journey;

import clusterlab.http.HttpConnection;
import clusterlab.http.HttpReply.Header;
import clusterlab.http.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * Makes a journey of an application's start page, its links and its forms: a substitute for a recorded one, polite and bounded. It
 * follows no link and sends no form whose words speak of an end (log out, delete), sends no form that a user has to fill in, and
 * leaves the application's path never.
 */
public final class Crawl {
    private static final int MOST_REQUESTS = 20;
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_FAILED = 3;
    private static final int DEEPEST = 2;
    private static final int MOST_OF_A_SHAPE = 2;
    private static final int LEAST_STEPS = 4;
    private static final Pattern ENDING = Pattern.compile(
            "log-?\\s?(out|off)|sign-?\\s?(out|off)|abmeld|delete|remove|destroy|drop|purge|wipe|unsubscribe|reset|invalidate"
                    + "|shut-?\\s?down|terminate|kill|new session|lösch|entfern|[?&](new|clear)\\b",
            Pattern.CASE_INSENSITIVE);

    private final HttpConnection connection;
    private final String origin;
    private final String below;
    private final CookieJar cookies = new CookieJar();
    private final Deque<Found> queue = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Integer> shapes = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private int left;
    private int failed;

    private record Found(String method, String target, Optional<Body> body, int depth) {}

    private Crawl(HttpConnection connection, String origin, String below) {
        this.connection = connection;
        this.origin = origin;
        this.below = below;
    }

    /**
     * Asks the application, 20 times at most.
     *
     * @param server the front
     * @param startPath of the application, with slashes around it
     * @param patience how long an answer may take
     * @throws IOException if the start page does not answer
     */
    public static Journey of(URI server, String startPath, Duration patience) throws IOException {
        try (HttpConnection connection = new HttpConnection(server, patience)) {
            Crawl crawl = new Crawl(connection, "http://" + server.getAuthority(), startPath);
            crawl.run();
            return new Journey(crawl.steps, crawl.origin, crawl.notices);
        }
    }

    private void run() throws IOException {
        find("GET", below, Optional.empty(), 0);
        while (!queue.isEmpty() && steps.size() < MOST_REQUESTS - LEAST_STEPS && failed < MOST_FAILED) {
            ask(queue.removeFirst());
        }
        // What the session holds shows on pages that were seen before.
        List<Step> pages = steps.stream()
                .filter(step -> step.method().equals("GET") && step.recorded().status() == 200)
                .toList();
        List<Step> again = pages.isEmpty() ? steps : pages;
        for (int i = 0; (i < 2 || steps.size() < LEAST_STEPS) && i < MOST_REQUESTS; i++) {
            Step step = again.get(Math.floorMod(-i, Math.min(again.size(), 3)));
            ask(new Found("GET", step.target(), Optional.empty(), DEEPEST));
        }
        if (left > 0) {
            notices.add(
                    (left == 1 ? "One link or form of these pages was" : left + " links and forms of these pages were")
                            + " not followed: a password or a text to fill in, an end (log"
                            + " out, delete), or too many. A recorded journey has them: cluster-lab record APP");
        }
    }

    private void ask(Found found) throws IOException {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"));
        List<Header> sent = new ArrayList<>(headers);
        found.body().ifPresent(body -> sent.add(new Header("Content-Type", body.type())));
        cookies.header(found.target()).ifPresent(all -> sent.add(new Header("Cookie", all)));
        Answer answer;
        try {
            connection.send(new HttpRequest(
                    found.method(),
                    found.target(),
                    sent,
                    found.body().map(Body::text).orElse("")));
            answer = Answer.of(steps.isEmpty() ? connection.reply() : connection.reply(LINK_PATIENCE));
        } catch (IllegalArgumentException e) {
            left++;
            return;
        } catch (IOException e) {
            if (steps.isEmpty() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // As a stream of events: a step that has no answer without a fault says nothing about one.
            failed++;
            notices.add(found.method() + " " + found.target() + " is left out: " + e.getMessage() + ".");
            return;
        }
        Answer got = answer;
        got.setCookies().forEach(cookie -> cookies.set(cookie, found.target()));
        steps.add(new Step(steps.size() + 1, found.method(), found.target(), headers, found.body(), got));
        if (got.isRedirect()) {
            // At once, as a browser does; it is no deeper than what led there.
            got.header("Location")
                    .flatMap(to -> Target.resolve(origin, found.target(), to))
                    .filter(this::isInside)
                    .filter(to -> steps.size() < MOST_REQUESTS)
                    .filter(to -> shapes.merge("redirect " + to, 1, Integer::sum) <= MOST_OF_A_SHAPE)
                    .ifPresent(to -> queue.addFirst(new Found("GET", to, Optional.empty(), found.depth())));
        } else if (found.depth() < DEEPEST) {
            forms(got, found);
            links(got, found);
        }
    }

    private void links(Answer page, Found from) {
        for (Element link : page.html().select("a[href]")) {
            boolean unwanted = link.hasAttr("download")
                    || link.attr("rel").contains("nofollow")
                    || ENDING.matcher(link.text() + " " + link.attr("href")).find();
            Optional<String> target = Target.resolve(origin, from.target(), link.attr("href"))
                    .filter(this::isInside)
                    .filter(to -> !Journey.isStatic(Target.path(to), ""));
            if (unwanted) {
                left++;
            } else {
                target.ifPresent(to -> find("GET", to, Optional.empty(), from.depth() + 1));
            }
        }
    }

    private void forms(Answer page, Found from) {
        List<Element> elements = page.html().select("form");
        for (Element element : elements) {
            String words = element.select("button, input[type=submit]").text()
                    + element.select("input[type=submit]").eachAttr("value") + " " + element.attr("action");
            Answer one = Answer.of(page.status(), page.headers(), element.outerHtml());
            List<Form> forms = Form.of(one, origin, from.target());
            if (forms.isEmpty() || !isInside(forms.get(0).target())) {
                continue;
            }
            Form form = forms.get(0);
            if (ENDING.matcher(words).find()
                    || element.attr("enctype").startsWith("multipart/")
                    || element.selectFirst("[required]:not([value]):not(select)") != null
                    || form.fields().stream().anyMatch(field -> mustBeFilledIn(form, field))) {
                left++;
                continue;
            }
            List<String> pairs = new ArrayList<>();
            boolean button = false;
            for (Form.Control field : form.fields()) {
                boolean pressed = !button && field.type().equals("submit");
                button |= pressed;
                if (field.sent() || pressed) {
                    pairs.add(Target.encode(field.name()) + "=" + Target.encode(field.value()));
                }
            }
            String all = String.join("&", pairs);
            if (form.method().equals("GET")) {
                String path = Target.path(form.target());
                find("GET", all.isEmpty() ? path : path + "?" + all, Optional.empty(), from.depth() + 1);
            } else {
                find(
                        "POST",
                        form.target(),
                        Optional.of(new Body("application/x-www-form-urlencoded", all)),
                        from.depth() + 1);
            }
        }
    }

    private static boolean mustBeFilledIn(Form form, Form.Control field) {
        return switch (field.type()) {
            case "password", "file" -> true;
            case "hidden", "checkbox", "radio", "select", "submit", "button", "image", "reset" -> false;
            default -> form.method().equals("POST") && field.value().isBlank();
        };
    }

    private boolean isInside(String target) {
        return (target.startsWith(below) || (target + "/").equals(below)) && HttpRequest.isWord(target);
    }

    private void find(String method, String target, Optional<Body> body, int depth) {
        if (!known.add(method + " " + target + (method.equals("POST") ? depth : ""))) {
            return;
        }
        if (shapes.merge(method + " " + Target.shape(target), 1, Integer::sum) > MOST_OF_A_SHAPE) {
            left++;
            return;
        }
        queue.addLast(new Found(method, target, body, depth));
    }
}
