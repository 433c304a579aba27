package clusterlab.wire;

import clusterlab.cluster.Sessions;
import java.util.List;

/**
 * A page of sessions.
 *
 * @param total number of all sessions
 * @param matching number of those that the page is a part of: all, or those whose copies differ
 * @param differing number of all sessions that are known to have stale copies
 * @param examined number of all sessions whose copies were compared; less than {@code total} at first
 * @param offset number of sessions before this page
 */
public record SessionPageJson(
        int total, int matching, int differing, int examined, int offset, List<SessionJson> sessions) {
    public SessionPageJson {
        sessions = List.copyOf(sessions);
    }

    /** The JSON of this page. */
    public static SessionPageJson of(Sessions.Page page, int offset) {
        return new SessionPageJson(
                page.total(),
                page.matching(),
                page.differing(),
                page.examined(),
                offset,
                page.sessions().stream().map(SessionJson::of).toList());
    }

    /** The page without the offset, which the reader has already. */
    public Sessions.Page view() {
        return new Sessions.Page(
                total,
                matching,
                differing,
                examined,
                sessions.stream().map(SessionJson::view).toList());
    }
}
