package clusterlab.agent;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** A valve in the application's pipeline: reports requests and the sessions that they create and use. */
public final class RequestValve extends AgentValve {
    /** Response header: the name of the node that answers. */
    public static final String NODE_HEADER = "X-Cluster-Lab-Node";

    private final Instruments instruments;

    /** For server.xml, in a process of its own. */
    public RequestValve() {
        this(Instruments.ofThisJvm());
    }

    public RequestValve(Instruments instruments) {
        this.instruments = instruments;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException {
        // Each node names itself: httpd can't name the answering node after mod_jk has sent the headers.
        response.setHeader(NODE_HEADER, instruments.links().self());
        next(request, response);
        instruments.tap().answered(request);
    }
}
