package clusterlab.front.httpd;

import clusterlab.spec.BalancerSpec.Connector;

/** The contract on httpd with mod_proxy. */
final class ModProxyIT extends HttpdContract {

    @Override
    Connector connector() {
        return Connector.MOD_PROXY;
    }
}
