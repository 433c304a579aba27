package clusterlab.lesson;

/** What a user does in a lesson. */
public enum LessonAction {
    /** Starts a lesson, by its name. */
    START,
    /** Predicts, with a letter. */
    ANSWER,
    /** Looks whether the task was done. */
    CHECK,
    /** Goes on; with an open task it looks first. */
    NEXT,
    /** Shows the hint. */
    HINT,
    /** Leaves the step out. */
    SKIP,
    /** Ends the lesson. */
    STOP
}
