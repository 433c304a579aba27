package clusterlab.run;

import clusterlab.Lab;
import clusterlab.app.journey.Carried;
import clusterlab.app.journey.Correlation;
import clusterlab.app.journey.Crawl;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Noise;
import clusterlab.app.journey.Step;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.experiment.history.Times;
import clusterlab.report.VerifyReport;
import clusterlab.report.VerifyReport.Cell;
import clusterlab.report.VerifyReport.Found;
import clusterlab.run.Walk.Traveller;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.LogRecord;

/**
 * Verifies an application: boots a lab with it, walks a journey twice without a fault to learn what differs anyway, and then with
 * each fault. All clients wait after a step of their own, so that one kill hits owners of sessions after many steps at once;
 * those whose owner was not hit show what any missing node changes.
 */
public final class Verification {
    /** As long as a person waits for a page that is compiled first. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Once it is known how slow the application is: a request that hangs after a fault is not waited for much longer. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);

    private static final int TIMES_THE_SLOWEST = 3;
    private static final Duration ATTRIBUTES = Duration.ofSeconds(15);
    private static final int USUAL_CLIENTS = 24;
    private static final int MOST_BASELINES = 4;

    private final VerifyOrder order;
    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private final Set<String> losses = new LinkedHashSet<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();
    private final Noise noise = new Noise();
    private final Carried carried = new Carried(noise);

    /** The walks without a fault after the first one. */
    private final List<Walk> quiet = new ArrayList<>();

    private int requests;
    private Duration patience = PATIENCE;

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
                Outcome outcome = walkAll(lab, journey);
                List<Found> found = outcome.found().all();
                List<String> noted = new ArrayList<>(order.doctor());
                boolean shown = !losses.isEmpty() || !found.isEmpty();
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
                        outcome.cells(),
                        found,
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

    private Outcome walkAll(Lab lab, Journey journey) throws RefusedException, BootException, InterruptedException {
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
            patience = patience(first.slowest());
            Baseline baseline = new Baseline(order, journey, first.travellers(), noise);
            baseline.judge(lab, losses, gaps, notices);
            Optional<Integer> begins = losses.isEmpty() ? baseline.begins(gaps) : Optional.empty();
            if (begins.isEmpty() || !gaps.isEmpty() || !losses.isEmpty()) {
                return new Outcome(found, List.of());
            }
            Trials trials = new Trials(
                    lab,
                    journey,
                    first,
                    found,
                    begins.get(),
                    () -> walk(lab, journey, correlation, clients),
                    line -> progress.accept("verify " + order.app() + ": " + line),
                    gaps,
                    notices);
            trials.run(order.faults());
            requests += trials.requests();
            Sentences sentences = new Sentences(journey);
            if (!found.isEmpty() && !trials.nodeIsMissing()) {
                progress.accept("verify " + order.app() + ": walking once more without a fault");
                again(lab, journey, correlation, first);
                learnCarried(quiet.size(), quiet.get(quiet.size() - 1));
                sentences.changedByItself(found.relearned(), gaps, notices);
            }
            sentences.doubtful(found.doubts(), gaps, notices);
            return new Outcome(found, trials.cells());
        }
    }

    /** What the faults showed. */
    private record Outcome(Deviations found, List<Cell> cells) {}

    private Walk walk(Lab lab, Journey journey, Correlation correlation, int clients) {
        return new Walk(lab, journey, correlation, order.logins(), clients, patience);
    }

    private void count(Walk walk) {
        walk.travellers().forEach(one -> requests += one.seen().size());
    }

    private static Duration patience(Duration slowest) {
        Duration enough = slowest.multipliedBy(TIMES_THE_SLOWEST);
        return enough.compareTo(LEAST_PATIENCE) < 0
                ? LEAST_PATIENCE
                : enough.compareTo(PATIENCE) > 0 ? PATIENCE : enough;
    }

    /** Walks again until at least one client had another node than before: what names a node has to count as noise. */
    private void baseline(Lab lab, Journey journey, Correlation correlation, Walk first) throws InterruptedException {
        boolean other = false;
        for (int i = 1; i < MOST_BASELINES && !(other && i > 1); i++) {
            other |= again(lab, journey, correlation, first);
        }
        learnCarried(0, first);
        for (int i = 0; i < quiet.size(); i++) {
            learnCarried(i + 1, quiet.get(i));
        }
    }

    /** Walks once more without a fault; what differs now is noise. Returns whether a client had another node. */
    private boolean again(Lab lab, Journey journey, Correlation correlation, Walk first) throws InterruptedException {
        nudge(lab, journey, correlation);
        boolean other = false;
        try (Walk again = walk(lab, journey, correlation, first.travellers().size())) {
            again.walk(client -> journey.steps().size());
            count(again);
            for (int c = 0; c < first.travellers().size(); c++) {
                Traveller one = first.travellers().get(c);
                Traveller two = again.travellers().get(c);
                for (int step = 1; step <= journey.steps().size(); step++) {
                    noise.learn(step, one.facts(step), two.facts(step));
                }
                other |= !one.owner().equals(two.owner());
            }
            quiet.add(again);
        }
        return other;
    }

    private void learnCarried(int number, Walk walk) {
        walk.travellers()
                .forEach(one ->
                        carried.learn(number, one.owner().orElse(""), one.way().facts()));
    }

    /** One request without a session: the front's next new session goes to another node than it did. */
    private void nudge(Lab lab, Journey journey, Correlation correlation) throws InterruptedException {
        try (Walk one = walk(lab, journey, correlation, 1)) {
            one.walk(client -> 1);
        }
    }

    private Map<String, String> facts(Lab lab, Journey journey, long nanos) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("nodes", lab.topology().nodes().size() + ", " + lab.topology().hostText());
        facts.put(
                "manager",
                lab.cluster().replicates() ? lab.topology().managerName() : "StandardManager: not <distributable/>");
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
