package clusterlab.diagnosis;

/** How far what was read shows it. The first is the surest. */
public enum Certainty {
    /** The code, the descriptor or the configuration says so. */
    CERTAIN,
    /** It is so unless the code does something unusual elsewhere. */
    LIKELY,
    /** A pattern that is often a mistake. */
    GUESS
}
