package clusterlab.front;

import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.nio.file.Path;

/** The contract on the embedded front. */
final class EmbeddedFrontIT extends FrontContract {

    @Override
    BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.EMBEDDED;
    }

    @Override
    Balancer start(Topology topology, Path folder) {
        return EmbeddedBalancer.start(topology);
    }
}
