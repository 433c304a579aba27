package clusterlab.app.journey;

import clusterlab.http.HttpReply.Header;
import java.util.List;
import java.util.Optional;

/**
 * One request of a journey, and its recorded answer.
 *
 * @param number from 1
 * @param method of HTTP
 * @param target path and query, without a session id
 * @param headers that are sent again as they are
 * @param body of the request
 * @param recorded the answer when it was recorded
 */
public record Step(
        int number, String method, String target, List<Header> headers, Optional<Body> body, Answer recorded) {
    private static final int LONGEST_NAME = 60;

    /** Copies the headers. */
    public Step {
        headers = List.copyOf(headers);
    }

    /** As a report names it: {@code step 3 POST /add}. */
    public String name() {
        return "step " + number + " " + request();
    }

    /** Method and target. */
    public String request() {
        String text = method + " " + target;
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME - 1) + "…";
    }
}
