package clusterlab.front.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.Balancer;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.TesterClient;
import clusterlab.front.TesterClient.Answer;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The contract on nginx. */
final class NginxIT extends ProxyContract {

    @Override
    protected BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.NGINX;
    }

    @Override
    void find() throws FrontUnavailableException {
        ProxyInstall.find("nginx", 1, 18);
    }

    @Override
    protected ProgramBalancer start(Topology topology, Path folder) throws IOException {
        return NginxBalancer.start(topology, folder, change -> {}, trouble::add);
    }

    @Override
    @Test
    @Disabled(
            "nginx without its commercial part has no health checks, so the request waits for proxy_read_timeout (NginxText.LIMITS)")
    public void frozenNodeIsGivenUp() throws Exception {
        super.frozenNodeIsGivenUp();
    }

    /** NginxText.LIMITS. */
    @Override
    @Test
    public void noNodeUpIsA503WithoutANode() throws Exception {
        Balancer front = front(plan(2, true));
        Answer answer = new TesterClient(front.uri()).get("/who");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.nodeHeader()).isEmpty();
    }
}
