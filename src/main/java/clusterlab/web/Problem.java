package clusterlab.web;

import clusterlab.wire.ProblemJson;
import clusterlab.wire.Wire;
import java.util.Collection;
import java.util.Map;

/**
 * A request was not carried out: a problem document of RFC 9457. The detail is a sentence that says what to do.
 *
 * <pre>
 * 400 MALFORMED    the body or a parameter is invalid
 * 401 NO_TOKEN     the run's token is missing or wrong
 * 403 FOREIGN      Host or Origin is not this lab's own
 * 404 UNKNOWN      no such node, session, fault, alarm or path
 * 405 METHOD       the path does not support this method
 * 409 REFUSED      impossible in the current state
 * 413 TOO_LARGE    a body above 64 KB
 * 500 DEFECT       a defect of cluster-lab
 * 503 UNAVAILABLE  a node did not start, or the lab ends
 * </pre>
 */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    /** The kinds, with the status code and the title of each. */
    enum Kind {
        MALFORMED(400, "Malformed request"),
        NO_TOKEN(401, "No token"),
        FOREIGN(403, "Foreign request"),
        UNKNOWN(404, "Not found"),
        METHOD(405, "Method not allowed"),
        REFUSED(409, "Refused"),
        TOO_LARGE(413, "Body too large"),
        DEFECT(500, "Defect"),
        UNAVAILABLE(503, "Unavailable");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }
    }

    private final Kind kind;
    /** The value of the header Allow; empty except for METHOD. */
    private final String allowed;

    Problem(Kind kind, String detail) {
        this(kind, detail, "");
    }

    private Problem(Kind kind, String detail, String allowed) {
        super(detail);
        this.kind = kind;
        this.allowed = allowed;
    }

    /** The path supports these methods only. */
    static Problem method(Collection<String> allowed) {
        return new Problem(Kind.METHOD, "Use " + String.join(" or ", allowed) + ".", String.join(", ", allowed));
    }

    Kind kind() {
        return kind;
    }

    /** The problem document. */
    Reply reply() {
        ProblemJson json = new ProblemJson("about:blank", kind.title, kind.status, String.valueOf(getMessage()));
        return new Reply(
                kind.status,
                "application/problem+json",
                Wire.bytes(json),
                allowed.isEmpty() ? Map.of() : Map.of("Allow", allowed));
    }
}
