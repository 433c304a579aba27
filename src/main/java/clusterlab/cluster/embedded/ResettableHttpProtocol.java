package clusterlab.cluster.embedded;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over NIO that can be reset. */
final class ResettableHttpProtocol extends Http11NioProtocol implements ResettableProtocol {
    private final ClosableEndpoint endpoint;

    ResettableHttpProtocol() {
        this(new ClosableEndpoint());
    }

    private ResettableHttpProtocol(ClosableEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void reset() {
        Resets.reset(endpoint);
    }

    @Override
    public void closePort() {
        endpoint.closePort();
    }

    @Override
    public int closeIdle(long quietMillis) {
        return Resets.closeIdle(endpoint, quietMillis);
    }
}
