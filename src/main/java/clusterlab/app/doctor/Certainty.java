package clusterlab.app.doctor;

/** How far the code shows it. The first is the surest. */
public enum Certainty {
    /** The code or the descriptor says so. */
    CERTAIN,
    /** It is so unless the code does something unusual elsewhere. */
    LIKELY,
    /** A pattern that is often a mistake. */
    GUESS
}
