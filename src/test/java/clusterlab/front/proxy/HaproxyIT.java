package clusterlab.front.proxy;

import clusterlab.front.FrontUnavailableException;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;

/** The contract on HAProxy. */
final class HaproxyIT extends ProxyContract {

    @Override
    protected BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.HAPROXY;
    }

    @Override
    void find() throws FrontUnavailableException {
        ProxyInstall.find("haproxy", 2, 4);
    }

    @Override
    protected ProgramBalancer start(Topology topology, Path folder) throws IOException {
        return HaproxyBalancer.start(topology, folder, change -> {}, trouble::add);
    }
}
