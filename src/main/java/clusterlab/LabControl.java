package clusterlab;

import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.Farm;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.UnknownNodeException;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.fault.Fault;
import clusterlab.fault.Nemesis;
import clusterlab.fault.NodeFault;
import clusterlab.fault.UnknownFaultException;
import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.FrontException;
import clusterlab.lesson.LessonDesk;
import clusterlab.load.LoadGenerator;
import clusterlab.load.LoadView;
import clusterlab.replay.ReplayData;
import clusterlab.replay.ReplayRecorder;
import clusterlab.wire.ClusterJson;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place that acts on a running lab: it carries out an action, waits until it took effect, and reports the
 * result. Prompt, ctl, API, dashboard and experiments use it.
 *
 * <p>A refused action throws a {@link RefusedException}, a failed action throws a {@link BootException}; the messages
 * are sentences for the user.
 */
public final class LabControl {
    /** With the value off, labs record no replay; to measure what that costs. */
    private static final String REPLAY_PROPERTY = "clusterlab.replay";

    /** The members have the detection time and this much more to agree. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Nemesis nemesis;
    private final EventLog events;
    private final Supplier<Optional<Balancer>> front;
    private final LoadGenerator load;
    private final LessonDesk lessons;
    private @Nullable ReplayRecorder recorder;

    /**
     * A control for these parts of a lab.
     *
     * @param front supplies the balancer, or empty while there is none
     */
    public LabControl(
            Cluster cluster, Nemesis nemesis, EventLog events, Supplier<Optional<Balancer>> front, LoadGenerator load) {
        this.cluster = cluster;
        this.nemesis = nemesis;
        this.events = events;
        this.front = front;
        this.load = load;
        this.lessons = new LessonDesk(cluster, events, nemesis::active, front, load::snapshot);
    }

    /**
     * The result of an action.
     *
     * @param what the changed object, in its state afterwards
     * @param effective whether the members agreed within the detection time plus five seconds
     */
    public record Outcome<T>(T what, boolean effective) {}

    /** The nodes, for reading. */
    public Cluster cluster() {
        return cluster;
    }

    /** The log of all events. */
    public EventLog events() {
        return events;
    }

    /** Records the lab for a replay from now on, if it does not already; the lab ends that. Call it after the boot. */
    public synchronized void record() {
        if (recorder == null && events.isOn() && !"off".equals(System.getProperty(REPLAY_PROPERTY))) {
            recorder = ReplayRecorder.start(
                    () -> ClusterJson.of(cluster, 0, detection(), front(), List.of(), faults(), load()),
                    cluster.sessions(),
                    events);
        }
    }

    /**
     * What was recorded since {@link #record}.
     *
     * @throws RefusedException if nothing was
     */
    public synchronized ReplayData recording() throws RefusedException {
        ReplayData recorded = recorder == null ? null : recorder.recording();
        if (recorded == null || recorded.frames().isEmpty()) {
            throw new RefusedException(
                    "This lab records no replay, or has just begun; start it without -D" + REPLAY_PROPERTY + "=off.");
        }
        return recorded;
    }

    /** Ends the recording. */
    synchronized void endRecording() {
        if (recorder != null) {
            recorder.close();
        }
    }

    /** The balancer, or empty if clients send their requests to the nodes. */
    public Optional<Balancer> front() {
        return front.get();
    }

    /**
     * The balancer.
     *
     * @param purpose what it is wanted for, as in "drain a node"
     * @throws RefusedException if there is none
     */
    public Balancer frontThatCan(String purpose) throws RefusedException {
        return front().orElseThrow(() -> new RefusedException(
                "This lab has no front that could " + purpose + "; start one with --front embedded."));
    }

    /** The lesson that runs, and those that could. */
    public LessonDesk lessons() {
        return lessons;
    }

    /** The faults in force, oldest first. */
    public List<Nemesis.Active> faults() {
        return nemesis.active();
    }

    /**
     * What was found about attributes of sessions that a failover would lose, or has lost; oldest first. Empty without
     * {@link Cluster#watchAttributes}.
     */
    public List<Alarm> alarms() {
        return cluster.alarms().list();
    }

    /**
     * Ends an alarm. The same mistake raises it again when it is seen in a session in which it was not seen before.
     *
     * @throws RefusedException if there is no alarm of this id
     */
    public void acknowledge(String id) throws RefusedException {
        cluster.alarms().acknowledge(id);
    }

    /** Ends all alarms. */
    public void acknowledgeAll() {
        cluster.alarms().acknowledgeAll();
    }

    /** The current figures of the built-in load. */
    public LoadView load() {
        return load.snapshot();
    }

    /** The time after which a silent member is removed from the membership. */
    public Duration detection() {
        return Duration.ofMillis(cluster.topology().channel().membership().detection());
    }

    private Duration patience() {
        return PATIENCE.plus(detection());
    }

    /** Whether the nodes' host only simulates this fault. */
    public boolean isSimulated(Fault fault) {
        return !Collections.disjoint(fault.needs(), cluster.simulated());
    }

    /**
     * Begins a fault and waits for evidence that it took effect.
     *
     * @param forTime after this time it heals by itself; more than zero, or empty for a fault that stays until somebody
     *     heals it
     */
    public Outcome<Nemesis.Active> begin(Fault fault, Optional<Duration> forTime)
            throws RefusedException, BootException, InterruptedException {
        cluster.beforeFault();
        Nemesis.Active begun = nemesis.begin(fault, forTime);
        return new Outcome<>(begun, nemesis.awaitEffect(begun, patience()).isPresent());
    }

    /**
     * Ends a fault and waits until the members agree.
     *
     * @return the remaining faults
     * @throws RefusedException if no fault of this id is in force
     */
    public Outcome<List<Nemesis.Active>> heal(String id) throws RefusedException, BootException, InterruptedException {
        if (!nemesis.heal(id)) {
            List<String> others =
                    nemesis.active().stream().map(Nemesis.Active::id).toList();
            throw new UnknownFaultException(id, others);
        }
        return agreed(nemesis.active());
    }

    /** Ends all faults, also by starting the nodes that were killed or stopped, and letting frozen ones go on. */
    public Outcome<List<Nemesis.Active>> healAll() throws RefusedException, BootException, InterruptedException {
        nemesis.healAll();
        return agreed(nemesis.active());
    }

    /** Crashes a node, as far as the host can. */
    public Outcome<NodeView> kill(String node) throws RefusedException, BootException, InterruptedException {
        return hit(new NodeFault.Kill(node));
    }

    /** Stops a node gracefully. */
    public Outcome<NodeView> stop(String node) throws RefusedException, BootException, InterruptedException {
        return hit(new NodeFault.Stop(node));
    }

    /**
     * Suspends a node.
     *
     * @throws RefusedException if the nodes' host can't do that, or the node is not up
     */
    public Outcome<NodeView> freeze(String node) throws RefusedException, BootException, InterruptedException {
        return hit(new NodeFault.Freeze(node));
    }

    /**
     * Lets a frozen node go on and waits until it answers.
     *
     * @throws RefusedException if it is not frozen
     */
    public Outcome<NodeView> thaw(String node) throws RefusedException, BootException, InterruptedException {
        cluster.refuseUnlessFrozen(node);
        return start(node);
    }

    private Outcome<NodeView> hit(NodeFault fault) throws RefusedException, BootException, InterruptedException {
        boolean effective = begin(fault, Optional.empty()).effective();
        return new Outcome<>(view(fault.node()), effective);
    }

    /** Starts a node that does not run, or lets a frozen one go on; if a fault ended or froze it, that fault is healed. */
    public Outcome<NodeView> start(String node) throws RefusedException, BootException, InterruptedException {
        Optional<Nemesis.Active> fault = nemesis.activeOn(node);
        if (fault.isEmpty() || !nemesis.heal(fault.get().id())) {
            cluster.start(node);
        }
        return agreed(view(node));
    }

    /** Stops a node gracefully and starts it again. */
    public Outcome<NodeView> restart(String node) throws RefusedException, BootException, InterruptedException {
        cluster.beforeFault();
        nemesis.heal(nemesis.begin(new NodeFault.Stop(node), Optional.empty()).id());
        return agreed(view(node));
    }

    /** Adds a node to the plan and starts it. */
    public Outcome<NodeView> add() throws RefusedException, BootException, InterruptedException {
        String name = cluster.add();
        return agreed(view(name));
    }

    /**
     * Stops a node, if it runs, and removes it from the plan.
     *
     * @return the remaining nodes
     */
    public Outcome<List<NodeView>> remove(String node) throws RefusedException, BootException, InterruptedException {
        cluster.beforeFault();
        cluster.remove(node);
        nemesis.removed(node);
        boolean effective = cluster.awaitGone(node, patience());
        return new Outcome<>(cluster.nodes(), effective);
    }

    /** The applications that were deployed while the lab runs, by name. */
    public List<ApplicationView> applications() {
        return cluster.farm().applications();
    }

    /**
     * Deploys a WAR on all nodes, over the FarmWarDeployer of one of them.
     *
     * @param war the file
     * @param file the name that decides on path and version of the application, such as {@code shop##2.war}
     * @param node the one that watches the folder into which it goes; empty for one that has it already, or the first that is up
     * @return effective if each node that is up has started it, or has failed to
     * @throws RefusedException if that is no WAR, or the cluster can't deploy it
     */
    public Outcome<Farm.Deployed> deploy(Path war, String file, Optional<String> node)
            throws RefusedException, BootException, InterruptedException {
        cluster.beforeFault();
        Farm.Deployed deployed = cluster.farm().deploy(war, file, node);
        return new Outcome<>(deployed, deployed.inTime());
    }

    /**
     * The same with a WAR that comes as a stream.
     *
     * @param size its size in bytes, or -1 if that is not known
     */
    public Outcome<Farm.Deployed> deploy(InputStream war, long size, String file, Optional<String> node)
            throws RefusedException, BootException, InterruptedException {
        cluster.beforeFault();
        Farm.Deployed deployed = cluster.farm().deploy(war, size, file, node);
        return new Outcome<>(deployed, deployed.inTime());
    }

    /**
     * Removes an application that was deployed while the lab runs.
     *
     * @param name its base name, such as {@code shop##2}
     * @throws RefusedException if there is none, or the node that watches its WAR is not up
     */
    public Outcome<Farm.Undeployed> undeploy(String name) throws RefusedException, BootException, InterruptedException {
        cluster.beforeFault();
        Farm.Undeployed undeployed = cluster.farm().undeploy(name);
        return new Outcome<>(undeployed, undeployed.inTime());
    }

    /** Configures the front to send this node no new sessions, or to send it new sessions again. */
    public NodeView drain(String node, boolean on) throws RefusedException, BootException {
        Balancer balancer = frontThatCan("drain a node");
        cluster.refuseUnknown(List.of(node));
        try {
            balancer.activate(node, on ? Activation.DIS : Activation.ACT);
        } catch (NoSuchElementException e) {
            throw new RefusedException("The front has no worker " + node + ".");
        } catch (FrontException e) {
            throw new BootException(String.valueOf(e.getMessage()), e);
        }
        return view(node);
    }

    /** Configures the front to keep sessions on their nodes, or to send requests to the nodes in turn. */
    public void sticky(boolean on) throws RefusedException, BootException {
        Balancer balancer = frontThatCan("be sticky");
        boolean changes = cluster.topology().balancer().sticky() != on;
        cluster.balancer(cluster.topology().balancer().withSticky(on), () -> {
            try {
                balancer.sticky(on);
            } catch (FrontException e) {
                throw new BootException(String.valueOf(e.getMessage()), e);
            }
        });
        if (changes) {
            events.append(new Event.StickyChanged(on));
        }
    }

    /**
     * Starts the load. If it runs already, it continues with these numbers.
     *
     * @param clients 1 to {@link LoadGenerator#MAX_CLIENTS}
     * @param ratePerSecond requests per second of all clients together, more than 0; empty for no limit
     */
    public LoadView startLoad(int clients, OptionalDouble ratePerSecond) throws RefusedException {
        try {
            load.start(clients, ratePerSecond);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        return load.snapshot();
    }

    /** Stops the load; returns when the last request was answered or abandoned. */
    public LoadView stopLoad() {
        load.stop();
        return load.snapshot();
    }

    private <T> Outcome<T> agreed(T what) throws InterruptedException {
        return new Outcome<>(what, cluster.awaitMembers(patience()));
    }

    private NodeView view(String name) throws UnknownNodeException {
        return cluster.nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownNodeException(
                        name,
                        cluster.nodes().stream().map(node -> node.spec().name()).toList()));
    }
}
