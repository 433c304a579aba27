package clusterlab.run;

import clusterlab.Lab;
import clusterlab.app.journey.Answer;
import clusterlab.app.journey.Facts;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Noise;
import clusterlab.app.journey.Step;
import clusterlab.app.journey.Walker.Seen;
import clusterlab.experiment.history.Times;
import clusterlab.run.Walk.Traveller;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the walks without a fault are something that others can be compared with. */
final class Baseline {
    private static final int SERVER_ERROR = 500;
    private static final int MOST_LINES = 100_000;
    private static final Pattern REFUSED = Pattern.compile("Non-serializable attribute \\[[^\\]\\s]{1,100}\\]");

    private final VerifyOrder order;
    private final Journey journey;
    private final List<Traveller> travellers;
    private final Noise noise;

    /**
     * Of clients that walked all of the journey.
     *
     * @param travellers of the first walk
     * @param noise what differed in the others
     */
    Baseline(VerifyOrder order, Journey journey, List<Traveller> travellers, Noise noise) {
        this.order = order;
        this.journey = journey;
        this.travellers = travellers;
        this.noise = noise;
    }

    /** Says what makes a comparison impossible, what was refused, and what is not compared. */
    void judge(Lab lab, Set<String> losses, Set<String> gaps, Set<String> notices) {
        Traveller one = travellers.get(0);
        for (Step step : journey.steps()) {
            Seen seen = one.seen().get(step.number() - 1);
            int recorded =
                    step.recorded().status() == 304 ? 200 : step.recorded().status();
            int status = seen.answer().status();
            if (seen.answer().failure().isPresent()) {
                gaps.add("Without a fault, " + step.name() + " got no answer ("
                        + seen.answer().failure().get() + "), so nothing can be compared.");
            } else if (status >= SERVER_ERROR && refused(lab, seen.answer()).isPresent()) {
                losses.add(Character.toUpperCase(step.name().charAt(0))
                        + step.name().substring(1) + " answers " + status
                        + " because the session is replicated: "
                        + refused(lab, seen.answer()).get()
                        + ". Tomcat takes no attribute into such a session that is not serializable.");
            } else if (status >= SERVER_ERROR) {
                gaps.add("Without a fault, " + step.name() + " answered " + status
                        + ": the application fails by itself. See the nodes' logs (--keep).");
            } else if (recorded > 0 && recorded / 100 != status / 100) {
                gaps.add("Without a fault, " + step.name() + " answered " + status + ", and " + recorded
                        + " when it was recorded: the journey can't be replayed as it is."
                        + (status == 404 ? " If it was recorded at another path, use --context-path." : ""));
            }
            for (Facts.Kind kind : Facts.Kind.values()) {
                if (kind.isHard() && noise.has(step.number(), kind)) {
                    gaps.add("Without a fault, the " + kind.word() + " of " + step.name()
                            + " is not the same each time, so nothing can be compared."
                            + (order.logins().rows().isEmpty() && travellers.size() > 1
                                    ? " If all clients are one user, try --clients 1, or --logins FILE.csv."
                                    : ""));
                }
            }
        }
        journey.steps().stream()
                .filter(step -> one.facts(step.number()).isCut())
                .findFirst()
                .ifPresent(step -> notices.add("The answer to " + step.name() + " has more than "
                        + Times.count(Facts.MOST) + " places: the rest of it is not compared."));
        travellers.forEach(traveller -> traveller.walker().missing().stream()
                .limit(5)
                .forEach(name -> notices.add("Not found in a live answer, sent as recorded: " + name + ".")));
        Set<String> unused = new LinkedHashSet<>(order.logins().fields());
        unused.removeAll(one.walker().usedLogin());
        if (!unused.isEmpty()) {
            gaps.add("No request of the journey has a field " + String.join(", ", unused)
                    + ", which the file of logins names; name the fields as the application's form does.");
        }
    }

    /** What Tomcat says of an attribute that it refuses (StandardSession.setAttribute), in an error page or in a node's log. */
    private static Optional<String> refused(Lab lab, Answer answer) {
        Matcher page = REFUSED.matcher(answer.text());
        if (page.find()) {
            return Optional.of(page.group());
        }
        for (NodeSpec node : lab.topology().nodes()) {
            try (Stream<String> lines = Files.lines(lab.folder().log(node.name()), StandardCharsets.ISO_8859_1)) {
                Optional<String> line = lines.limit(MOST_LINES)
                        .map(REFUSED::matcher)
                        .filter(Matcher::find)
                        .map(Matcher::group)
                        .findFirst();
                if (line.isPresent()) {
                    return line;
                }
            } catch (IOException | UncheckedIOException unreadable) {
                // Then the page's status has to do.
            }
        }
        return Optional.empty();
    }

    /** After which step all clients have a session; empty, with the gap told, if there is none, or nothing follows. */
    Optional<Integer> begins(Set<String> gaps) {
        int latest = 0;
        for (Traveller one : travellers) {
            int begins = 0;
            for (Seen seen : one.seen()) {
                if (seen.after().isPresent() && seen.node().isPresent()) {
                    begins = seen.step().number();
                    break;
                }
            }
            if (begins == 0) {
                gaps.add("No answer set a session cookie, so there is no session that a fault could lose. "
                        + (order.journey().isPresent()
                                ? "Record a journey that begins one (log in, fill a basket)."
                                : "Record a journey that begins one: cluster-lab record APP."));
                return Optional.empty();
            }
            latest = Math.max(latest, begins);
        }
        if (latest >= journey.steps().size()) {
            gaps.add(
                    "The session begins with the last step, so no answer shows whether it is kept. Record a longer journey.");
            return Optional.empty();
        }
        return Optional.of(latest);
    }
}
