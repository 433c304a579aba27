package clusterlab.load;

/**
 * Tracks the counter of one session: how many increments were acknowledged, and how many of them are missing in a later
 * answer.
 *
 * <p>Each request increments by one, so an answer must show at least one more than the last. It may show more,
 * because a request without an answer may have incremented too. If the application began a new session, all acknowledged
 * increments of the old one are lost. Not thread-safe.
 */
final class Increments {
    private String session = "";
    private long acknowledged;

    /**
     * Records the answer to a request.
     *
     * @param sessionId with or without its route, which changes when another node serves the session
     * @param counter what the page showed, 1 or more
     * @return how many acknowledged increments are missing in this answer
     */
    long answered(String sessionId, long counter) {
        int dot = sessionId.indexOf('.');
        String id = dot < 0 ? sessionId : sessionId.substring(0, dot);
        // A new session never has the increments of the old one.
        long gone = session.isEmpty() || session.equals(id) ? Math.max(0, acknowledged + 1 - counter) : acknowledged;
        session = id;
        acknowledged = counter;
        return gone;
    }
}
