package clusterlab.front.proxy;

import clusterlab.export.ConfigFile;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.export.Placement;
import clusterlab.export.proxy.HaproxyText;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.export.proxy.ProxyTarget.Check;
import clusterlab.front.WorkerChange;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A real HAProxy before the nodes' HTTP connectors. */
public final class HaproxyBalancer extends ProgramBalancer {
    private HaproxyBalancer(Topology topology, Program program, HaproxyControl control, Consumer<String> trouble)
            throws IOException {
        super(topology, program, control, trouble);
    }

    /**
     * Writes the configuration, checks it, starts HAProxy and waits until it answers, at most {@link Topology#readyTimeout}.
     *
     * @param dir for the configuration; created if it is missing
     * @param listener gets each change of a worker's state within about half a second, in a separate thread
     * @param trouble gets a sentence when HAProxy ended by itself, with the result of the restart
     * @throws clusterlab.front.FrontUnavailableException if there is no suitable HAProxy, or the front's port is in use
     * @throws IllegalArgumentException if a configuration cannot contain a name or path
     * @throws IOException if HAProxy rejects the configuration or does not start
     */
    public static HaproxyBalancer start(
            Topology topology, Path dir, Consumer<WorkerChange> listener, Consumer<String> trouble) throws IOException {
        ProxyInstall install = ProxyInstall.find("haproxy", 2, 4);
        Path socket = socket(topology);
        Program program = new Program(install, dir.toAbsolutePath().normalize(), socket);
        HaproxyBalancer balancer = new HaproxyBalancer(topology, program, new HaproxyControl(program, socket), trouble);
        balancer.watch(listener, "reported by HAProxy");
        return balancer;
    }

    /** In a folder of its own, which only this user can enter: the path of a socket has at most 107 bytes. */
    private static Path socket(Topology topology) throws IOException {
        Path folder = Files.createTempDirectory("cluster-lab-haproxy-" + topology.frontPort() + "-");
        folder.toFile().deleteOnExit();
        return folder.resolve("s");
    }

    /** HAProxy and its file. */
    static final class Program extends ProxyProgram {
        private final ProxyInstall install;
        private final Path socket;

        Program(ProxyInstall install, Path dir, Path socket) {
            super("haproxy", dir);
            this.install = install;
            this.socket = socket;
        }

        @Override
        List<ConfigFile> files(Topology topology, Map<String, Activation> activations, int newGeneration) {
            ProxyTarget target = new ProxyTarget(
                    "# The front of a lab.\n",
                    Placement.oneMachine(topology),
                    Check.CONNECTOR,
                    Optional.of(socket.toString()),
                    activations);
            String text = HaproxyText.of(topology, target)
                    .replaceFirst("global\n", "global\n    description generation-" + newGeneration + "\n");
            return List.of(new ConfigFile(HaproxyText.FILE, text, true));
        }

        @Override
        List<String> check() {
            return List.of(install.program().toString(), "-c", "-f", conf());
        }

        @Override
        List<String> run() {
            // A master, which stays and starts a worker anew for new files.
            return List.of(install.program().toString(), "-W", "-db", "-f", conf());
        }

        @Override
        String reload() {
            return "USR2";
        }

        @Override
        public Path errorLog() {
            return output();
        }

        private String conf() {
            return dir().resolve(HaproxyText.FILE).toString();
        }
    }
}
