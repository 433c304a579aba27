package clusterlab.experiment;

/** What a run is to the others of its report. */
public enum RunRole {
    /** The faults happen; a control stands beside it. */
    WITH_FAULT,
    /** The same without the faults. */
    CONTROL,
    /** A run that is compared with no control. */
    ALONE
}
