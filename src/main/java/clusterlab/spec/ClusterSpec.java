package clusterlab.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What was asked for: a preset with what the user overrode. {@link Planner} checks it and makes a {@link Topology} of it.
 *
 * @param preset which preset it began from; gives names of nodes
 * @param nodes how many, 1 to 64
 * @param http HTTP connectors
 * @param ajp AJP connectors
 * @param receiver replication receivers
 * @param front the front's port; its step is not used
 * @param admin the port of API and dashboard, its step is not used; empty for neither
 * @param manager the session manager
 * @param channel the replication channel
 * @param membershipAsked whether the kind of membership was chosen; else the plan may choose another
 * @param balancer which front
 * @param ajpSecret the secret between front and nodes, or empty for a random one
 * @param webapp a folder or WAR to serve, or empty for the session counter
 * @param contextPath empty or {@code /} for the root, else with a slash at the start
 * @param distributable whether sessions are replicated in spite of the application's descriptors
 * @param deployer whether each node has a FarmWarDeployer that watches a folder and deploys into the host's {@code appBase}
 * @param app what the nodes give to the application besides its own files
 * @param dir the run folder, or empty for a temporary one
 * @param keep whether a temporary run folder stays after the end
 * @param lifecycle how nodes join and leave the running cluster
 * @param host where the nodes run, and on what
 * @param linkSeed of the draws for lost messages and jitter, or empty for a random one
 * @param readyTimeout how long the boot may take, 1 s to 1 h; empty for 30 s, or 2 s for each node if that is more
 * @param imported what a file of the user's brings in; it replaces {@code manager} and {@code channel}
 */
public record ClusterSpec(
        Preset preset,
        int nodes,
        Ports http,
        Ports ajp,
        Ports receiver,
        Ports front,
        Optional<Ports> admin,
        ManagerSpec manager,
        ChannelSpec channel,
        boolean membershipAsked,
        BalancerSpec balancer,
        Optional<Secret> ajpSecret,
        Optional<Path> webapp,
        String contextPath,
        boolean distributable,
        boolean deployer,
        AppSpec app,
        Optional<Path> dir,
        boolean keep,
        NodeLifecycle lifecycle,
        HostSpec host,
        OptionalLong linkSeed,
        Optional<Duration> readyTimeout,
        Optional<ImportedCluster> imported) {

    /** Most nodes of one lab. */
    public static final int MAX_NODES = 64;

    /** Three nodes of this preset, nothing overridden. */
    public static ClusterSpec of(Preset preset) {
        return builder(preset).build();
    }

    /** Begins with this preset. */
    public static Builder builder(Preset preset) {
        return new Builder(preset);
    }

    /** The names of the nodes, in order; of so many as a lab may have. */
    public List<String> nodeNames() {
        if (host.target().isPresent()) {
            return host.target().get().names();
        }
        return IntStream.range(0, Math.min(nodes, MAX_NODES))
                .mapToObj(preset::nodeName)
                .toList();
    }

    /** Begins with all of this. */
    public Builder toBuilder() {
        Builder builder = new Builder(preset);
        builder.nodes = nodes;
        builder.http = http;
        builder.ajp = ajp;
        builder.receiver = receiver;
        builder.front = front;
        builder.admin = admin;
        builder.manager = manager;
        builder.channel = channel;
        builder.membershipAsked = membershipAsked;
        builder.balancer = balancer;
        builder.ajpSecret = ajpSecret;
        builder.webapp = webapp;
        builder.contextPath = contextPath;
        builder.distributable = distributable;
        builder.deployer = deployer;
        builder.app = app;
        builder.dir = dir;
        builder.keep = keep;
        builder.lifecycle = lifecycle;
        builder.host = host;
        builder.linkSeed = linkSeed;
        builder.readyTimeout = readyTimeout;
        builder.imported = imported;
        return builder;
    }

    /** Overrides a preset one by one; checks nothing, {@link Planner} does. */
    public static final class Builder {
        private final Preset preset;
        private int nodes = 3;
        private Ports http;
        private Ports ajp;
        private Ports receiver;
        private Ports front;
        private Optional<Ports> admin = Optional.of(new Ports(9090, 1, false));
        private ManagerSpec manager;
        private ChannelSpec channel;
        private boolean membershipAsked;
        private BalancerSpec balancer = BalancerSpec.DEFAULT;
        private Optional<Secret> ajpSecret = Optional.empty();
        private Optional<Path> webapp = Optional.empty();
        private String contextPath = "";
        private boolean distributable;
        private boolean deployer;
        private AppSpec app = AppSpec.NONE;
        private Optional<Path> dir = Optional.empty();
        private boolean keep;
        private NodeLifecycle lifecycle = NodeLifecycle.LAB;
        private HostSpec host = HostSpec.JVM;
        private OptionalLong linkSeed = OptionalLong.empty();
        private Optional<Duration> readyTimeout = Optional.empty();
        private Optional<ImportedCluster> imported = Optional.empty();

        private Builder(Preset preset) {
            this.preset = preset;
            http = preset.http();
            ajp = preset.ajp();
            receiver = preset.receiver();
            front = preset.front();
            manager = preset.manager();
            channel = preset.channel();
        }

        public Builder nodes(int n) {
            nodes = n;
            return this;
        }

        /** First HTTP port; 0 for any free ones. */
        public Builder httpPort(int base) {
            http = http.withBase(base);
            return this;
        }

        /** First AJP port; 0 for any free ones. */
        public Builder ajpPort(int base) {
            ajp = ajp.withBase(base);
            return this;
        }

        /** First receiver port; 0 for any free ones. */
        public Builder receiverPort(int base) {
            receiver = receiver.withBase(base);
            return this;
        }

        /** Distance of neighbours' ports, for HTTP, AJP and receivers alike. */
        public Builder portStep(int step) {
            http = http.withStep(step);
            ajp = ajp.withStep(step);
            receiver = receiver.withStep(step);
            return this;
        }

        /** The front's port; 0 for any free one. */
        public Builder frontPort(int port) {
            front = front.withBase(port);
            return this;
        }

        /** The port of API and dashboard; 0 for any free one. */
        public Builder adminPort(int port) {
            admin = Optional.of(new Ports(port, 1, true));
            return this;
        }

        /** Neither API nor dashboard. */
        public Builder noAdmin() {
            admin = Optional.empty();
            return this;
        }

        /** Every port any free one, chosen by the operating system. */
        public Builder anyPorts() {
            return httpPort(0).ajpPort(0).receiverPort(0).frontPort(0).adminPort(0);
        }

        public Builder manager(ManagerSpec.Kind kind) {
            manager = manager.withKind(kind);
            return this;
        }

        /** {@code channelSendOptions}. */
        public Builder sendOptions(int options) {
            channel = channel.withSendOptions(options);
            return this;
        }

        /** {@code performReadTest} of the failure detector. */
        public Builder readTest(boolean on) {
            channel = channel.withReadTest(on);
            return this;
        }

        /** Whether messages between the nodes are encrypted. */
        public Builder encrypt(boolean encrypted) {
            channel = channel.withEncryption(encrypted);
            return this;
        }

        /** How the members find each other; chosen by hand. */
        public Builder membership(MembershipSpec membership) {
            channel = channel.withMembership(membership);
            membershipAsked = true;
            return this;
        }

        public Builder front(BalancerSpec.Kind kind) {
            balancer = balancer.withKind(kind);
            return this;
        }

        public Builder sticky(boolean sticky) {
            balancer = balancer.withSticky(sticky);
            return this;
        }

        /** The httpd program for a front of kind HTTPD. */
        public Builder httpd(Path program) {
            balancer = balancer.withHttpd(program);
            return this;
        }

        public Builder connector(BalancerSpec.Connector connector) {
            balancer = balancer.withConnector(connector);
            return this;
        }

        public Builder ajpSecret(Secret secret) {
            ajpSecret = Optional.of(secret);
            return this;
        }

        public Builder webapp(Path folderOrWar) {
            webapp = Optional.of(folderOrWar);
            return this;
        }

        public Builder contextPath(String path) {
            contextPath = path;
            return this;
        }

        /** Whether sessions are replicated in spite of the application's descriptors. */
        public Builder distributable(boolean inSpite) {
            distributable = inSpite;
            return this;
        }

        /** Whether each node has a FarmWarDeployer that watches a folder and deploys into the host's {@code appBase}. */
        public Builder deployer(boolean on) {
            deployer = on;
            return this;
        }

        /** What the nodes give to the application besides its own files. */
        public Builder app(AppSpec given) {
            app = given;
            return this;
        }

        public Builder dir(Path folder) {
            dir = Optional.of(folder);
            return this;
        }

        public Builder keep(boolean keepIt) {
            keep = keepIt;
            return this;
        }

        /** How nodes join and leave the running cluster. */
        public Builder lifecycle(NodeLifecycle chosen) {
            lifecycle = chosen;
            return this;
        }

        /** Where the nodes run, and on what. */
        public Builder host(HostSpec chosen) {
            host = chosen;
            return this;
        }

        /** The same runtimes on another kind of host, see {@link HostSpec#withKind}. */
        public Builder hostKind(HostSpec.Kind kind) {
            host = host.withKind(kind);
            return this;
        }

        /** Stock nodes, all with this Tomcat; their Java and options stay. */
        public Builder tomcat(NodeRuntime.TomcatHome tomcat) {
            host = host.withTomcat(tomcat);
            return this;
        }

        /** The Tomcat to which nodes are upgraded while the lab runs. */
        public Builder nextTomcat(NodeRuntime.TomcatHome tomcat) {
            host = host.withNext(tomcat);
            return this;
        }

        /** Seed of the draws for lost messages and jitter. */
        public Builder linkSeed(long seed) {
            linkSeed = OptionalLong.of(seed);
            return this;
        }

        /**
         * A cluster that somebody else started: with its own front, if it has one, and as it starts and stops there. Without agents
         * nobody here knows its manager and its channel.
         */
        public Builder target(TargetSpec cluster) {
            host = HostSpec.of(cluster);
            nodes = cluster.nodes().size();
            contextPath = cluster.application();
            lifecycle = NodeLifecycle.STOCK;
            manager = manager.withKind(cluster.hasAgents() ? ManagerSpec.Kind.DELTA : ManagerSpec.Kind.OTHER);
            channel = channel.withSendOptions(0);
            if (cluster.front().isPresent()) {
                balancer = balancer.withKind(BalancerSpec.Kind.GIVEN);
            }
            return this;
        }

        public Builder readyTimeout(Duration timeout) {
            readyTimeout = Optional.of(timeout);
            return this;
        }

        /** A {@code <Cluster>} or {@code <Manager>} of the user's, in place of the preset's. */
        public Builder imported(ImportedCluster cluster) {
            imported = Optional.of(cluster);
            manager = cluster.managerSpec();
            channel = cluster.channelSpec(channel);
            return this;
        }

        /** Sentences for the user on the imported cluster. */
        public Builder remarks(List<String> sentences) {
            imported = imported.map(one -> one.withRemarks(sentences));
            return this;
        }

        /** What was asked, unchecked. */
        public ClusterSpec build() {
            return new ClusterSpec(
                    preset,
                    nodes,
                    http,
                    ajp,
                    receiver,
                    front,
                    admin,
                    manager,
                    channel,
                    membershipAsked,
                    balancer,
                    ajpSecret,
                    webapp,
                    contextPath,
                    distributable,
                    deployer,
                    app,
                    dir,
                    keep,
                    lifecycle,
                    host,
                    linkSeed,
                    readyTimeout,
                    imported);
        }
    }
}
