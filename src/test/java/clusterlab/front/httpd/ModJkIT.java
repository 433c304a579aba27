package clusterlab.front.httpd;

import clusterlab.front.FrontNode;
import clusterlab.front.TesterTomcat;
import clusterlab.spec.BalancerSpec.Connector;

/** The contract on httpd with mod_jk; see mod_jk.conf for why the nodes name themselves. */
final class ModJkIT extends HttpdContract {

    @Override
    Connector connector() {
        return Connector.MOD_JK;
    }

    @Override
    protected FrontNode.Factory nodeFactory() {
        return (spec, secret) -> new TesterTomcat(spec, secret, true);
    }
}
