package clusterlab.run;

import clusterlab.Lab;
import clusterlab.app.journey.Answer;
import clusterlab.app.journey.Carried;
import clusterlab.app.journey.Correlation;
import clusterlab.app.journey.Crawl;
import clusterlab.app.journey.Facts;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Noise;
import clusterlab.app.journey.Step;
import clusterlab.app.journey.Walker.Seen;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport;
import clusterlab.report.VerifyReport.Cell;
import clusterlab.run.Deviations.Doubt;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.run.Walk.Traveller;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Verifies an application: boots a lab with it, walks a journey twice without a fault to learn what differs anyway, and then with
 * each fault. All clients wait after a step of their own, so that one kill hits owners of sessions after many steps at once;
 * those whose owner was not hit show what any missing node changes.
 */
public final class Verification {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ATTRIBUTES = Duration.ofSeconds(15);
    private static final int USUAL_CLIENTS = 24;
    private static final int MOST_BASELINES = 4;

    /** Of the rounds that showed another text or value, and nothing worse. */
    private static final int MOST_REPEATS = 2;

    /** Rounds of a fault beyond those that hit an owner after each step: somebody may have been missed. */
    private static final int SPARE_ROUNDS = 3;

    private static final int SERVER_ERROR = 500;
    private static final int MOST_LINES = 100_000;
    private static final Pattern REFUSED = Pattern.compile("Non-serializable attribute \\[[^\\]\\s]{1,100}\\]");

    private final VerifyOrder order;
    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private final Set<String> losses = new LinkedHashSet<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();
    private final Noise noise = new Noise();
    private final Carried carried = new Carried(noise);
    private int roundNumber;
    private final List<Tried> tried = new ArrayList<>();
    private int requests;
    /** Whether a node did not come back. */
    private boolean nodeIsMissing;

    /** Whether there was a client whose owner was not hit while another node was away. */
    private boolean bystanders;

    /** A fault that was to hit owners after these steps, and those after which it hit nobody. */
    private record Tried(Fault fault, Set<Integer> steps, Set<Integer> left) {}

    /**
     * A verification that reports to these.
     *
     * @param progress receives a line for each part
     * @param warning receives sentences for the user
     */
    public Verification(VerifyOrder order, Consumer<String> progress, Consumer<String> warning) {
        this.order = order;
        this.progress = progress;
        this.warning = warning;
    }

    /**
     * Carries it out, once. An interrupt ends it cleanly.
     *
     * @throws SpecException if the cluster can't be planned
     * @throws BootException if the lab does not become ready, or a node does not come back
     * @throws IOException if the application's start page gives no answer
     */
    public VerifyReport run() throws SpecException, BootException, IOException, InterruptedException {
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        progress.accept("verify " + order.app() + ": booting");
        try (PortPolicy ports = PortPolicy.probing()) {
            Planner.Plan plan = Planner.plan(order.spec(), ports);
            plan.notices().forEach(warning);
            try (Lab lab = new Lab(plan.topology(), ports, new Ears())) {
                lab.boot();
                lab.cluster().watchAttributes(AttributeWatch.Pace.THOROUGH);
                Journey journey = twoStepsAtLeast(journey(lab));
                Deviations.Result found = walkAll(lab, journey);
                List<String> noted = new ArrayList<>(order.doctor());
                boolean shown = !losses.isEmpty() || !found.all().isEmpty();
                noted.addAll(alarms(lab));
                if (!shown && !losses.isEmpty()) {
                    notices.add("No answer of the journey showed it. If it does not matter, name the attribute with "
                            + "--ignore-attribute.");
                }
                return new VerifyReport(
                        order.app(),
                        startedAt,
                        Duration.ofNanos(System.nanoTime() - start),
                        journey.steps().stream().map(Step::request).toList(),
                        cells(found),
                        found.all(),
                        List.copyOf(losses),
                        List.copyOf(gaps),
                        List.copyOf(notices),
                        noted,
                        facts(lab, journey, System.nanoTime() - start));
            }
        } catch (RefusedException e) {
            throw new BootException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the nodes' copies lacked, or what went with a node, is lost, whether or not an answer shows it; the rest is told. */
    private List<String> alarms(Lab lab) throws InterruptedException {
        if (!lab.cluster().awaitAttributes(ATTRIBUTES)) {
            gaps.add("Not all sessions' attributes were compared with their copies in time ("
                    + ATTRIBUTES.toSeconds() + " s), so a loss that no answer showed may be missing. Try --clients "
                    + "6, or a shorter journey.");
        }
        if (lab.cluster().foundAttributes() == AttributeWatch.Found.EMPTY_SESSIONS) {
            gaps.add("No session held an attribute, so there was nothing in them to lose. Record a journey that puts "
                    + "something into one (log in, fill a basket): cluster-lab record APP.");
        }
        if (lab.cluster().hasUncomparedAttributes()) {
            notices.add("A session has more than 500 attributes or 2 MB: the rest of it was not compared with its "
                    + "copies.");
        }
        List<String> rest = new ArrayList<>();
        for (Alarm alarm : lab.control().alarms()) {
            String what = alarm.what();
            String sentence = Character.toUpperCase(what.charAt(0)) + what.substring(1) + ". " + alarm.remedy();
            if (order.ignores(alarm.attributes())) {
                rest.add("Ignored: " + sentence);
            } else if (alarm.kind().severe()) {
                losses.add(sentence);
            } else {
                rest.add(sentence);
            }
        }
        return rest;
    }

    private Journey journey(Lab lab) throws IOException, InterruptedException {
        if (order.journey().isPresent()) {
            notices.addAll(order.journey().get().notices());
            return order.journey().get();
        }
        progress.accept("verify " + order.app() + ": looking for links and forms");
        URI front = lab.balancer().orElseThrow().uri();
        Journey found;
        try {
            found = Crawl.of(front, lab.topology().startPath(), PATIENCE);
        } catch (IOException e) {
            throw new IOException(
                    "The start page " + lab.topology().startPath() + " gives no answer: " + e.getMessage() + ".", e);
        }
        notices.add("No journey was given. This one was made of the start page's links and forms ("
                + Times.plural(found.steps().size(), "request")
                + "). A recorded one says more: cluster-lab record APP, then verify APP --journey journey.har.");
        notices.addAll(found.notices());
        return found;
    }

    /** After the only step there would be nothing to look at. */
    private static Journey twoStepsAtLeast(Journey journey) {
        if (journey.steps().size() > 1) {
            return journey;
        }
        Step only = journey.steps().get(0);
        Step again = new Step(2, only.method(), only.target(), only.headers(), only.body(), only.recorded());
        return new Journey(List.of(only, again), journey.origin(), journey.notices());
    }

    private Deviations.Result walkAll(Lab lab, Journey journey)
            throws RefusedException, BootException, InterruptedException {
        Correlation correlation = Correlation.of(journey);
        notices.addAll(correlation.notices());
        int clients = order.clients()
                .orElse(Math.min(
                        USUAL_CLIENTS,
                        lab.topology().nodes().size() * (journey.steps().size() - 1)));
        Deviations found = new Deviations(noise, carried);
        if (!lab.cluster().replicates()) {
            notices.add(
                    "The application is not <distributable/>, so its sessions are not replicated: see docs/experiments/"
                            + "distributable.md.");
        }
        progress.accept("verify " + order.app() + ": walking without a fault");
        try (Walk first = walk(lab, journey, correlation, clients)) {
            first.walk(client -> journey.steps().size());
            count(first);
            baseline(lab, journey, correlation, first);
            Optional<Integer> begins = losses.isEmpty() ? begins(first, journey) : Optional.empty();
            if (begins.isEmpty() || !gaps.isEmpty() || !losses.isEmpty()) {
                return found.result();
            }
            for (Fault fault : order.faults()) {
                if (nodeIsMissing) {
                    break;
                }
                Set<Integer> steps = new TreeSet<>(
                        IntStream.range(begins.get(), journey.steps().size())
                                .boxed()
                                .toList());
                Set<Integer> left = faults(lab, journey, correlation, first, fault, steps, found);
                tried.add(new Tried(fault, steps, left));
                missed(journey, fault, left);
            }
            if (!bystanders && !nodeIsMissing && found.hasDoubts()) {
                control(lab, journey, correlation, first, begins.get(), found);
            }
            if (!nodeIsMissing && found.hasAny()) {
                lastWalk(lab, journey, correlation, first);
            }
            for (int i = 0; i < MOST_REPEATS && !nodeIsMissing; i++) {
                repeat(lab, journey, correlation, first, found);
            }
            Deviations.Result result = found.result();
            doubts(journey, result);
            return result;
        }
    }

    private Walk walk(Lab lab, Journey journey, Correlation correlation, int clients) {
        return new Walk(lab, journey, correlation, order.logins(), clients);
    }

    private void count(Walk walk) {
        walk.travellers().forEach(one -> requests += one.seen().size());
    }

    /** Walks again until at least one client had another node than before: what names a node has to count as noise. */
    private void baseline(Lab lab, Journey journey, Correlation correlation, Walk first) throws InterruptedException {
        boolean other = false;
        List<List<Facts>> walks = new ArrayList<>();
        first.travellers().forEach(one -> walks.add(List.copyOf(one.facts())));
        for (int i = 1; i < MOST_BASELINES && !(other && i > 1); i++) {
            nudge(lab, journey, correlation);
            try (Walk again = walk(lab, journey, correlation, first.travellers().size())) {
                again.walk(client -> journey.steps().size());
                count(again);
                learn(journey, first, again);
                for (int c = 0; c < first.travellers().size(); c++) {
                    List<Facts> seen = again.travellers().get(c).facts();
                    walks.add(List.copyOf(seen));
                    other |= !first.travellers()
                            .get(c)
                            .owner()
                            .equals(again.travellers().get(c).owner());
                }
            }
        }
        walks.forEach(carried::learn);
        judgeBaseline(lab, journey, first);
        if (first.travellers().stream().anyMatch(one -> one.facts().stream().anyMatch(Facts::isCut))) {
            notices.add("A page has more than 5,000 texts, fields and links: the rest of it was not compared.");
        }
    }

    /** One request without a session: the front's next new session goes to another node than it did. */
    private void nudge(Lab lab, Journey journey, Correlation correlation) throws InterruptedException {
        try (Walk one = walk(lab, journey, correlation, 1)) {
            one.walk(client -> 1);
        }
    }

    private void judgeBaseline(Lab lab, Journey journey, Walk first) {
        Traveller one = first.travellers().get(0);
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
                            + (order.logins().rows().isEmpty()
                                            && first.travellers().size() > 1
                                    ? " If all clients are one user, try --clients 1, or --logins FILE.csv."
                                    : ""));
                }
            }
        }
        first.travellers().forEach(traveller -> traveller.walker().missing().stream()
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
    private Optional<Integer> begins(Walk first, Journey journey) {
        int latest = 0;
        for (Traveller one : first.travellers()) {
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

    /** Returns the steps after which it hit nobody. */
    private Set<Integer> faults(
            Lab lab,
            Journey journey,
            Correlation correlation,
            Walk first,
            Fault fault,
            Set<Integer> steps,
            Deviations found)
            throws RefusedException, BootException, InterruptedException {
        Set<Integer> left = new TreeSet<>(steps);
        int begins = steps.iterator().next();
        List<String> hit = new ArrayList<>();
        int rounds = steps.size() + SPARE_ROUNDS;
        for (int round = 0; round < rounds && !left.isEmpty(); round++) {
            progress.accept("verify " + order.app() + ": " + fault.word() + ", " + (steps.size() - left.size()) + " of "
                    + Times.plural(steps.size(), "step") + " done");
            try (Walk walk = walk(lab, journey, correlation, first.travellers().size())) {
                walk.walk(client -> begins);
                Round one = new Round(lab, fault, walk, left, hit);
                walk.walk(one::waitsAfter);
                if (!one.begin()) {
                    notices.add("T" + fault.of(one.victim()).substring(1) + " did not take effect in time.");
                    continue;
                }
                walk.walk(client -> journey.steps().size());
                count(walk);
                left.removeAll(one.judge(++roundNumber, first, found));
                bystanders |= one.hasBystanders();
                try {
                    one.end();
                } catch (BootException e) {
                    nodeIsMissing = true;
                    gaps.add("After " + fault.of(one.victim()) + ", the node did not come back: " + e.getMessage());
                    break;
                }
            }
        }
        return left;
    }

    private void missed(Journey journey, Fault fault, Set<Integer> left) {
        if (!left.isEmpty() && !nodeIsMissing) {
            gaps.add("No " + fault.word() + " hit the owner of a session after "
                    + journey.steps().get(left.iterator().next() - 1).name()
                    + (left.size() > 1 ? " and " + Times.plural(left.size() - 1, "other step") : "")
                    + ", or nobody answered afterwards by another node.");
        }
    }

    /** What differs after the faults without one too, an application does by itself: its stock sold out, an hour passed. */
    private void lastWalk(Lab lab, Journey journey, Correlation correlation, Walk first) throws InterruptedException {
        progress.accept("verify " + order.app() + ": what differs without a fault now");
        try (Walk again = walk(lab, journey, correlation, first.travellers().size())) {
            again.walk(client -> journey.steps().size());
            count(again);
            learn(journey, first, again);
        }
        for (Step step : journey.steps()) {
            for (Facts.Kind kind : Facts.Kind.values()) {
                if (kind.isHard() && noise.has(step.number(), kind)) {
                    gaps.add("After the faults, the " + kind.word() + " of " + step.name()
                            + " was another one without a fault too: the application changes by itself, or did not "
                            + "recover. So that step was not compared.");
                }
            }
        }
    }

    private void learn(Journey journey, Walk first, Walk again) {
        for (int c = 0; c < first.travellers().size(); c++) {
            Traveller one = first.travellers().get(c);
            Traveller two = again.travellers().get(c);
            for (int step = 1; step <= journey.steps().size(); step++) {
                noise.learn(step, one.facts(step), two.facts(step));
            }
        }
    }

    /** What was seen in one round only is tried again. */
    private void repeat(Lab lab, Journey journey, Correlation correlation, Walk first, Deviations found)
            throws RefusedException, BootException, InterruptedException {
        Map<Fault, Set<Integer>> again = new TreeMap<>();
        found.result().doubts().stream().filter(doubt -> !doubt.isHarmless()).forEach(doubt -> again.computeIfAbsent(
                        doubt.fault(), none -> new TreeSet<>())
                .add(doubt.after()));
        for (Map.Entry<Fault, Set<Integer>> one : again.entrySet()) {
            faults(lab, journey, correlation, first, one.getKey(), one.getValue(), found);
        }
    }

    private void doubts(Journey journey, Deviations.Result result) {
        Set<Integer> told = new TreeSet<>();
        for (Doubt doubt : result.doubts()) {
            String sentence = "With a " + doubt.fault().word() + " after "
                    + journey.steps().get(doubt.after() - 1).name() + ", "
                    + journey.steps().get(doubt.step() - 1).name() + " differed once, and not when it was repeated: "
                    + doubt.difference().excerpt() + ".";
            if (told.add(doubt.step())) {
                (doubt.isHarmless() ? notices : gaps).add(sentence);
            }
        }
    }

    /** With all clients on the nodes that were hit, a node that no client is on is ended once, to see what that alone changes. */
    private void control(Lab lab, Journey journey, Correlation correlation, Walk first, int begins, Deviations found)
            throws RefusedException, BootException, InterruptedException {
        progress.accept("verify " + order.app() + ": what a missing node changes by itself");
        try (Walk walk = walk(lab, journey, correlation, first.travellers().size())) {
            walk.walk(client -> begins);
            Set<Optional<String>> owners = new LinkedHashSet<>();
            walk.travellers().forEach(one -> owners.add(one.owner()));
            Optional<String> idle = lab.topology().nodes().stream()
                    .map(NodeSpec::name)
                    .filter(node -> !owners.contains(Optional.of(node)))
                    .findFirst();
            if (idle.isEmpty()) {
                return;
            }
            lab.control().kill(idle.get());
            walk.walk(client -> journey.steps().size());
            count(walk);
            for (int i = 0; i < walk.travellers().size(); i++) {
                found.bystander(
                        Fault.KILL,
                        begins,
                        first.travellers().get(i),
                        walk.travellers().get(i));
            }
            lab.control().start(idle.get());
        }
    }

    /** At the end: what differs with one fault may be excused by what was seen with another. */
    private List<Cell> cells(Deviations.Result found) {
        List<Cell> cells = new ArrayList<>();
        for (Tried one : tried) {
            for (int step : one.steps()) {
                Status status = one.left().contains(step) ? Status.UNKNOWN : found.status(one.fault(), step);
                cells.add(new Cell(one.fault().word(), step, status));
            }
        }
        return cells;
    }

    private Map<String, String> facts(Lab lab, Journey journey, long nanos) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("nodes", lab.topology().nodes().size() + ", " + lab.topology().hostText());
        facts.put("manager", lab.topology().managerName());
        facts.put(
                "journey",
                Times.plural(journey.steps().size(), "step") + ", "
                        + (order.journey().isPresent() ? "from a file" : "made of links and forms"));
        facts.put("requests", Times.count(requests));
        facts.put("noise", Times.plural(noise.size(), "place") + " differ without a fault and are not compared");
        facts.put("took", Times.span(nanos));
        return facts;
    }

    /** Passes warnings to the user. */
    private final class Ears implements BootListener {
        @Override
        public void progress(int started, int seesAll, int nodes) {
            // Too short to be shown.
        }

        @Override
        public void waiting(String what, long seconds) {
            progress.accept(what);
        }

        @Override
        public void warning(String sentence) {
            warning.accept(sentence);
        }

        @Override
        public void log(String node, LogRecord line) {
            // In the run folder.
        }
    }
}
