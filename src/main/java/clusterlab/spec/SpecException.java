package clusterlab.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A spec that can't be carried out, with all of its errors. */
public final class SpecException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** With at least one problem. */
    public SpecException(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All errors, in the order in which they were found. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One error.
     *
     * @param kind decides the exit code
     * @param message one sentence that names the option and says what to do
     */
    public record Problem(Kind kind, String message) {

        /** What decides the exit code. */
        public enum Kind {
            /** The option itself is wrong. */
            USAGE,
            /** The option is fine, but the port or file that it names is unavailable. */
            UNAVAILABLE
        }

        /** The option itself is wrong. */
        public static Problem usage(String message) {
            return new Problem(Kind.USAGE, message);
        }

        /** What the option names is unavailable. */
        public static Problem unavailable(String message) {
            return new Problem(Kind.UNAVAILABLE, message);
        }
    }
}
