package clusterlab.cluster.embedded;

import org.apache.coyote.ajp.AjpNioProtocol;

/** AJP over NIO that can be reset. */
final class ResettableAjpProtocol extends AjpNioProtocol implements ResettableProtocol {
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
