import java.util.List;
import java.util.Locale;

/**
 * What happened in one lab or in several.
 *
 * @param joins starts and restarts of a node
 * @param failedJoins those after which the node was not a member with all sessions
 * @param broken other failures: an action, the boot or the end of a lab
 * @param answered POSTs with a counter in the answer
 * @param lost acknowledged increments that a later answer lacked
 * @param twice increments by more than the POSTs that were sent
 * @param failedPosts POSTs without a counter in the answer although no node had been killed
 * @param failedAtKills those while a node was killed or did not run since a kill; a client may not send them again
 * @param longestMillis the slowest POST
 */
record JoinFigures(
        int stops,
        int kills,
        int restarts,
        int joins,
        int failedJoins,
        int broken,
        long answered,
        long lost,
        long twice,
        long failedPosts,
        long failedAtKills,
        long longestMillis) {

    /** The number of things that must not happen. */
    long failures() {
        return failedJoins + broken + lost + twice + failedPosts;
    }

    static JoinFigures sum(List<JoinFigures> all) {
        JoinFigures sum = new JoinFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (JoinFigures one : all) {
            sum = sum.plus(one);
        }
        return sum;
    }

    private JoinFigures plus(JoinFigures other) {
        return new JoinFigures(
                stops + other.stops,
                kills + other.kills,
                restarts + other.restarts,
                joins + other.joins,
                failedJoins + other.failedJoins,
                broken + other.broken,
                answered + other.answered,
                lost + other.lost,
                twice + other.twice,
                failedPosts + other.failedPosts,
                failedAtKills + other.failedAtKills,
                Math.max(longestMillis, other.longestMillis));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d joins (after %d stops, %d kills, %d restarts), %d failed; %d POSTs answered, %d acknowledged increments lost,"
                        + " %d counted twice; %d POSTs failed at stops and joins, %d at kills (allowed); slowest POST %d ms;"
                        + " %d other failures",
                joins,
                stops,
                kills,
                restarts,
                failedJoins,
                answered,
                lost,
                twice,
                failedPosts,
                failedAtKills,
                longestMillis,
                broken);
    }
}
