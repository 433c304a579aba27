package clusterlab.cluster.embedded;

import clusterlab.agent.SessionTap;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/**
 * On the context: ends and changes of ids, on each node that has a copy. Not in the agent, since a listener of the
 * application has servlet types.
 *
 * @param tap reports them
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
