package clusterlab.lesson;

/** A lesson that can't be read; the message is a sentence for its author, with the line. */
public final class LessonException extends Exception {
    private static final long serialVersionUID = 1L;

    public LessonException(String message) {
        super(message);
    }

    public LessonException(String message, Throwable cause) {
        super(message, cause);
    }
}
