package clusterlab.agent;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * A valve in the host's pipeline, before ReplicationValve: the session of a request is in use until its changes were sent, not
 * until the application has answered. SimpleTcpCluster.registerClusterValve adds ReplicationValve when the host starts, behind
 * the valves that are there.
 */
public final class WholeRequestValve extends AgentValve {
    private final SessionTouches touches;

    /** For server.xml, in a process of its own. */
    public WholeRequestValve() {
        this(Instruments.ofThisJvm());
    }

    public WholeRequestValve(Instruments instruments) {
        touches = instruments.tap().touches();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException {
        SessionTouches.WholeRequest whole = touches.beginWhole();
        try {
            next(request, response);
        } finally {
            touches.endWhole(whole);
        }
    }
}
