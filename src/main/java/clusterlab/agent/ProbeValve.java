package clusterlab.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.session.StandardSession;

/**
 * Answers the probe's requests inside the application's pipeline, so that its session passes ReplicationValve like any
 * other session, with any application. It answers only requests with the run's random token.
 */
public final class ProbeValve extends AgentValve {
    /** Request header with the token, a blank, and one of the words below. */
    public static final String HEADER = "X-Cluster-Lab-Probe";
    /** Creates a session without any attribute. */
    public static final String CREATE = "create";
    /** Writes the attribute into the request's session. */
    public static final String WRITE = "write";
    /** Ends the request's session. */
    public static final String END = "end";
    /** The attribute that is written. */
    public static final String ATTRIBUTE = "clusterlab.probe";

    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final byte[] token;

    /** For server.xml, in a process of its own. */
    public ProbeValve() {
        this(Instruments.ofThisJvm());
    }

    public ProbeValve(Instruments instruments) {
        token = instruments.probeToken().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException {
        String header = request.getHeader(HEADER);
        int blank = header == null ? -1 : header.indexOf(' ');
        if (header == null
                || blank <= 0
                || !MessageDigest.isEqual(token, header.substring(0, blank).getBytes(StandardCharsets.ISO_8859_1))) {
            next(request, response);
            return;
        }
        String word = header.substring(blank + 1);
        Session found = request.getSessionInternal(word.equals(CREATE));
        if (!(found instanceof StandardSession)) {
            response.sendError(NOT_FOUND);
            return;
        }
        StandardSession session = (StandardSession) found;
        if (word.equals(WRITE)) {
            session.setAttribute(ATTRIBUTE, true);
        } else if (word.equals(END)) {
            session.invalidate();
        } else if (!word.equals(CREATE)) {
            response.sendError(BAD_REQUEST);
        }
        response.setStatus(NO_CONTENT);
    }
}
