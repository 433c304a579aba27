package clusterlab.wire;

import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker;
import clusterlab.spec.Topology;
import java.util.List;

/**
 * The front at one moment.
 *
 * @param kind embedded or httpd
 * @param url where clients find it
 * @param sticky whether a session stays on its node
 * @param workers as the front sees them
 */
public record FrontJson(String kind, String url, boolean sticky, List<Worker> workers) {
    public FrontJson {
        workers = List.copyOf(workers);
    }

    /** The front of this plan. */
    public static FrontJson of(Topology topology, Balancer front) {
        return new FrontJson(
                Wire.word(topology.balancer().kind()),
                topology.frontUrl().orElse(front.uri().toString()),
                topology.balancer().sticky(),
                front.workers());
    }
}
