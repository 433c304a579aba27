package clusterlab.cli.console;

import clusterlab.agent.DeployedView.State;
import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.Farm;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.fault.Fault;
import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonView;
import clusterlab.load.LoadView;
import clusterlab.spec.NodeSpec;
import clusterlab.wire.PodsJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A lab that only notes what it is told. */
final class NotingLab implements LabActions {
    private final List<String> told = new ArrayList<>();
    private LessonView lesson = LessonView.NONE;
    private List<LabView.FaultLine> faults = List.of(new LabView.FaultLine("f1", "isolate node1", Optional.empty()));

    private Runnable meanwhile = () -> {};

    /** What happens while a fault is begun. */
    void meanwhile(Runnable what) {
        meanwhile = what;
    }

    /** From now on no fault is in force. */
    NotingLab withoutFaults() {
        faults = List.of();
        return this;
    }

    /** What it was told, oldest first. */
    List<String> told() {
        return told;
    }

    @Override
    public LabView look() {
        return new LabView(
                Optional.empty(),
                List.of(
                        new NodeView(
                                new NodeSpec("node1", 0, 1, 2, 3),
                                NodeState.UP,
                                List.of("node2"),
                                0,
                                0,
                                Optional.empty()),
                        new NodeView(
                                new NodeSpec("node2", 1, 4, 5, 6),
                                NodeState.UP,
                                List.of("node1"),
                                0,
                                0,
                                Optional.empty())),
                faults,
                List.of(),
                LoadView.IDLE);
    }

    @Override
    public void change(NodeAction action, String node) throws ActionException {
        told.add(action + " " + node);
        if (node.equals("node9")) {
            throw new ActionException("There is no node node9.");
        }
    }

    @Override
    public String add() {
        told.add("add");
        return "node1";
    }

    @Override
    public void sticky(boolean on) {
        told.add("sticky " + on);
    }

    @Override
    public String begin(Fault fault, Optional<Duration> forTime) {
        told.add(fault.description() + forTime.map(time -> " for " + time).orElse(""));
        meanwhile.run();
        return "f2";
    }

    @Override
    public void heal(Optional<String> id) {
        told.add("heal" + id.map(one -> " " + one).orElse(""));
    }

    @Override
    public List<Alarm> alarms() {
        told.add("alarms");
        return List.of();
    }

    @Override
    public PodsJson pods() {
        told.add("pods");
        return new PodsJson(List.of(), List.of());
    }

    @Override
    public void acknowledge(Optional<String> id) {
        told.add("acknowledge" + id.map(one -> " " + one).orElse(""));
    }

    @Override
    public List<ApplicationView> applications() {
        return List.of(application("shop"), application("shop##2"));
    }

    private static ApplicationView application(String name) {
        return new ApplicationView(
                name, "/shop", name.replaceAll("^[^#]*#*", ""), Map.of("node1", State.RUNNING), List.of("node2"));
    }

    @Override
    public Farm.Deployed deploy(Path war, String file, Optional<String> node) {
        told.add("deploy " + war + " as " + file + " on " + node.orElse("-"));
        return new Farm.Deployed("node1", application(file.replace(".war", "")), true);
    }

    @Override
    public Farm.Undeployed undeploy(String name) {
        told.add("undeploy " + name);
        return new Farm.Undeployed(name, List.of(), true);
    }

    @Override
    public Sessions.Page sessions(int offset, int limit) {
        told.add("sessions");
        return new Sessions.Page(0, List.of());
    }

    @Override
    public Optional<SessionView> session(String id) {
        told.add("session " + id);
        return Optional.empty();
    }

    @Override
    public void loadOn(int clients, OptionalDouble ratePerSecond) {
        told.add("load " + clients + (ratePerSecond.isPresent() ? " " + ratePerSecond.getAsDouble() + "/s" : ""));
    }

    @Override
    public LoadView loadOff() {
        told.add("load off");
        return LoadView.IDLE;
    }

    @Override
    public List<Map<String, Object>> events(int count) {
        told.add("events " + count);
        return List.of();
    }

    @Override
    public List<LessonView.Entry> lessons() {
        return List.of(new LessonView.Entry("crash", "A crash", "A node dies.", true, "cluster-lab lesson crash"));
    }

    /** From now on its lesson shows this. */
    NotingLab showing(LessonView view) {
        lesson = view;
        return this;
    }

    @Override
    public LessonView lesson() {
        return lesson;
    }

    @Override
    public LessonView lesson(LessonAction action, String what) {
        told.add("lesson " + action + (what.isEmpty() ? "" : " " + what));
        return lesson;
    }

    @Override
    public byte[] replay() {
        told.add("replay");
        return new byte[] {1, 2, 3};
    }

    @Override
    public URI page() {
        told.add("page");
        return URI.create("http://127.0.0.1:1/");
    }
}
