package clusterlab.app.journey;

import clusterlab.http.HttpConnection;
import clusterlab.http.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client on its way through a journey, with its own connection, cookies and live values. It sends each request once, to the
 * server that it was given and to no other, whatever an answer says. For one thread; {@link #close} from any.
 */
public final class Walker implements AutoCloseable {
    private static final Pattern SESSION_ID =
            Pattern.compile(";jsessionid=([\\w.!~*'()+$-]{1,200})", Pattern.CASE_INSENSITIVE);

    /** The header by which a front or node names the node that answers. */
    private static final String NODE_HEADER = "X-Cluster-Lab-Node";

    private final Journey journey;
    private final Correlation correlation;
    private final HttpConnection connection;
    private final String origin;
    private final Map<String, String> login;
    private final List<String> nodes;
    private final CookieJar cookies = new CookieJar();
    private final List<Answer> answers = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();
    private @Nullable String sessionInAddress;

    /**
     * A client at the beginning of the journey.
     *
     * @param server the front: scheme, host, port
     * @param login values for fields of these names
     * @param nodes the names of the nodes, with which ids of sessions end
     * @param patience how long an answer may take
     */
    public Walker(
            Journey journey,
            Correlation correlation,
            URI server,
            Map<String, String> login,
            List<String> nodes,
            Duration patience) {
        this.journey = journey;
        this.correlation = correlation;
        this.login = Map.copyOf(login);
        this.nodes = List.copyOf(nodes);
        connection = new HttpConnection(server, patience);
        origin = "http://" + server.getAuthority();
    }

    /**
     * What came of a step.
     *
     * @param step that was taken
     * @param answer that came, or none
     * @param node that answered; empty if nobody knows
     * @param before id of the session that was sent; empty for none
     * @param after id of the session that the client has now; empty for none
     */
    public record Seen(
            Step step, Answer answer, Optional<String> node, Optional<String> before, Optional<String> after) {}

    /** Whether there is a step left. */
    public boolean hasNext() {
        return answers.size() < journey.steps().size();
    }

    /** Takes the next step. */
    public Seen next() {
        Step step = journey.steps().get(answers.size());
        Draft draft = correlation.draft(step, answers, origin, missing::add);
        if (draft.login(login) > 0) {
            draft.slots().stream()
                    .map(Draft.Slot::name)
                    .filter(login::containsKey)
                    .forEach(used::add);
        }
        Optional<String> before = session();
        Answer answer = send(draft.request(
                journey.origin(), origin, cookies.header(step.target()).orElse("")));
        for (String cookie : answer.setCookies()) {
            cookies.set(cookie, step.target());
        }
        Matcher id = SESSION_ID.matcher(
                answer.header("Location").filter(Target::hasSessionId).orElse(answer.text()));
        if (id.find()) {
            sessionInAddress = id.group(1);
        }
        answers.add(answer);
        Optional<String> after = session();
        Optional<String> node = answer.header(NODE_HEADER);
        return new Seen(step, answer, node.isPresent() ? node : after.flatMap(this::route), before, after);
    }

    private Answer send(HttpRequest request) {
        String address = sessionInAddress;
        HttpRequest sent = address == null || cookies.session(nodes).isPresent()
                ? request
                : new HttpRequest(
                        request.method(),
                        Target.path(request.target()) + ";jsessionid=" + address
                                + request.target()
                                        .substring(Target.path(request.target()).length()),
                        request.headers(),
                        request.body());
        try {
            connection.send(sent);
            return Answer.of(connection.reply());
        } catch (IOException e) {
            return Answer.none(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Answer.none("the request can't be sent: " + e.getMessage());
        }
    }

    /** The id of the session that the client has: of its cookie, else of the addresses on the last page that had one. */
    public Optional<String> session() {
        Optional<String> cookie = cookies.session(nodes);
        return cookie.isPresent() ? cookie : Optional.ofNullable(sessionInAddress);
    }

    private Optional<String> route(String id) {
        return nodes.stream().filter(node -> id.endsWith("." + node)).findFirst();
    }

    /** An id without its route. */
    public static String withoutRoute(String id) {
        int dot = id.lastIndexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    /** The names of recorded values that the live answers did not have. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** Which fields of the login a request had. */
    public Set<String> usedLogin() {
        return Set.copyOf(used);
    }

    /** Ends the connection, even while another thread waits for an answer. */
    @Override
    public void close() {
        connection.close();
    }
}
