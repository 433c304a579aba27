package clusterlab.front;

import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.export.ConfigWriter;
import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdLayout;
import clusterlab.export.HttpdTarget;
import clusterlab.front.embedded.EmbeddedBalancer;
import clusterlab.front.httpd.HttpdBalancer;
import clusterlab.front.proxy.HaproxyBalancer;
import clusterlab.front.proxy.NginxBalancer;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Starts the front of the plan, and writes the httpd configuration for every kind of front. */
public final class FrontStarter {
    private final Path dir;
    private final EventLog events;
    private final BootListener listener;

    /**
     * Prepares to start a front.
     *
     * @param dir the run folder's {@code httpd/}
     */
    public FrontStarter(Path dir, EventLog events, BootListener listener) {
        this.dir = dir;
        this.events = events;
        this.listener = listener;
    }

    /**
     * Starts the front on its port, which must be free. Do not call it if the plan has no front.
     *
     * @throws BootException with a sentence that says what to install or to choose
     */
    public Balancer start(Topology topology) throws BootException {
        writeConfiguration(topology);
        try {
            return switch (topology.balancer().kind()) {
                case HTTPD -> httpd(topology);
                case GIVEN -> GivenFront.of(topology);
                case HAPROXY -> HaproxyBalancer.start(topology, dir, this::tell, listener::warning);
                case NGINX -> NginxBalancer.start(topology, dir, this::tell, listener::warning);
                case EMBEDDED, NONE -> embedded(topology);
            };
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new BootException("The front did not start: " + e.getMessage(), e);
        }
    }

    private Balancer embedded(Topology topology) {
        return EmbeddedBalancer.start(topology, this::tell);
    }

    private void tell(WorkerChange change) {
        events.append(new Event.WorkerChanged(
                change.node(), change.from().name(), change.to().name(), change.why()));
    }

    private Balancer httpd(Topology topology) throws IOException {
        HttpdBalancer balancer = HttpdBalancer.start(
                topology,
                dir,
                new HttpdBalancer.Options(
                        topology.balancer().httpd(), topology.balancer().connector()),
                this::tell,
                listener::warning);
        balancer.notices().forEach(listener::warning);
        return balancer;
    }

    /**
     * Writes the configuration for an httpd with the layout of this machine. {@link HttpdBalancer} writes the files of a real
     * httpd itself, and for nodes elsewhere there are none.
     */
    public void writeConfiguration(Topology topology) throws BootException {
        if (topology.balancer().kind() != BalancerSpec.Kind.EMBEDDED
                || topology.host().target().isPresent()) {
            return;
        }
        try {
            HttpdTarget target =
                    HttpdTarget.of(HttpdLayout.ofThisMachine(), BalancerSpec.Connector.MOD_JK, dir.toString());
            ConfigWriter.writeClosed(dir, HttpdFiles.of(topology, target));
        } catch (IllegalArgumentException e) {
            // The embedded front does not need the files, so it starts without them.
            listener.warning("cluster-lab did not write the httpd configuration: " + e.getMessage());
        } catch (IOException e) {
            throw new BootException("cluster-lab cannot write the run folder's httpd/: " + e.getMessage(), e);
        }
    }
}
