package clusterlab.cluster;

import java.util.concurrent.TimeUnit;

/**
 * What the start of a node does at present.
 *
 * @param what such as "the application has been starting"
 * @param sinceNanos in terms of {@link System#nanoTime}
 */
public record StartStep(String what, long sinceNanos) {
    /** The step that is out of the lab's hands. */
    public static final String APPLICATION = "the application has been starting";

    /** Whether it is that step. */
    public boolean isOfApplication() {
        return what.equals(APPLICATION);
    }

    /** It begins now. */
    public static StartStep now(String what) {
        return new StartStep(what, System.nanoTime());
    }

    /** What it does and for how long, a part of a sentence. */
    public String text() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
        return seconds == 0 ? what : what + " for " + seconds + " s";
    }
}
