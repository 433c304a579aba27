package clusterlab.front.proxy;

import clusterlab.export.ConfigFile;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.export.Placement;
import clusterlab.export.proxy.NginxText;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.export.proxy.ProxyTarget.Check;
import clusterlab.front.FrontException;
import clusterlab.front.WorkerChange;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A real nginx before the nodes' HTTP connectors. What it can't do without its commercial part: {@link NginxText#LIMITS}. */
public final class NginxBalancer extends ProgramBalancer {
    private NginxBalancer(Topology topology, Program program, NginxControl control, Consumer<String> trouble)
            throws IOException {
        super(topology, program, control, trouble);
    }

    /**
     * Writes the configuration, checks it, starts nginx and waits until it answers, at most {@link Topology#readyTimeout}.
     *
     * @param dir for configuration and logs; created if it is missing
     * @param listener gets each change of a worker's state within about half a second, in a separate thread
     * @param trouble gets a sentence when nginx ended by itself, with the result of the restart
     * @throws clusterlab.front.FrontUnavailableException if there is no suitable nginx, or the front's port is in use
     * @throws IllegalArgumentException if a configuration cannot contain a name
     * @throws IOException if nginx rejects the configuration or does not start
     */
    public static NginxBalancer start(
            Topology topology, Path dir, Consumer<WorkerChange> listener, Consumer<String> trouble) throws IOException {
        ProxyInstall install = ProxyInstall.find("nginx", 1, 18);
        Program program = new Program(install, dir.toAbsolutePath().normalize(), topology);
        NginxBalancer balancer = new NginxBalancer(topology, program, new NginxControl(topology, program), trouble);
        balancer.watch(listener, "seen in nginx's log");
        return balancer;
    }

    /** {@inheritDoc} nginx takes it from its file, with a graceful restart. */
    @Override
    public void activate(String node, Worker.Activation activation) throws FrontException {
        reloadWith(node, activation);
    }

    /** nginx and its file. */
    static final class Program extends ProxyProgram {
        private final ProxyInstall install;
        private volatile Map<String, Activation> activations = Map.of();
        private volatile Topology topology;

        Program(ProxyInstall install, Path dir, Topology topology) {
            super("nginx", dir);
            this.install = install;
            this.topology = topology;
        }

        @Override
        List<ConfigFile> files(Topology plan, Map<String, Activation> wanted, int newGeneration) {
            topology = plan;
            activations = Map.copyOf(wanted);
            ProxyTarget target = new ProxyTarget(
                    "# The front of a lab.\n", Placement.oneMachine(plan), Check.CONNECTOR, Optional.empty(), wanted);
            String text = NginxText.of(plan, target)
                    .replace(
                            "    location / {\n",
                            "    location = " + NginxControl.PATH
                                    + " {\n      access_log off;\n      allow 127.0.0.1;\n"
                                    + "      deny all;\n      return 200 \"generation-" + newGeneration
                                    + "\\n\";\n    }\n    location / {\n");
            if ("root".equals(System.getProperty("user.name"))) {
                // Its worker writes what the lab's folder gets; nobody else can enter that.
                text = "user root;\n" + text;
            }
            return List.of(
                    new ConfigFile(NginxText.FILE, text, true),
                    new ConfigFile(NginxText.LOGS + "/.keep", "", false),
                    new ConfigFile(NginxText.RUN + "/.keep", "", false));
        }

        /** What the newest file says of a node. */
        Activation activation(String node) {
            return activations.getOrDefault(node, Activation.ACTIVE);
        }

        /** The plan of the newest file. */
        Topology topology() {
            return topology;
        }

        @Override
        List<String> check() {
            return List.of(install.program().toString(), "-t", "-q", "-p", dir().toString(), "-c", conf());
        }

        @Override
        List<String> run() {
            return List.of(install.program().toString(), "-p", dir().toString(), "-c", conf(), "-g", "daemon off;");
        }

        @Override
        String reload() {
            return "HUP";
        }

        @Override
        public Path errorLog() {
            return dir().resolve(NginxText.LOGS).resolve("error.log");
        }

        private String conf() {
            return dir().resolve(NginxText.FILE).toString();
        }
    }
}
