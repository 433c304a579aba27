package clusterlab.cluster.embedded;

import org.apache.coyote.ajp.AbstractAjpProtocol;
import org.apache.coyote.ajp.AjpNioProtocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/** AJP over NIO that can be reset: AjpNioProtocol, which takes no endpoint, with another endpoint. */
final class ResettableAjpProtocol extends AbstractAjpProtocol<NioChannel> implements ResettableProtocol {
    private static final Log LOG = LogFactory.getLog(AjpNioProtocol.class);

    private final NioEndpoint endpoint;

    ResettableAjpProtocol() {
        this(new NioEndpoint());
    }

    private ResettableAjpProtocol(NioEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected Log getLog() {
        return LOG;
    }

    @Override
    protected String getNamePrefix() {
        return "ajp-nio";
    }

    @Override
    public void reset() {
        Resets.reset(endpoint);
    }
}
