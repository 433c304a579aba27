package clusterlab.cli;

/** What the process ends with; 64 and above are those of BSD's sysexits.h. */
final class ExitCode {
    /** Fine, or a verdict of VALID. */
    static final int OK = 0;
    /** The command was used wrongly. */
    static final int USAGE = 64;
    /** A port, httpd or a file is not to be had. */
    static final int UNAVAILABLE = 69;
    /** A defect of cluster-lab itself. */
    static final int SOFTWARE = 70;

    private ExitCode() {}
}
