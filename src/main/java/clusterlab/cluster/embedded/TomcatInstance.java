package clusterlab.cluster.embedded;

import clusterlab.agent.Drain;
import clusterlab.cluster.PortTakenException;
import clusterlab.cluster.RunningNode.Gate;
import clusterlab.cluster.StartStep;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.group.GroupChannel;
import org.jspecify.annotations.Nullable;

/**
 * One start of one node. A stopped Tomcat does not start again ("JvmRouteBinderValve … DESTROYED"), so each start has
 * its own instance.
 */
final class TomcatInstance {
    private final Tomcat tomcat;
    private final SimpleTcpCluster cluster;
    private final GroupChannel channel;
    private final Context context;

    /** What the start does now. */
    private volatile @Nullable StartStep doing;

    /** The thread that waits in a gate. */
    private @Nullable Thread inGate;

    private boolean aborted;

    TomcatInstance(Tomcat tomcat, SimpleTcpCluster cluster, GroupChannel channel) {
        this.tomcat = tomcat;
        this.cluster = cluster;
        this.channel = channel;
        this.context = (Context) tomcat.getHost().findChildren()[0];
        on(cluster, Lifecycle.BEFORE_START_EVENT, () -> does("its replication channel has been starting"));
        on(context, Lifecycle.BEFORE_START_EVENT, () -> does(StartStep.APPLICATION));
        on((Lifecycle) tomcat.getEngine(), Lifecycle.AFTER_START_EVENT, () -> {
            does("its connectors have been starting");
            refuseIfAborted();
        });
    }

    private void does(String what) {
        doing = StartStep.now(what);
    }

    /** What the start does and for how long; empty while no start runs. */
    Optional<String> awaited() {
        return Optional.ofNullable(doing).map(StartStep::text);
    }

    /** Whether the application's own start runs. */
    boolean isInApplication() {
        StartStep step = doing;
        return step != null && step.isOfApplication();
    }

    /** Makes a start fail before the connectors open. */
    synchronized void abort() {
        aborted = true;
        if (inGate != null) {
            inGate.interrupt();
        }
    }

    private synchronized void refuseIfAborted() {
        if (aborted) {
            throw new IllegalStateException("the start was aborted");
        }
    }

    /**
     * Starts everything except the membership. Without members DeltaManager requests no sessions, so nodes that start
     * at the same time don't wait for each other (DeltaManager.getAllClusterSessions).
     */
    void start(NodeSpec spec) throws LifecycleException, PortTakenException, ApplicationException {
        does("it has been starting");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            if (receiverTaken(e)) {
                throw new PortTakenException(spec.receiverPort(), "replication receiver");
            }
            throw e;
        } finally {
            doing = null;
        }
        for (Connector connector : tomcat.getService().findConnectors()) {
            if (connector.getState() != LifecycleState.STARTED) {
                throw new PortTakenException(connector.getPort(), "connector");
            }
        }
        if (channel.getLocalMember(false).getPort() != spec.receiverPort()) {
            throw new PortTakenException(spec.receiverPort(), "replication receiver");
        }
        if (context.getState() != LifecycleState.STARTED) {
            throw new ApplicationException();
        }
    }

    /** Tomcat runs, and the application does not: StandardContext.startInternal only logs why. */
    static final class ApplicationException extends Exception {
        private static final long serialVersionUID = 1L;

        private ApplicationException() {
            super("the application did not start", null, false, false);
        }
    }

    /** Tomcat only logs the failures of connectors (Service.startInternal), so this failure is the receiver's. */
    private static boolean receiverTaken(Throwable e) {
        return e instanceof BindException || (e.getCause() != null && receiverTaken(e.getCause()));
    }

    /**
     * Joins a running cluster: the members first, then the application, which requests the sessions from a member, then
     * the connectors. If the application started before the members are found, it would never get their sessions.
     *
     * @param members starts the membership and waits until it is complete
     * @param sessions waits until all required sessions have arrived
     */
    void join(NodeSpec spec, Gate members, Gate sessions)
            throws LifecycleException, PortTakenException, ApplicationException {
        afterStart(cluster, "it has been waiting for the other members", members);
        afterStart((Lifecycle) tomcat.getEngine(), "it has been waiting for the sessions of the others", sessions);
        start(spec);
    }

    /**
     * Joins a running cluster as a stock server starts (Catalina.load and start). StandardServer.init binds the connectors'
     * ports, so that clients can connect from here on and wait (AbstractEndpoint.init, {@code bindOnInit}). ContainerBase.startInternal
     * of the host starts the cluster, and SimpleTcpCluster.startInternal the whole channel at once: receiver, sender, then the
     * membership, which waits for members as long as its own time-outs say. Then come the contexts, whose manager requests the
     * sessions from a member that it sees at that moment, if any (DeltaManager.startInternal). At last the acceptors start
     * (StandardService.startInternal).
     */
    void startAsStock(NodeSpec spec) throws LifecycleException, PortTakenException, ApplicationException {
        start(spec);
    }

    private void afterStart(Lifecycle part, String what, Gate gate) {
        on(part, Lifecycle.AFTER_START_EVENT, () -> {
            StartStep before = doing;
            does(what);
            try {
                enter();
                gate.pass();
            } catch (Exception e) {
                // LifecycleBase.start makes the whole start fail then.
                throw new IllegalStateException(e.getMessage(), e);
            } finally {
                leave();
                doing = before;
            }
        });
    }

    private synchronized void enter() {
        refuseIfAborted();
        inGate = Thread.currentThread();
    }

    private synchronized void leave() {
        inGate = null;
    }

    private static void on(Lifecycle part, String type, Runnable action) {
        part.addLifecycleListener(event -> {
            if (type.equals(event.getType())) {
                action.run();
            }
        });
    }

    /** See {@link Drain}. */
    void drain(Duration most) throws InterruptedException {
        new Drain(tomcat.getService()).run(most.toMillis());
    }

    /**
     * Stops as Catalina.stop does, announces its end to the other nodes, and releases all resources.
     *
     * <p>StandardService.stopInternal pauses the connectors, stops the engine, then the connectors. While they are paused, the
     * listening sockets stay open if they were bound when the server was initialized, and nobody accepts
     * (AbstractEndpoint.closeServerSocketGraceful, pause, destroy); {@code gracefulStopAwaitMillis} is 0. ContainerBase.stopInternal of the host
     * stops the contexts, each servlet waiting for its requests for {@code unloadDelay}, 2 s (StandardWrapper.unload), and
     * then the cluster: until that moment the node is a member (SimpleTcpCluster.stopInternal). NioEndpoint.stopInternal ends the connections at
     * last.
     */
    void stop() throws LifecycleException {
        LifecycleState state = tomcat.getServer().getState();
        if (state.isAvailable() || state == LifecycleState.FAILED) {
            tomcat.stop();
        }
        try {
            tomcat.destroy();
        } finally {
            // Otherwise a receiver that could not bind its port keeps its threads (NioReceiver.start).
            channel.getChannelReceiver().stop();
            closeLibraries();
        }
    }

    private void closeLibraries() {
        if (tomcat.getEngine().getParentClassLoader() instanceof Libraries libraries) {
            try {
                libraries.close();
            } catch (IOException e) {
                System.getLogger(TomcatInstance.class.getName())
                        .log(System.Logger.Level.DEBUG, "end of the libraries", e);
            }
        }
    }

    /**
     * Ends the replication while the application hangs in a start or stop, which holds the monitors of everything above the
     * cluster.
     */
    void cutOff() throws LifecycleException {
        if (cluster.getState().isAvailable()) {
            cluster.stop();
        }
        channel.getChannelReceiver().stop();
    }

    /** The running {@code <Cluster>} element. */
    SimpleTcpCluster cluster() {
        return cluster;
    }

    /** Resets every client's connection and refuses new ones. */
    void reset() {
        for (Connector connector : tomcat.getService().findConnectors()) {
            ((ResettableProtocol) connector.getProtocolHandler()).reset();
        }
    }

    /** The application. */
    Context context() {
        return context;
    }
}
