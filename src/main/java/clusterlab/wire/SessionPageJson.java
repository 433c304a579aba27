package clusterlab.wire;

import clusterlab.cluster.Sessions;
import java.util.List;

/**
 * A page of sessions, ordered by id.
 *
 * @param total number of all sessions
 * @param offset number of sessions before this page
 */
public record SessionPageJson(int total, int offset, List<SessionJson> sessions) {
    public SessionPageJson {
        sessions = List.copyOf(sessions);
    }

    /** The JSON of this page. */
    public static SessionPageJson of(Sessions.Page page, int offset) {
        return new SessionPageJson(
                page.total(),
                offset,
                page.sessions().stream().map(SessionJson::of).toList());
    }

    /** The page without the offset, which the reader has already. */
    public Sessions.Page view() {
        return new Sessions.Page(total, sessions.stream().map(SessionJson::view).toList());
    }
}
