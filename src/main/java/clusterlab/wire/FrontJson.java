package clusterlab.wire;

import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker;
import clusterlab.spec.Topology;
import java.util.List;

/**
 * A snapshot of the front.
 *
 * @param kind embedded or httpd
 * @param url its address for clients
 * @param sticky whether a session stays on its node
 * @param workers the workers, as reported by the front
 */
public record FrontJson(String kind, String url, boolean sticky, List<Worker> workers) {
    public FrontJson {
        workers = List.copyOf(workers);
    }

    /** The JSON of this plan's front. */
    public static FrontJson of(Topology topology, Balancer front) {
        return new FrontJson(
                Wire.word(topology.balancer().kind()),
                topology.frontUrl().orElse(front.uri().toString()),
                topology.balancer().sticky(),
                front.workers());
    }
}
