package clusterlab.agent;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * A valve that names no servlet type, so that one class file works in every Tomcat version: {@code ServletException} is
 * javax in 9.0 and jakarta since 10, and a subclass need not declare it for {@code invoke}.
 */
abstract class AgentValve extends ValveBase {
    AgentValve() {
        super(true);
    }

    @Override
    public abstract void invoke(Request request, Response response) throws IOException;

    /** Calls the next valve; its exceptions pass unchanged. */
    final void next(Request request, Response response) throws IOException {
        try {
            getNext().invoke(request, response);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception servletException) {
            throw AgentValve.<RuntimeException>unchecked(servletException);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }
}
