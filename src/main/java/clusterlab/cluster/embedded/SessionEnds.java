package clusterlab.cluster.embedded;

import clusterlab.agent.SessionTap;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/**
 * A listener on the context: reports ended sessions and changed ids, on each node that has a copy. It is not in the
 * agent, since an application's listener has servlet types.
 *
 * @param tap receives the reports
 */
record SessionEnds(SessionTap tap) implements HttpSessionListener, HttpSessionIdListener {
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        tap.expired(event.getSession().getId());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        tap.renamed(oldId, event.getSession().getId());
    }
}
