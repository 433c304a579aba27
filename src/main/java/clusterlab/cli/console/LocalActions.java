package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.LabControl;
import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Farm;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.event.EventJson;
import clusterlab.fault.Fault;
import clusterlab.front.Balancer;
import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonView;
import clusterlab.load.LoadView;
import clusterlab.replay.ReplayPage;
import clusterlab.spec.Topology;
import clusterlab.wire.PodsJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The lab in this JVM. */
public final class LocalActions implements LabActions {
    private final LabControl lab;
    private final Optional<URI> dashboard;

    /**
     * Acts on a ready lab.
     *
     * @param dashboard its address with the login token; empty if there is no dashboard
     */
    public LocalActions(LabControl lab, Optional<URI> dashboard) {
        this.lab = lab;
        this.dashboard = dashboard;
    }

    /** An action whose refusal is a sentence for the user. */
    private interface Acting<T> {
        T act() throws RefusedException, BootException, InterruptedException;
    }

    private static <T> T acting(Acting<T> action) throws ActionException, InterruptedException {
        try {
            return action.act();
        } catch (RefusedException | BootException e) {
            throw new ActionException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public LabView look() {
        return LabView.of(
                lab.front().map(Balancer::uri),
                lab.cluster().nodes(),
                lab.faults(),
                lab.front().map(Balancer::workers).orElse(List.of()),
                lab.load());
    }

    @Override
    public void change(NodeAction action, String node) throws ActionException, InterruptedException {
        acting(() -> switch (action) {
            case START -> lab.start(node);
            case RESTART -> lab.restart(node);
            case THAW -> lab.thaw(node);
            case REMOVE -> lab.remove(node);
            case DRAIN -> lab.drain(node, true);
            case UNDRAIN -> lab.drain(node, false);
        });
    }

    @Override
    public String add() throws ActionException, InterruptedException {
        return acting(lab::add).what().spec().name();
    }

    @Override
    public void sticky(boolean on) throws ActionException, InterruptedException {
        acting(() -> {
            lab.sticky(on);
            return on;
        });
    }

    @Override
    public String begin(Fault fault, Optional<Duration> forTime) throws ActionException, InterruptedException {
        return acting(() -> lab.begin(fault, forTime)).what().id();
    }

    @Override
    public void heal(Optional<String> id) throws ActionException, InterruptedException {
        acting(() -> id.isEmpty() ? lab.healAll() : lab.heal(id.get()));
    }

    @Override
    public List<Alarm> alarms() {
        return lab.alarms();
    }

    @Override
    public PodsJson pods() {
        return PodsJson.of(lab.cluster());
    }

    @Override
    public void acknowledge(Optional<String> id) throws ActionException, InterruptedException {
        acting(() -> {
            if (id.isEmpty()) {
                lab.acknowledgeAll();
            } else {
                lab.acknowledge(id.get());
            }
            return id;
        });
    }

    @Override
    public List<ApplicationView> applications() {
        return lab.applications();
    }

    @Override
    public Farm.Deployed deploy(Path war, String file, Optional<String> node)
            throws ActionException, InterruptedException {
        return acting(() -> lab.deploy(war, file, node)).what();
    }

    @Override
    public Farm.Undeployed undeploy(String name) throws ActionException, InterruptedException {
        return acting(() -> lab.undeploy(name)).what();
    }

    @Override
    public Sessions.Page sessions(int offset, int limit) {
        return lab.cluster().sessions().page(offset, limit);
    }

    @Override
    public Optional<SessionView> session(String id) {
        return lab.cluster().sessions().find(id);
    }

    @Override
    public void loadOn(int clients, OptionalDouble ratePerSecond) throws ActionException, InterruptedException {
        acting(() -> lab.startLoad(clients, ratePerSecond));
    }

    @Override
    public LoadView loadOff() {
        return lab.stopLoad();
    }

    @Override
    public List<Map<String, Object>> events(int count) {
        long last = lab.events().sequence();
        return lab.events().after(Math.max(0, last - count), count).stream()
                .map(EventJson::map)
                .toList();
    }

    @Override
    public List<LessonView.Entry> lessons() {
        return lab.lessons().list();
    }

    @Override
    public LessonView lesson() {
        return lab.lessons().view();
    }

    @Override
    public LessonView lesson(LessonAction action, String what) throws ActionException, InterruptedException {
        return acting(() -> {
            lab.lessons().act(action, what);
            return lab.lessons().view();
        });
    }

    @Override
    public byte[] replay() throws ActionException, InterruptedException {
        return acting(() -> ReplayPage.of(lab.recording()));
    }

    @Override
    public URI page() throws ActionException {
        return dashboard
                .or(() -> lab.front().map(Balancer::uri))
                .or(() -> lab.cluster().nodes().stream()
                        .filter(node -> node.state() == NodeState.UP)
                        .map(node -> URI.create(node.spec().httpUrl())
                                .resolve(lab.cluster().topology().startPath()))
                        .findFirst())
                .orElseThrow(() -> new ActionException(tr("No node is up; start one first.")));
    }

    @Override
    public Map<String, String> unfit() {
        Map<String, String> unfit = new LinkedHashMap<>();
        Topology plan = lab.cluster().topology();
        if (!lab.cluster().abilities().contains(Ability.FREEZE)) {
            String needs = tr("not here: needs --process or --tomcat");
            List.of("freeze", "thaw").forEach(word -> unfit.put(word, needs));
        }
        if (!plan.deployer()) {
            unfit.put("deploy", tr("not here: needs --deployer"));
        }
        if (!plan.channel().membership().isCloud()) {
            unfit.put("pods", tr("not here: needs --membership kubernetes or dns"));
        }
        if (lab.front().isEmpty()) {
            String needs = tr("not here: needs a front");
            List.of("sticky", "load", "drain").forEach(word -> unfit.put(word, needs));
        }
        return unfit;
    }
}
