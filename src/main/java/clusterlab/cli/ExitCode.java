package clusterlab.cli;

/** The exit codes of the process; 64 and above are from BSD's sysexits.h. */
final class ExitCode {
    /** Success, or the verdict VALID. */
    static final int OK = 0;
    /** {@code ctl check} and {@code ctl next}: the task of the lesson is not done yet. */
    static final int UNDONE = 1;
    /** The command was used wrongly. */
    static final int USAGE = 64;
    /** A port, httpd or a file is unavailable. */
    static final int UNAVAILABLE = 69;
    /** A defect of cluster-lab itself. */
    static final int SOFTWARE = 70;
    /** Stdout was closed, or can't be written (EX_IOERR). */
    static final int STDOUT_GONE = 74;
    /** A signal ended the command before it was done; as a shell tells it of SIGINT. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
