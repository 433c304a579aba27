package clusterlab.agent;

import clusterlab.agent.DeployedView.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.catalina.Container;
import org.apache.catalina.ContainerEvent;
import org.apache.catalina.ContainerListener;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.ha.ClusterListener;
import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.ha.deploy.FarmWarDeployer;
import org.apache.catalina.ha.deploy.FileMessage;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.HostConfig;
import org.apache.tomcat.util.scan.StandardJarScanner;

/**
 * The applications that the host of a node gets from WARs: it gives each one the agent's parts before its start
 * (ContainerBase.addChild fires its event before it starts the child), and reports starts, failures and ends.
 */
final class Deployments implements ContainerListener {
    /** In the lab's jar, which is on the class path of the nodes that run the lab's own Tomcat. */
    private static final String OWN_JAR = "clusterlab/cluster-lab-agent.jar";

    private final Host host;
    private final Context own;
    private final SimpleTcpCluster cluster;
    private final Instruments instruments;
    private final Consumer<Context> describe;
    private final Map<Context, Application> applications = new LinkedHashMap<>();
    private long starts;

    /**
     * Listens to a host from now on.
     *
     * @param own the application of the node itself, which is none of these
     * @param describe sets the attributes that the session counter shows
     */
    Deployments(Host host, Context own, SimpleTcpCluster cluster, Instruments instruments, Consumer<Context> describe) {
        this.host = host;
        this.own = own;
        this.cluster = cluster;
        this.instruments = instruments;
        this.describe = describe;
    }

    /** To be called before the host starts: applications that are deployed later are known from then on. */
    void follow() {
        host.addContainerListener(this);
        NodeEvents events = instruments.events();
        if (events != null) {
            cluster.addClusterListener(new WarArrivals(events, instruments.links()));
        }
    }

    /** What is known of one, for its whole time as a child of the host. */
    private static final class Application {
        private State state = State.STARTING;
        private long start;
        private boolean started;
    }

    @Override
    public void containerEvent(ContainerEvent event) {
        if (!(event.getData() instanceof Context) || event.getData() == own) {
            return;
        }
        Context context = (Context) event.getData();
        if (Container.ADD_CHILD_EVENT.equals(event.getType())) {
            added(context);
        } else if (Container.REMOVE_CHILD_EVENT.equals(event.getType())) {
            synchronized (applications) {
                applications.remove(context);
            }
        }
    }

    private void added(Context context) {
        synchronized (applications) {
            Application made = new Application();
            made.start = ++starts;
            applications.put(context, made);
        }
        context.addLifecycleListener(new Changes());
        // HostConfig.FailedContext, for a broken META-INF/context.xml, is no StandardContext and has no pipeline.
        if (context instanceof StandardContext) {
            context.getPipeline().addValve(new RequestValve(instruments));
            describe.accept(context);
            if (instruments.events() != null) {
                SessionEnds.listen(context, instruments.tap());
                if (Instruments.trackAttributes()) {
                    AttributeSets.listen(context);
                }
            }
            if (ClassLoader.getSystemResource(OWN_JAR) != null) {
                StandardJarScanner scanner = new StandardJarScanner();
                scanner.setScanClassPath(false);
                scanner.setScanManifest(false);
                context.setJarScanner(scanner);
            }
        }
    }

    /** Of one application. */
    private final class Changes implements LifecycleListener {
        @Override
        public void lifecycleEvent(LifecycleEvent event) {
            Context context = (Context) event.getLifecycle();
            String name = context.getBaseName();
            NodeEvents events = instruments.events();
            switch (event.getType()) {
                case Lifecycle.BEFORE_START_EVENT:
                    become(context, State.STARTING, false);
                    break;
                case Lifecycle.AFTER_START_EVENT:
                    become(context, State.RUNNING, true);
                    if (events != null) {
                        events.applicationStarted(name);
                    }
                    break;
                case Lifecycle.AFTER_STOP_EVENT:
                    // LifecycleBase.start stops a context whose start failed, without AFTER_START.
                    boolean ran = become(context, State.STOPPED, false);
                    if (events != null && ran) {
                        events.applicationStopped(name);
                    } else if (events != null) {
                        events.applicationFailed(name);
                    }
                    break;
                default:
                    break;
            }
        }

        /** Returns whether it had started before; if it had not, an end is a failure. */
        private boolean become(Context context, State state, boolean started) {
            synchronized (applications) {
                Application application = applications.get(context);
                if (application == null) {
                    // Removed already: StandardContext is destroyed after it stopped.
                    return true;
                }
                boolean ran = application.started;
                if (state == State.STARTING && application.state != State.STARTING) {
                    application.start = ++starts;
                }
                application.state = state == State.STOPPED && !ran ? State.FAILED : state;
                application.started = started;
                return ran;
            }
        }
    }

    /** All of them, in the order of their first starts. */
    List<DeployedView> views() {
        List<DeployedView> views = new ArrayList<>();
        synchronized (applications) {
            applications.forEach((context, application) ->
                    views.add(new DeployedView(context.getBaseName(), application.state, application.start)));
        }
        return views;
    }

    /** Those that run. */
    List<Context> running() {
        List<Context> running = new ArrayList<>();
        synchronized (applications) {
            for (Context context : applications.keySet()) {
                if (context.getState().isAvailable()) {
                    running.add(context);
                }
            }
        }
        return running;
    }

    /** See {@link NodeAgent#deployer}. */
    DeployerView deployer() {
        if (!(cluster.getClusterDeployer() instanceof FarmWarDeployer)) {
            return DeployerView.NONE;
        }
        FarmWarDeployer deployer = (FarmWarDeployer) cluster.getClusterDeployer();
        int delay = 0;
        for (Container container = host; container != null && delay <= 0; container = container.getParent()) {
            // Negative: the parent's thread does it (ContainerBase.threadStart).
            delay = container.getBackgroundProcessorDelay();
        }
        return new DeployerView(
                true,
                String.valueOf(deployer.getWatchDir() == null ? "" : deployer.getWatchDirFile()),
                deployer.getWatchEnabled() && deployer.getWatchDir() != null,
                deployer.getDeployDir() != null && deployer.getDeployDirFile().equals(host.getAppBaseFile()),
                Math.max(1, delay) * 1000L * Math.max(1, deployer.getProcessDeployFrequency()));
    }

    /** See {@link NodeAgent#tidy}. */
    void tidy(String contextName) {
        for (LifecycleListener listener : host.findLifecycleListeners()) {
            if (listener instanceof HostConfig) {
                ((HostConfig) listener).check(contextName);
            }
        }
    }

    /** Reports each WAR that has come over the cluster, when its last message is there; they may come in any order. */
    private static final class WarArrivals extends ClusterListener {
        private final NodeEvents to;
        private final Links links;
        private final Map<String, long[]> arrived = new HashMap<>();

        private WarArrivals(NodeEvents to, Links links) {
            this.to = to;
            this.links = links;
        }

        @Override
        public boolean accept(ClusterMessage message) {
            return message instanceof FileMessage;
        }

        @Override
        public void messageReceived(ClusterMessage message) {
            if (!(message instanceof FileMessage)) {
                return;
            }
            FileMessage part = (FileMessage) message;
            long bytes;
            synchronized (arrived) {
                long[] sum = arrived.computeIfAbsent(part.getFileName(), first -> new long[2]);
                sum[0]++;
                sum[1] += part.getDataLength();
                if (sum[0] < part.getTotalNrOfMsgs()) {
                    return;
                }
                arrived.remove(part.getFileName());
                bytes = sum[1];
            }
            String from = part.getAddress() == null ? null : links.name(part.getAddress());
            to.warReceived(from == null ? "?" : from, part.getFileName(), part.getTotalNrOfMsgs(), bytes);
        }
    }
}
