package clusterlab.app.journey;

import clusterlab.http.HttpConnection;
import clusterlab.http.HttpReply;
import clusterlab.http.HttpReply.Header;
import clusterlab.http.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * Makes a journey of an application's start page, its links and its forms: a substitute for a recorded one, polite and bounded. It
 * follows no link and sends no form whose words speak of an end (log out, delete), sends no form that a user has to fill in, and
 * leaves the application's path never.
 *
 * <p>What has to do with a session comes first: forms and links of a page that began one, and those whose words speak of one
 * (cart, counter). Others follow breadth first. A page whose answer does not end in time is no step.
 */
public final class Crawl {
    private static final int MOST_REQUESTS = 16;
    private static final int DEEPEST = 3;
    private static final int MOST_OF_A_SHAPE = 2;
    private static final int LEAST_STEPS = 4;
    private static final int MOST_NAMED = 3;
    private static final int MOST_UNANSWERED = 3;

    /** A slower page would make each walk slow: all clients ask for it, once for each fault. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(5);

    /** Nothing more is looked for afterwards. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Pattern OF_SESSIONS = Pattern.compile(
            "session|\\bcarts?\\b|basket|bag\\b|\\bcounter|shop|checkout|korb|wizard|wishlist",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SESSION_NAME = Pattern.compile("sess|^s?id$", Pattern.CASE_INSENSITIVE);

    /** Sends a request and reads the whole answer. */
    interface Site {
        HttpReply answer(HttpRequest request, Duration patience) throws IOException;
    }

    private final Site site;
    private final String origin;
    private final String below;
    private final Duration patience;
    private final long startedAt = System.nanoTime();
    private final CookieJar cookies = new CookieJar();
    private final Queue<Found> queue = new PriorityQueue<>(
            Comparator.comparing(Found::rank).thenComparing(Found::depth).thenComparing(Found::number));
    private final Set<String> known = new HashSet<>();
    private final Map<String, Integer> shapes = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    /** Numbers of steps whose pages began a session or are behind such pages. */
    private final Set<Integer> ofSession = new HashSet<>();

    /** Targets that a form of a session led to, also by a redirect: what it changed may show there. */
    private final Set<String> changed = new HashSet<>();

    private final Set<String> logins = new LinkedHashSet<>();
    private final List<String> unanswered = new ArrayList<>();
    private int number;
    /** Links and forms that are not followed, by what they lead to. */
    private final Set<String> left = new HashSet<>();

    private enum Rank {
        REDIRECT,
        FORM_OF_SESSION,
        LINK_OF_SESSION,
        LINK_BEHIND_SESSION,
        OTHER
    }

    private record Found(
            String method, String target, Optional<Body> body, int depth, Rank rank, boolean behind, int number) {}

    private Crawl(Site site, String origin, String below, Duration patience) {
        this.site = site;
        this.origin = origin;
        this.below = below;
        this.patience = patience;
    }

    /**
     * Asks the application, 16 times at most, for half a minute and the start page's time.
     *
     * @param server the front
     * @param startPath of the application, with slashes around it
     * @param patience how long the start page's whole answer may take
     * @throws IOException if the start page does not answer in time, or its answer is too long
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public static Journey of(URI server, String startPath, Duration patience) throws IOException, InterruptedException {
        try (HttpConnection connection = new HttpConnection(server, patience)) {
            Site site = (request, limit) -> {
                connection.send(request);
                return connection.reply(limit);
            };
            return of(site, "http://" + server.getAuthority(), startPath, patience);
        }
    }

    /** The same at any site. */
    static Journey of(Site site, String origin, String startPath, Duration patience)
            throws IOException, InterruptedException {
        Crawl crawl = new Crawl(site, origin, startPath, patience);
        crawl.run();
        return new Journey(crawl.steps, origin, crawl.notices());
    }

    private void run() throws IOException, InterruptedException {
        find("GET", below, Optional.empty(), 0, Rank.OTHER, false);
        while (!queue.isEmpty() && steps.size() < MOST_REQUESTS - LEAST_STEPS && !isEnough()) {
            ask(queue.remove());
        }
        queue.forEach(found -> left.add(found.method() + " " + found.target()));
        // What the session holds shows on pages that were seen before.
        List<Step> pages = steps.stream()
                .filter(step -> step.method().equals("GET") && step.recorded().status() == 200)
                .toList();
        List<Step> withSession = pages.stream()
                .filter(step -> ofSession.contains(step.number()))
                .sorted(Comparator.comparing(step -> !changed.contains(step.target())))
                .toList();
        List<Step> again = !withSession.isEmpty() ? withSession : pages.isEmpty() ? steps : pages;
        int most = Math.max(LEAST_STEPS - steps.size(), changed.isEmpty() ? 2 : Math.min(LEAST_STEPS, again.size()));
        for (int i = 0; i < most; i++) {
            Step step = again.get(i % Math.min(again.size(), LEAST_STEPS));
            ask(new Found("GET", step.target(), Optional.empty(), DEEPEST, Rank.OTHER, false, number++));
        }
    }

    private boolean isEnough() {
        return unanswered.size() >= MOST_UNANSWERED
                || (!steps.isEmpty() && System.nanoTime() - startedAt > LONGEST.toNanos());
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        if (!logins.isEmpty()) {
            notices.add("A form asks for a password (" + named(logins.stream().toList())
                    + "), which the crawl does not fill in: nothing behind the login was asked for. Record a journey that"
                    + " logs in: cluster-lab record APP");
        }
        notices.addAll(unanswered);
        if (!left.isEmpty()) {
            notices.add((left.size() == 1
                            ? "One link or form of these pages was"
                            : left.size() + " links and forms of these pages were")
                    + " not followed: a text to fill in, an end (log out, delete), or too many. A recorded"
                    + " journey has them: cluster-lab record APP");
        }
        return notices;
    }

    private static String named(List<String> all) {
        return all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "");
    }

    private void ask(Found found) throws IOException, InterruptedException {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"));
        List<Header> sent = new ArrayList<>(headers);
        found.body().ifPresent(body -> sent.add(new Header("Content-Type", body.type())));
        cookies.header(found.target()).ifPresent(all -> sent.add(new Header("Cookie", all)));
        HttpRequest request = new HttpRequest(
                found.method(),
                found.target(),
                sent,
                found.body().map(Body::text).orElse(""));
        Answer got;
        try {
            got = Answer.of(site.answer(
                    request, steps.isEmpty() || patience.compareTo(LONGEST_PAGE) < 0 ? patience : LONGEST_PAGE));
        } catch (IllegalArgumentException e) {
            left.add(found.method() + " " + found.target());
            return;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while it looked for links and forms");
            }
            if (steps.isEmpty()) {
                throw e;
            }
            // As a stream of events: a step that has no answer without a fault says nothing about one.
            unanswered.add(found.method() + " " + found.target() + " is left out: " + e.getMessage() + ".");
            return;
        }
        boolean begins = got.setCookies().stream().anyMatch(Crawl::isOfSession);
        got.setCookies().forEach(cookie -> cookies.set(cookie, found.target()));
        steps.add(new Step(steps.size() + 1, found.method(), found.target(), headers, found.body(), got));
        boolean behind = found.behind() || begins;
        if (found.rank() == Rank.FORM_OF_SESSION) {
            changed.add(found.target());
        }
        if (behind) {
            ofSession.add(steps.size());
        }
        if (got.isRedirect()) {
            // At once, as a browser does; it is no deeper than what led there.
            got.header("Location")
                    .flatMap(to -> Target.resolve(origin, found.target(), to))
                    .filter(this::isInside)
                    .filter(to -> steps.size() < MOST_REQUESTS)
                    .filter(to -> shapes.merge("redirect " + to, 1, Integer::sum) <= MOST_OF_A_SHAPE)
                    .ifPresent(to -> {
                        if (changed.contains(found.target())) {
                            changed.add(to);
                        }
                        queue.add(
                                new Found("GET", to, Optional.empty(), found.depth(), Rank.REDIRECT, behind, number++));
                    });
        } else {
            forms(got, found, behind);
            links(got, found, behind);
        }
    }

    /** By its name, or by a random value. */
    private static boolean isOfSession(String header) {
        String cookie = header.split(";", 2)[0];
        int equals = Math.max(0, cookie.indexOf('='));
        return SESSION_NAME.matcher(cookie.substring(0, equals).strip()).find()
                || Secrets.looksServerMade(cookie.substring(equals + 1).strip());
    }

    private void links(Answer page, Found from, boolean behind) {
        for (Element link : page.html().select("a[href]")) {
            String words = link.text() + " " + link.attr("href");
            boolean unwanted =
                    link.hasAttr("download") || link.attr("rel").contains("nofollow") || FormFill.ends(words);
            Optional<String> target = Target.resolve(origin, from.target(), link.attr("href"))
                    .filter(this::isInside)
                    .filter(to -> !Journey.isStatic(Target.path(to), ""));
            if (unwanted) {
                left.add("GET " + link.attr("href"));
            } else {
                Rank rank = OF_SESSIONS.matcher(words).find()
                        ? Rank.LINK_OF_SESSION
                        : behind ? Rank.LINK_BEHIND_SESSION : Rank.OTHER;
                target.ifPresent(to -> find("GET", to, Optional.empty(), from.depth() + 1, rank, behind));
            }
        }
    }

    private void forms(Answer page, Found from, boolean behind) {
        for (Element element : page.html().select("form")) {
            Answer one = Answer.of(page.status(), page.headers(), element.outerHtml());
            List<Form> forms = Form.of(one, origin, from.target());
            if (forms.isEmpty() || !isInside(forms.get(0).target())) {
                continue;
            }
            Form form = forms.get(0);
            if (FormFill.isLogin(element)) {
                logins.add(form.method() + " " + form.target());
                continue;
            }
            Optional<FormFill> filled = FormFill.of(element, form);
            if (filled.isEmpty()) {
                left.add(form.method() + " " + form.target());
                continue;
            }
            FormFill fill = filled.get();
            Rank rank = behind || OF_SESSIONS.matcher(fill.words()).find() ? Rank.FORM_OF_SESSION : Rank.OTHER;
            find(fill.method(), fill.target(), fill.body(), from.depth() + 1, rank, behind);
        }
    }

    private boolean isInside(String target) {
        return (target.startsWith(below) || (target + "/").equals(below)) && HttpRequest.isWord(target);
    }

    private void find(String method, String target, Optional<Body> body, int depth, Rank rank, boolean behind) {
        if (depth > DEEPEST || !known.add(method + " " + target + (method.equals("POST") ? depth : ""))) {
            return;
        }
        if (shapes.merge(method + " " + Target.shape(target), 1, Integer::sum) > MOST_OF_A_SHAPE) {
            left.add(method + " " + target);
            return;
        }
        queue.add(new Found(method, target, body, depth, rank, behind, number++));
    }
}
