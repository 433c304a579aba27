package clusterlab.testing;

/** Which of the two forms of a test application. */
public enum Twin {
    /** With its one planted mistake. */
    BROKEN,
    /** The same application without it. */
    MENDED
}
