package clusterlab.cli.console;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.event.EventJson;
import clusterlab.fault.Fault;
import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.load.LoadView;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;

/** The lab in this JVM. */
public final class LocalActions implements LabActions {
    /** How long a change may take to show in the members that nodes see; what they see then is shown anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Lab lab;
    private final Cluster cluster;
    private final Optional<Balancer> front;
    private final Optional<URI> dashboard;

    /**
     * A lab that is ready.
     *
     * @param front its balancer, if it has one
     * @param dashboard its address with what it takes to log in, if there is one
     */
    public LocalActions(Lab lab, Optional<Balancer> front, Optional<URI> dashboard) {
        this.lab = lab;
        this.cluster = lab.cluster();
        this.front = front;
        this.dashboard = dashboard;
    }

    @Override
    public LabView look() {
        long now = System.currentTimeMillis();
        List<LabView.FaultLine> faults = lab.nemesis().active().stream()
                .map(active -> new LabView.FaultLine(
                        active.id(),
                        active.fault().description(),
                        active.untilMillis().map(until -> until - now)))
                .toList();
        List<LabView.WorkerLine> workers = front.map(Balancer::workers).orElse(List.of()).stream()
                .map(worker -> new LabView.WorkerLine(
                        worker.name(), worker.state() + " " + worker.activation(), worker.elected(), worker.errors()))
                .toList();
        return new LabView(
                front.map(Balancer::uri),
                cluster.nodes(),
                faults,
                workers,
                lab.load().snapshot());
    }

    @Override
    public void change(NodeAction action, String node) throws ActionException, InterruptedException {
        try {
            switch (action) {
                case KILL -> cluster.kill(node);
                case STOP -> cluster.stop(node);
                case START -> cluster.start(node);
                case RESTART -> cluster.restart(node);
                case REMOVE -> cluster.remove(node);
                case DRAIN -> activate(node, Activation.DIS);
                case UNDRAIN -> activate(node, Activation.ACT);
            }
            if (action == NodeAction.KILL || action == NodeAction.STOP || action == NodeAction.REMOVE) {
                cluster.awaitGone(node, PATIENCE);
            } else if (action == NodeAction.START || action == NodeAction.RESTART) {
                cluster.awaitMembers(PATIENCE);
            }
        } catch (RefusedException | BootException e) {
            throw sentence(e);
        }
    }

    private void activate(String node, Activation activation) throws ActionException {
        if (front.isEmpty()) {
            throw new ActionException("There is no balancer, so nothing can be drained; start the lab with --front.");
        }
        try {
            front.get().activate(node, activation);
        } catch (NoSuchElementException e) {
            throw new ActionException("There is no node " + node + "; status shows them.", e);
        }
    }

    @Override
    public String add() throws ActionException, InterruptedException {
        try {
            String name = cluster.add();
            cluster.awaitMembers(PATIENCE);
            return name;
        } catch (RefusedException | BootException e) {
            throw sentence(e);
        }
    }

    @Override
    public void sticky(boolean on) throws ActionException {
        if (front.isEmpty()) {
            throw new ActionException("There is no balancer to be sticky; start the lab with --front.");
        }
        try {
            cluster.balancer(cluster.topology().balancer().withSticky(on), () -> front.get()
                    .sticky(on));
        } catch (UncheckedIOException e) {
            throw sentence(e);
        }
    }

    @Override
    public String begin(Fault fault, Optional<Duration> forTime) throws ActionException, InterruptedException {
        try {
            String id = lab.nemesis().begin(fault, forTime).id();
            cluster.awaitMembers(PATIENCE);
            return id;
        } catch (RefusedException e) {
            throw sentence(e);
        }
    }

    @Override
    public void heal(Optional<String> id) throws ActionException, InterruptedException {
        if (id.isEmpty()) {
            lab.nemesis().healAll();
        } else if (!lab.nemesis().heal(id.get())) {
            List<String> active =
                    lab.nemesis().active().stream().map(fault -> fault.id()).toList();
            throw new ActionException("There is no fault " + id.get()
                    + (active.isEmpty() ? "; none is in force." : "; in force: " + String.join(", ", active) + "."));
        }
        cluster.awaitMembers(PATIENCE);
    }

    @Override
    public Sessions.Page sessions(int offset, int limit) {
        return cluster.sessions().page(offset, limit);
    }

    @Override
    public Optional<SessionView> session(String id) {
        return cluster.sessions().find(id);
    }

    @Override
    public void loadOn(int clients, OptionalDouble ratePerSecond) throws ActionException {
        try {
            lab.load().start(clients, ratePerSecond);
        } catch (IllegalArgumentException e) {
            throw sentence(e);
        }
    }

    @Override
    public LoadView loadOff() {
        lab.load().stop();
        return lab.load().snapshot();
    }

    @Override
    public List<Map<String, Object>> events(int count) {
        long last = lab.events().sequence();
        return lab.events().after(Math.max(0, last - count), count).stream()
                .map(EventJson::map)
                .toList();
    }

    @Override
    public URI page() throws ActionException {
        if (dashboard.isPresent()) {
            return dashboard.get();
        }
        Optional<URI> start = front.map(Balancer::uri).or(() -> cluster.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .map(NodeView::spec)
                .map(spec -> URI.create(spec.httpUrl()).resolve(lab.topology().startPath()))
                .findFirst());
        return start.orElseThrow(() -> new ActionException("No node is up; start one first."));
    }

    private static ActionException sentence(Exception e) {
        return new ActionException(String.valueOf(e.getMessage()), e);
    }
}
