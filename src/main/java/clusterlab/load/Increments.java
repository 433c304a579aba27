package clusterlab.load;

/**
 * Tracks the counter of one user's session: how many acknowledged increments are missing, whichever copy of the session
 * stays in the end.
 *
 * <p>Each request increments by one. No copy is known to hold more than the highest counter shown, so an answer that does
 * not raise it is one increment missing. While a network is split, answers come from both sides and the counter jumps
 * back and forth; what the sides differ by is not lost yet, as the better copy may stay. A loss by a crash is therefore
 * counted with the answers that follow, until the counter is where it was. If the application began a new session, all
 * increments of the old one are lost. Not thread-safe.
 */
final class Increments {
    private String session = "";
    private long highest;
    /** Acknowledged increments that the highest counter may include; fewer than it, if requests without an answer counted. */
    private long kept;

    /**
     * Records the answer to a request.
     *
     * @param sessionId with or without its route, which changes when another node serves the session
     * @param counter what the page showed, 1 or more
     * @return how many more acknowledged increments are missing than before this answer
     */
    long answered(String sessionId, long counter) {
        int dot = sessionId.indexOf('.');
        String id = dot < 0 ? sessionId : sessionId.substring(0, dot);
        if (!session.equals(id)) {
            long gone = kept;
            session = id;
            highest = counter;
            kept = counter;
            return gone;
        }
        if (counter <= highest) {
            return 1;
        }
        highest = counter;
        kept++;
        return 0;
    }
}
