package clusterlab.agent;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.ha.ClusterListener;
import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.ha.session.SessionMessage;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * Reports changes of one node's sessions: single events while there are few, and the sums of a window under load. Requests of the lab's
 * own load are always summed, so that they leave room for a person's clicks, and are not taken for them.
 */
public final class SessionTap {
    /** At most this many single events of one sort in one window; the rest is summed. */
    private static final int SINGLES = 12;

    /** That of HttpConnection, with which loads and experiments send; the agent can't see the lab's classes. */
    private static final String OWN_CLIENT = "cluster-lab";

    /** An event names at most this many attributes. */
    static final int MOST_NAMES = 8;

    private final Links links;
    private final @Nullable NodeEvents events;
    private final SessionTouches touches;
    private final AtomicInteger singles = new AtomicInteger();
    /** Of their own, so that messages of other nodes leave room for a person's clicks; lessons count those. */
    private final AtomicInteger arrivals = new AtomicInteger();

    private final LongAdder requests = new LongAdder();
    private final LongAdder created = new LongAdder();
    private final LongAdder used = new LongAdder();
    private final LongAdder replicated = new LongAdder();
    private final LongAdder expired = new LongAdder();

    /**
     * Reports nothing yet.
     *
     * @param events receives the events, or null to count requests only
     */
    public SessionTap(Links links, @Nullable NodeEvents events) {
        this.links = links;
        this.events = events;
        touches = new SessionTouches(events != null && Instruments.trackAttributes(), System::nanoTime);
    }

    /** Which sessions the requests use, and what they set; nothing without a receiver of events. */
    SessionTouches touches() {
        return touches;
    }

    /** The number of the application's requests that were answered. */
    long requests() {
        return requests.sum();
    }

    /** Ends a window of this many milliseconds. */
    void flush(NodeEvents to, long millis) {
        singles.set(0);
        arrivals.set(0);
        long c = created.sumThenReset();
        long u = used.sumThenReset();
        long r = replicated.sumThenReset();
        long e = expired.sumThenReset();
        if (c + u + r + e > 0) {
            to.sessionTraffic(millis, c, u, r, e);
        }
    }

    private static boolean single(AtomicInteger singles) {
        return singles.get() < SINGLES && singles.incrementAndGet() <= SINGLES;
    }

    /** A session of this node ended. */
    public void expired(String id) {
        if (events == null) {
            return;
        }
        touches.ended(id);
        if (single(singles)) {
            events.sessionExpired(id);
        } else {
            expired.increment();
        }
    }

    /** The id of a session on this node changed. */
    public void renamed(String oldId, String newId) {
        if (events != null) {
            touches.renamed(oldId, newId);
            events.sessionIdChanged(oldId, newId);
        }
    }

    /**
     * The application answered a request.
     *
     * @param notes what it did, or null if that is not tracked
     */
    void answered(Request request, Response response, SessionTouches.@Nullable RequestNotes notes) {
        requests.increment();
        if (events == null) {
            return;
        }
        Session session = request.getSessionInternal(false);
        if (session == null || !session.isValid()) {
            return;
        }
        boolean made = session instanceof StandardSession && ((StandardSession) session).isNew();
        if (!OWN_CLIENT.equals(request.getHeader("User-Agent")) && single(singles)) {
            String id = session.getIdInternal();
            int status = response.getStatus();
            List<String> set = notes == null ? List.of() : notes.names(MOST_NAMES);
            if (made) {
                events.sessionCreated(id, status, isOfFront(request), set);
            } else {
                events.sessionUsed(id, status, isOfFront(request), set);
            }
        } else {
            (made ? created : used).increment();
        }
    }

    private static boolean isOfFront(Request request) {
        Connector connector = request.getConnector();
        return connector.getProtocolHandlerClassName().contains(".ajp.")
                || request.getHeader("X-Forwarded-For") != null;
    }

    /**
     * A listener on the cluster: reports messages from other nodes. DeltaManager only; BackupManager's maps use other
     * messages.
     */
    public final class Arrivals extends ClusterListener {
        private final NodeEvents to;

        /** Reports to this receiver. */
        public Arrivals(NodeEvents to) {
            this.to = to;
        }

        @Override
        public boolean accept(ClusterMessage message) {
            return message instanceof SessionMessage;
        }

        @Override
        public void messageReceived(ClusterMessage message) {
            if (!(message instanceof SessionMessage)) {
                return;
            }
            SessionMessage session = (SessionMessage) message;
            String id = session.getSessionID();
            if (id != null && single(arrivals)) {
                String from = session.getAddress() == null ? null : links.name(session.getAddress());
                to.sessionReplicated(from == null ? "?" : from, id, session.getEventTypeString());
            } else {
                replicated.increment();
            }
        }
    }
}
