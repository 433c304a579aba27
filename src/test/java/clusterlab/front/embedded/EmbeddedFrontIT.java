package clusterlab.front.embedded;

import clusterlab.front.Balancer;
import clusterlab.front.FrontContract;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.nio.file.Path;

/** The contract on the embedded front. */
final class EmbeddedFrontIT extends FrontContract {

    @Override
    protected BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.EMBEDDED;
    }

    @Override
    protected Balancer start(Topology topology, Path folder) {
        return EmbeddedBalancer.start(topology);
    }
}
