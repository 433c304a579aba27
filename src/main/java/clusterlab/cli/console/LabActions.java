package clusterlab.cli.console;

import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.Farm;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.fault.Fault;
import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonView;
import clusterlab.load.LoadView;
import clusterlab.wire.PodsJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The reads and actions of a lab, in this process or another. Actions return when they have taken effect. Each method
 * throws an {@link ActionException} if the lab refuses, or is unreachable.
 */
public interface LabActions {

    /** The lab without its sessions. */
    LabView look() throws ActionException, InterruptedException;

    /** Acts on one node without breaking anything. */
    void change(NodeAction action, String node) throws ActionException, InterruptedException;

    /**
     * Adds a node.
     *
     * @return its name
     */
    String add() throws ActionException, InterruptedException;

    /** Configures the balancer to keep sessions on their nodes, or to send requests to the nodes in turn. */
    void sticky(boolean on) throws ActionException, InterruptedException;

    /**
     * Begins a fault.
     *
     * @return its id
     */
    String begin(Fault fault, Optional<Duration> forTime) throws ActionException, InterruptedException;

    /** Ends a fault, or all. */
    void heal(Optional<String> id) throws ActionException, InterruptedException;

    /** The alarms that stand, oldest first. */
    List<Alarm> alarms() throws ActionException, InterruptedException;

    /** The pods of the nodes and what is wrong with them; empty with a membership without pods. */
    PodsJson pods() throws ActionException, InterruptedException;

    /** Ends an alarm, or all. */
    void acknowledge(Optional<String> id) throws ActionException, InterruptedException;

    /** The applications that were deployed while the lab runs, by name. */
    List<ApplicationView> applications() throws ActionException, InterruptedException;

    /**
     * Deploys a WAR on all nodes.
     *
     * @param war the file, on this machine
     * @param file the name that decides on path and version of its application
     * @param node whose folder gets it, or empty for the usual one
     */
    Farm.Deployed deploy(Path war, String file, Optional<String> node) throws ActionException, InterruptedException;

    /** Removes an application that was deployed. */
    Farm.Undeployed undeploy(String name) throws ActionException, InterruptedException;

    /**
     * A page of sessions, ordered by id.
     *
     * @param offset 0 or more
     * @param limit 1 to 500
     */
    Sessions.Page sessions(int offset, int limit) throws ActionException, InterruptedException;

    /** One session by its whole id; empty if no node has it. */
    Optional<SessionView> session(String id) throws ActionException, InterruptedException;

    /** Starts load, in place of a running load. */
    void loadOn(int clients, OptionalDouble ratePerSecond) throws ActionException, InterruptedException;

    /** Ends the load, if it runs. */
    LoadView loadOff() throws ActionException, InterruptedException;

    /**
     * The newest events, oldest first, as {@code EventJson} writes them.
     *
     * @param count 1 or more
     */
    List<Map<String, Object>> events(int count) throws ActionException, InterruptedException;

    /** The lessons, in the order of the list. */
    List<LessonView.Entry> lessons() throws ActionException, InterruptedException;

    /** What the lesson that runs shows. */
    LessonView lesson() throws ActionException, InterruptedException;

    /**
     * Acts in a lesson.
     *
     * @param what the name of a lesson or the letter of an answer, or empty
     * @return what it shows afterwards
     */
    LessonView lesson(LessonAction action, String what) throws ActionException, InterruptedException;

    /** What happened since the lab is ready, as a page that needs no server. */
    byte[] replay() throws ActionException, InterruptedException;

    /**
     * The words that this lab can't carry out, with what a lab needs for them, in a few words; empty if that is not known, as of a lab
     * in another process.
     */
    default Map<String, String> unfit() {
        return Map.of();
    }

    /** The start page for a browser. */
    URI page() throws ActionException, InterruptedException;
}
