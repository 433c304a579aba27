package clusterlab.experiment.verdict;

/** The result of a check, from the best to the worst. */
public enum Status {
    /** Checked, and nothing was found. Exit code 0. */
    VALID(0),
    /** The evidence is missing. Exit code 2. */
    UNKNOWN(2),
    /** Something was lost. Exit code 1. */
    INVALID(1);

    private final int exitCode;

    Status(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a command with this result. */
    public int exitCode() {
        return exitCode;
    }

    /** The worse of the two. */
    public Status worse(Status other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
