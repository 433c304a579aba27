package clusterlab.agent;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/** A valve in the application's pipeline: reports requests and the sessions that they create and use. */
public final class RequestValve extends AgentValve {
    /** Response header: the name of the node that answers. */
    public static final String NODE_HEADER = "X-Cluster-Lab-Node";

    private static final int SERVER_ERROR = 500;
    private static final int DEEPEST_CAUSE = 8;
    /** RequestDispatcher.ERROR_EXCEPTION, by its two names. */
    private static final List<String> EXCEPTIONS =
            List.of("jakarta.servlet.error.exception", "javax.servlet.error.exception");

    private static final Pattern BRACKETS = Pattern.compile("\\[(.*)]", Pattern.DOTALL);

    private final Instruments instruments;

    /** For server.xml, in a process of its own. */
    public RequestValve() {
        this(Instruments.ofThisJvm());
    }

    public RequestValve(Instruments instruments) {
        this.instruments = instruments;
    }

    private static @Nullable String id(Request request) {
        Session session = request.getSessionInternal(false);
        return session == null || !session.isValid() ? null : session.getIdInternal();
    }

    /** StandardWrapperValve keeps the application's exception; StandardSession.setAttribute names the attribute in brackets. */
    private static void noteRefusal(Request request, @Nullable String session, SessionTouches touches) {
        for (String name : EXCEPTIONS) {
            Object thrown = request.getAttribute(name);
            for (int depth = 0; thrown instanceof Throwable && depth < DEEPEST_CAUSE; depth++) {
                Throwable one = (Throwable) thrown;
                String message = one.getMessage();
                Matcher attribute = message == null ? null : BRACKETS.matcher(message);
                if (one instanceof IllegalArgumentException
                        && isOfSetAttribute(one.getStackTrace())
                        && attribute != null
                        && attribute.find()) {
                    touches.refused(session == null ? "" : session, attribute.group(1));
                    return;
                }
                thrown = one.getCause();
            }
        }
    }

    private static boolean isOfSetAttribute(StackTraceElement[] trace) {
        return trace.length > 0
                && trace[0].getMethodName().equals("setAttribute")
                && trace[0].getClassName().equals(StandardSession.class.getName());
    }

    @Override
    public void invoke(Request request, Response response) throws IOException {
        // Each node names itself: httpd can't name the answering node after mod_jk has sent the headers.
        response.setHeader(NODE_HEADER, instruments.links().self());
        SessionTouches touches = instruments.tap().touches();
        SessionTouches.RequestNotes notes = touches.begin(request.getRequestedSessionId());
        String session = null;
        try {
            next(request, response);
            instruments.tap().answered(request, response, notes);
            session = notes == null ? null : id(request);
        } finally {
            touches.end(notes, session);
        }
        if (notes != null && response.getStatus() >= SERVER_ERROR) {
            noteRefusal(request, session, touches);
        }
    }
}
