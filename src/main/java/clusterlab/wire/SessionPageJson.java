package clusterlab.wire;

import clusterlab.cluster.Sessions;
import java.util.List;

/**
 * Some of the sessions, ordered by id.
 *
 * @param total how many there are
 * @param offset how many come before these
 */
public record SessionPageJson(int total, int offset, List<SessionJson> sessions) {
    public SessionPageJson {
        sessions = List.copyOf(sessions);
    }

    /** Of this page. */
    public static SessionPageJson of(Sessions.Page page, int offset) {
        return new SessionPageJson(
                page.total(),
                offset,
                page.sessions().stream().map(SessionJson::of).toList());
    }

    /** Without the offset, which the reader knows. */
    public Sessions.Page view() {
        return new Sessions.Page(total, sessions.stream().map(SessionJson::view).toList());
    }
}
