package clusterlab.runtime;

import org.apache.coyote.ajp.AjpNioProtocol;

/** AJP over NIO that can be reset. */
final class ResettableAjpProtocol extends AjpNioProtocol implements ResettableProtocol {
    @Override
    public void reset() {
        Resets.reset(getEndpoint());
    }
}
