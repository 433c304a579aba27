package clusterlab.front.httpd;

import clusterlab.export.HttpdFiles;
import clusterlab.front.WorkerChange;
import clusterlab.front.program.FrontControl;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A real Apache httpd before the nodes. It uses only the program and the modules of this machine's httpd. */
public final class HttpdBalancer extends ProgramBalancer {
    private final HttpdCommand command;
    private final List<String> notices;

    private HttpdBalancer(
            Topology topology,
            HttpdCommand command,
            FrontControl control,
            Consumer<String> trouble,
            List<String> notices)
            throws IOException {
        super(topology, command, control, trouble);
        this.command = command;
        this.notices = List.copyOf(notices);
    }

    /**
     * The user's options.
     *
     * @param httpd the program, or empty to look for it
     * @param connector or empty for mod_jk where it is installed, else mod_proxy
     */
    public record Options(Optional<Path> httpd, Optional<Connector> connector) {

        /** Uses any httpd and any connector. */
        public static final Options DEFAULT = new Options(Optional.empty(), Optional.empty());
    }

    /**
     * Writes the configuration, checks it with httpd, starts httpd and waits until it answers, at most
     * {@link Topology#readyTimeout}. The nodes need not be up.
     *
     * @param dir for configuration, logs and shared memory; created if it is missing; its absolute path has at most 200
     *     bytes
     * @param listener gets each change of a worker's state within about half a second, in a separate thread
     * @param trouble gets a sentence when httpd ended by itself, with the result of the restart
     * @throws clusterlab.front.FrontUnavailableException if there is no suitable httpd, or the front's port is in use
     * @throws IllegalArgumentException if a configuration cannot contain a name or path
     * @throws IOException if httpd rejects the configuration or does not start
     */
    public static HttpdBalancer start(
            Topology topology, Path dir, Options options, Consumer<WorkerChange> listener, Consumer<String> trouble)
            throws IOException {
        HttpdBalancer balancer = start(topology, dir, options, trouble);
        balancer.watch(listener, "reported by httpd's status worker");
        return balancer;
    }

    /** The same without a listener. */
    public static HttpdBalancer start(Topology topology, Path dir, Options options, Consumer<String> trouble)
            throws IOException {
        HttpdInstall install = HttpdInstall.find(options.httpd());
        Connector connector = install.connector(options.connector());
        List<String> notices = new ArrayList<>();
        if (options.connector().isEmpty() && connector == Connector.MOD_PROXY) {
            notices.add(
                    "There is no mod_jk.so in " + install.modules()
                            + ", so the front uses mod_proxy. On Debian and Ubuntu, apt install libapache2-mod-jk installs it.");
        }
        HttpdCommand command =
                new HttpdCommand(install, connector, dir.toAbsolutePath().normalize());
        HttpdControl control = connector == Connector.MOD_JK ? new JkControl(topology) : new ProxyControl(topology);
        return new HttpdBalancer(topology, command, control, trouble, notices);
    }

    /** Sentences on differences from the defaults. */
    public List<String> notices() {
        return notices;
    }

    /** The module that reaches the nodes. */
    public Connector connector() {
        return command.connector();
    }

    /** The running program and its version. */
    public HttpdInstall install() {
        return command.install();
    }

    /** The page that shows the workers in a browser on this machine. */
    public URI statusUri() {
        return uri().resolve(HttpdFiles.statusPath(topology()));
    }
}
