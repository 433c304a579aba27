package clusterlab.experiment.verdict;

/** What a checker judges. Both have a verdict of their own: a slow answer is no lost session. */
public enum Aspect {
    /** Whether data of sessions were lost. Drives the exit code. */
    LOSS("KEPT", "LOST"),
    /** Whether clients were served: latency, failed requests, gaps. */
    SERVICE("SERVED", "DEGRADED");

    private final String good;
    private final String bad;

    Aspect(String good, String bad) {
        this.good = good;
        this.bad = bad;
    }

    /** The status in one word: KEPT, LOST or UNKNOWN; SERVED, DEGRADED or UNKNOWN. At most 8 letters. */
    public String word(Status status) {
        return switch (status) {
            case VALID -> good;
            case INVALID -> bad;
            case UNKNOWN -> status.name();
        };
    }
}
