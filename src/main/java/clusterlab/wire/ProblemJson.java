package clusterlab.wire;

/**
 * A problem document (RFC 9457).
 *
 * @param type about:blank
 * @param title the kind of problem
 * @param status of HTTP
 * @param detail a sentence that says what to do
 */
public record ProblemJson(String type, String title, int status, String detail) {}
