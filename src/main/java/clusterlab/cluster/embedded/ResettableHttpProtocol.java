package clusterlab.cluster.embedded;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over NIO that can be reset. */
final class ResettableHttpProtocol extends Http11NioProtocol implements ResettableProtocol {
    @Override
    public void reset() {
        Resets.reset(getEndpoint());
    }

    @Override
    public void closePort() {
        getEndpoint().closeServerSocketGraceful();
    }

    @Override
    public int closeIdle(long quietMillis) {
        return Resets.closeIdle(getEndpoint(), quietMillis);
    }
}
