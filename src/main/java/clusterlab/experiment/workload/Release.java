package clusterlab.experiment.workload;

/**
 * How the second version of an application comes while it is used.
 *
 * @param way how it comes
 * @param sameClass whether the class of what a session holds stays compatible; else its {@code serialVersionUID} changes
 */
public record Release(Way way, boolean sameClass) {
    /** Path of the application. */
    public static final String PATH = "/trial";

    private static final String NAME = "trial";

    /** The ways that Tomcat has. */
    public enum Way {
        /** The FarmWarDeployer replaces it on all nodes. */
        IN_PLACE("in place"),
        /** It comes beside the old version ({@code ##2}), which serves its sessions to their ends. */
        PARALLEL("parallel"),
        /** Each node in turn is stopped, gets it, and starts. */
        NODE_BY_NODE("node by node");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /** As it is printed. */
        public String word() {
            return word;
        }
    }

    /** The name of the WAR of a version, which decides whether it replaces another. */
    public String file(int version) {
        return (way == Way.PARALLEL ? NAME + "##" + version : NAME) + ".war";
    }

    /** Whether it comes over the FarmWarDeployer, in one step. */
    public boolean isOneStep() {
        return way != Way.NODE_BY_NODE;
    }

    /**
     * Whether a node starts in it that can't read the sessions of the others: the lab's own start waits for all sessions, in vain,
     * and fails.
     */
    public boolean startsWithoutSessions() {
        return !sameClass && !isOneStep();
    }

    /** What becomes of the class, as it is printed. */
    public String classWord() {
        return sameClass ? "same" : "changed";
    }
}
