package clusterlab.load;

/**
 * Keeps the books of one session's counter: how many increments were acknowledged, and which of them a later answer
 * shows to be gone.
 *
 * <p>Each request increments by one, so an answer must show at least one more than the last. It may show more than that:
 * a request that got no answer may have incremented too. A session that the application began anew has lost everything
 * that was acknowledged before. Not thread-safe.
 */
final class Increments {
    private String session = "";
    private long acknowledged;

    /**
     * A request was answered.
     *
     * @param sessionId with or without its route, which changes when another node takes over
     * @param counter what the page showed, 1 or more
     * @return how many acknowledged increments this answer shows to be gone
     */
    long answered(String sessionId, long counter) {
        int dot = sessionId.indexOf('.');
        String id = dot < 0 ? sessionId : sessionId.substring(0, dot);
        // Whatever a new session counts, what the old one had is out of reach.
        long gone = session.isEmpty() || session.equals(id) ? Math.max(0, acknowledged + 1 - counter) : acknowledged;
        session = id;
        acknowledged = counter;
        return gone;
    }
}
