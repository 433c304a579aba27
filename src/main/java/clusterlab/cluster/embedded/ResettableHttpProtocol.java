package clusterlab.cluster.embedded;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;

/** HTTP/1.1 over NIO that can be reset. */
final class ResettableHttpProtocol extends Http11NioProtocol implements ResettableProtocol {
    private final NioEndpoint endpoint;

    ResettableHttpProtocol() {
        this(new NioEndpoint());
    }

    private ResettableHttpProtocol(NioEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void reset() {
        Resets.reset(endpoint);
    }
}
