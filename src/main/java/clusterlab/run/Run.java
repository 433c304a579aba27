package clusterlab.run;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.SessionView;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.copies.CopyReader;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.Polls;
import clusterlab.experiment.evidence.Evidence;
import clusterlab.experiment.evidence.RunEnd;
import clusterlab.experiment.history.Recorder;
import clusterlab.experiment.workload.CountingPage;
import clusterlab.experiment.workload.Release;
import clusterlab.experiment.workload.Site;
import clusterlab.experiment.workload.Workload;
import clusterlab.experiment.workload.WorkloadPlan;
import clusterlab.fault.LinksFault;
import clusterlab.fault.Schedule;
import clusterlab.front.Balancer;
import clusterlab.replay.ReplayData;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.LogRecord;

/**
 * One run: it boots a fresh lab, applies load and faults, waits until the copies are at rest, reads every copy, and writes
 * all of that to one file. What the file holds is judged.
 *
 * @param label of the result
 * @param experiment the experiment
 * @param spec the cluster
 * @param plan the workload
 * @param duration of the load; longer if the faults need it
 * @param schedule the faults; empty for a control
 * @param page the page that the clients request
 * @param release the new version of the application that comes under load, or empty for none
 * @param releases whether it comes; else only the first one is there
 * @param order what the file says of the experiment that the run belongs to
 * @param rig what the run is made of
 * @param history the file to write
 */
record Run(
        RunLabel label,
        Experiment experiment,
        ClusterSpec spec,
        WorkloadPlan plan,
        Duration duration,
        Schedule schedule,
        CountingPage page,
        Optional<Release> release,
        boolean releases,
        PlanWriter order,
        Rig rig,
        Path history) {
    /** The word for a new version that comes in one step, where faults have theirs. */
    static final String REDEPLOY = "redeploy";

    private static final Duration AFTER_LAST_FAULT = Duration.ofSeconds(1);
    private static final Duration MEMBERS = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 250;
    private static final long MILLION = 1_000_000;

    /** How long copies may go on changing before the last reading, beside the time that they have to be at rest. */
    private static final long SETTLE_NANOS = Duration.ofSeconds(8).toNanos();

    /** The share of the load's time after which a new version comes. */
    private static final double RELEASED = 0.3;

    private static final int MOST_SESSIONS_POLLED = 2_000;

    /**
     * Carries out the run.
     *
     * @param judged whether its file is judged; a warm-up ends without waiting until the copies are at rest
     * @param warning takes sentences for the user
     * @param loadIsOver is called at the end of the load, before the copies come to rest
     * @param replay takes what was recorded for a replay, if it is wanted
     * @throws BootException if the lab does not become ready
     * @throws IOException if the history can't be written or read
     */
    void execute(boolean judged, Consumer<String> warning, Runnable loadIsOver, Optional<Consumer<Taken>> replay)
            throws SpecException, BootException, IOException, InterruptedException {
        try (PortPolicy ports = PortPolicy.probing();
                Lab lab = rig.lab(Planner.plan(spec, ports).topology(), ports, new WarningListener(warning))) {
            lab.boot();
            if (replay.isPresent()) {
                lab.control().record();
            }
            rig.booted(lab);
            slowLinks(lab);
            Optional<Releaser> releaser = release.map(one -> new Releaser(lab, one));
            if (releaser.isPresent()) {
                releaser.get().first();
            }
            long origin = underLoad(lab, releaser.filter(one -> releases), judged, warning, loadIsOver);
            if (replay.isPresent()) {
                replay.get().accept(new Taken(origin, lab.control().recording()));
            }
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void slowLinks(Lab lab) throws RefusedException, BootException, InterruptedException {
        if (page.linkMillis() == 0) {
            return;
        }
        List<String> nodes = lab.topology().nodes().stream().map(NodeSpec::name).toList();
        for (LinksFault delay : delays(nodes, page.linkMillis())) {
            lab.control().begin(delay, Optional.empty());
        }
    }

    /** One for each pair of nodes: a delay applies to both directions. */
    static List<LinksFault> delays(List<String> nodes, long millis) {
        List<LinksFault> delays = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String to : nodes.subList(i + 1, nodes.size())) {
                delays.add(new LinksFault.Delay(nodes.get(i), to, millis, 0));
            }
        }
        return delays;
    }

    /** When a new version comes in one step, in nanoseconds since the run began; empty if none does. */
    Optional<Long> releaseAt() {
        return releases && release.filter(Release::isOneStep).isPresent()
                ? Optional.of(Math.round(duration.toNanos() * RELEASED))
                : Optional.empty();
    }

    /**
     * What was recorded of a run.
     *
     * @param originMillis when the run's time was 0, since the epoch
     */
    record Taken(long originMillis, ReplayData recording) {}

    /** Returns when the run's time was 0, in milliseconds since the epoch. */
    private long underLoad(
            Lab lab, Optional<Releaser> releaser, boolean judged, Consumer<String> warning, Runnable loadIsOver)
            throws IOException, InterruptedException {
        Topology topology = lab.topology();
        CopyReader reader = new CopyReader(new Copies(lab), topology.manager().kind() == ManagerSpec.Kind.BACKUP);
        Polls polls = new Polls();
        try (Recorder recorder = new Recorder(history)) {
            Evidence.write(recorder, order.plan(this, topology));
            LinkProbe links = LinkProbe.of(lab, page);
            long origin = System.nanoTime();
            long originMillis = System.currentTimeMillis();
            LongSupplier clock = () -> System.nanoTime() - origin;
            try (Workload load = new Workload(plan, rig::requests, site(lab), recorder, clock)) {
                FaultDriver driver = new FaultDriver(lab, load, clock, releaser, warning);
                load.start();
                for (Schedule.Step step : schedule.steps()) {
                    driver.apply(step);
                }
                if (releaseAt().isPresent()) {
                    driver.release(releaseAt().get());
                }
                boolean watch = !schedule.steps().isEmpty() || releaseAt().isPresent();
                boolean readable = topology.manager().kind() != ManagerSpec.Kind.OTHER;
                long end = watch
                        ? Math.max(duration.toNanos(), clock.getAsLong() + AFTER_LAST_FAULT.toNanos())
                        : duration.toNanos();
                while (clock.getAsLong() < end) {
                    if (watch && readable && load.ids().size() <= MOST_SESSIONS_POLLED) {
                        polls.add(reader.readUnderLoad(load.ids(), clock.getAsLong()));
                    }
                    Thread.sleep(Math.max(1, Math.min(POLL_MILLIS, (end - clock.getAsLong()) / MILLION)));
                }
                long loadEnd = clock.getAsLong();
                load.stop();
                loadIsOver.run();
                if (!judged) {
                    return originMillis;
                }
                lab.cluster().awaitMembers(MEMBERS);
                Rest rest = readable
                        ? settle(reader, load.ids(), clock, polls, PlanWriter.senderTimeout(topology))
                        : new Rest(new CopySnapshot(clock.getAsLong(), List.of()), 0);
                Evidence.write(
                        recorder,
                        driver.records(),
                        polls,
                        rest.last(),
                        new RunEnd(
                                recorder.operations(),
                                loadEnd,
                                plan.due(loadEnd),
                                rest.last().at(),
                                rest.nanos(),
                                new Copies(lab).live(),
                                links.measured(),
                                links.unmeasured()));
                return originMillis;
            }
        }
    }

    /** The last copies, and for how long they had not changed. */
    private record Rest(CopySnapshot last, long nanos) {}

    /**
     * Waits until no copy has changed for longer than any sender waits for a member: no client sends any more, but messages
     * may be under way for as long.
     */
    private static Rest settle(
            CopyReader reader, Map<Integer, String> ids, LongSupplier clock, Polls polls, long senderTimeout)
            throws InterruptedException {
        long deadline = clock.getAsLong() + senderTimeout + SETTLE_NANOS;
        CopySnapshot last = reader.read(ids, clock.getAsLong());
        long since = last.at();
        while (last.at() - since <= senderTimeout && clock.getAsLong() < deadline) {
            polls.add(last);
            long left = (since + senderTimeout - clock.getAsLong()) / MILLION;
            Thread.sleep(Math.max(1, Math.min(POLL_MILLIS, left + 1)));
            CopySnapshot now = reader.read(ids, clock.getAsLong());
            since = now.copies().equals(last.copies()) ? since : now.at();
            last = now;
        }
        return new Rest(last, last.at() - since);
    }

    private Site site(Lab lab) {
        Map<String, URI> nodes = new LinkedHashMap<>();
        for (NodeSpec node : lab.topology().nodes()) {
            nodes.put(node.name(), URI.create(node.httpUrl()));
        }
        Balancer front = lab.balancer().orElseThrow(() -> new IllegalStateException("an experiment needs a front"));
        List<String> names = List.copyOf(nodes.keySet());
        URI entry = page.direct() ? URI.create(lab.topology().nodes().get(0).httpUrl()) : front.uri();
        return new Site(
                entry,
                nodes,
                names,
                release.isPresent() ? Release.PATH + "/" : lab.topology().startPath(),
                page.path());
    }

    private record Copies(Lab lab) implements CopyReader.Source {
        @Override
        public List<String> live() {
            return lab.cluster().nodes().stream()
                    .filter(node -> node.state() == NodeState.UP)
                    .map(node -> node.spec().name())
                    .toList();
        }

        @Override
        public Map<String, SessionView> find(Collection<String> ids) {
            return lab.cluster().sessions().find(ids);
        }

        @Override
        public List<String> idsOn(String node) {
            return lab.cluster().sessions().idsOn(node);
        }
    }

    /** Passes warnings to the user; a boot of two seconds needs no progress line. */
    private record WarningListener(Consumer<String> warning) implements BootListener {
        @Override
        public void progress(int started, int seesAll, int nodes) {
            // Too short to be shown.
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
