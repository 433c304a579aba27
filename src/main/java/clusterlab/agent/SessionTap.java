package clusterlab.agent;

import clusterlab.event.Event;
import clusterlab.event.EventLog;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.ha.ClusterListener;
import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.ha.session.SessionMessage;
import org.apache.catalina.valves.ValveBase;

/**
 * Tells what happens to one node's sessions: each thing as an event of its own while little happens, sums of a window
 * under load.
 */
public final class SessionTap {
    /** Events of their own in one window; the rest is summed. */
    private static final int SINGLES = 12;

    private final String node;
    private final NodeLink link;
    private final EventLog events;
    private final AtomicInteger singles = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder created = new LongAdder();
    private final LongAdder used = new LongAdder();
    private final LongAdder replicated = new LongAdder();
    private final LongAdder expired = new LongAdder();

    public SessionTap(String node, NodeLink link, EventLog events) {
        this.node = node;
        this.link = link;
        this.events = events;
    }

    /** How many requests of the application were served. */
    public long requests() {
        return requests.sum();
    }

    /** Ends a window. */
    public void flush(long millis) {
        singles.set(0);
        long c = created.sumThenReset();
        long u = used.sumThenReset();
        long r = replicated.sumThenReset();
        long e = expired.sumThenReset();
        if (c + u + r + e > 0) {
            events.append(new Event.SessionTraffic(node, millis, c, u, r, e));
        }
    }

    private boolean single() {
        return singles.get() < SINGLES && singles.incrementAndGet() <= SINGLES;
    }

    /** In the application's pipeline: requests and the sessions that they make and use. */
    public final class RequestValve extends ValveBase {
        public RequestValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            // mod_jk tells httpd which node answered too late for a header, so the nodes say it themselves.
            response.setHeader("X-Cluster-Lab-Node", node);
            getNext().invoke(request, response);
            requests.increment();
            if (!events.isOn()) {
                return;
            }
            Session session = request.getSessionInternal(false);
            if (session == null || !session.isValid()) {
                return;
            }
            boolean made = session.getSession().isNew();
            if (single()) {
                String id = session.getIdInternal();
                events.append(made ? new Event.SessionCreated(node, id) : new Event.SessionUsed(node, id));
            } else {
                (made ? created : used).increment();
            }
        }
    }

    /** On the context: ends and changes of ids, on each node that has a copy. */
    public final class Listener implements HttpSessionListener, HttpSessionIdListener {
        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            if (single()) {
                events.append(new Event.SessionExpired(node, event.getSession().getId()));
            } else {
                expired.increment();
            }
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String oldId) {
            events.append(
                    new Event.SessionIdChanged(node, oldId, event.getSession().getId()));
        }
    }

    /** On the cluster: what arrives from other nodes. DeltaManager only; BackupManager's maps have messages of their own. */
    public final class Arrivals extends ClusterListener {
        @Override
        public boolean accept(ClusterMessage message) {
            return message instanceof SessionMessage;
        }

        @Override
        public void messageReceived(ClusterMessage message) {
            if (!(message instanceof SessionMessage session)) {
                return;
            }
            String id = session.getSessionID();
            if (id != null && single()) {
                String from = session.getAddress() == null ? null : link.name(session.getAddress());
                events.append(
                        new Event.SessionReplicated(node, from == null ? "?" : from, id, session.getEventTypeString()));
            } else {
                replicated.increment();
            }
        }
    }
}
