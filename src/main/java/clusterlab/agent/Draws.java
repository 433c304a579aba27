package clusterlab.agent;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which messages are lost and how long they are delayed. Each link, in one direction, has a sequence of draws of
 * its own, the same for the same seed and names; a node that starts again begins again. Which message gets which draw
 * depends on the order in which the node sends, which no seed can repeat.
 */
final class Draws {
    private final String from;
    private final long seed;
    private final Map<String, SplittableRandom> links = new ConcurrentHashMap<>();

    Draws(String from, long seed) {
        this.from = from;
        this.seed = seed;
    }

    /** Draws only if the link loses messages. */
    boolean isLost(String to, LinkFault fault) {
        if (fault.loss() == 0) {
            return false;
        }
        SplittableRandom link = link(to);
        synchronized (link) {
            return link.nextDouble() < fault.loss();
        }
    }

    /** Draws only if the link has jitter; uniform between delay - jitter and delay + jitter, in milliseconds. */
    long delayMillis(String to, LinkFault fault) {
        long jitter = fault.jitterMillis();
        if (jitter == 0) {
            return fault.delayMillis();
        }
        SplittableRandom link = link(to);
        synchronized (link) {
            return fault.delayMillis() + link.nextLong(-jitter, jitter + 1);
        }
    }

    private SplittableRandom link(String to) {
        return links.computeIfAbsent(to, name -> new SplittableRandom(seed ^ mixed(from + '>' + name)));
    }

    /** Neighbouring names have neighbouring hash codes; the multiplication sets them apart (2^64 / golden ratio). */
    private static long mixed(String link) {
        return link.hashCode() * 0x9e3779b97f4a7c15L;
    }
}
