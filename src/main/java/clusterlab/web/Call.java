package clusterlab.web;

import clusterlab.web.Problem.Kind;
import clusterlab.wire.Fields;
import clusterlab.wire.MalformedException;
import clusterlab.wire.Wire;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A request with its route.
 *
 * @param path values of the route's parameters
 * @param query the first value of each query parameter
 * @param body empty if the route takes an upload
 * @param upload the body of a route that takes an upload, however large; else nothing
 * @param size of the upload in bytes, or -1 if the client did not tell
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Call(Map<String, String> path, Map<String, String> query, byte[] body, InputStream upload, long size) {

    /** A parameter of the route. */
    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** A whole number from the query. */
    int number(String name, int fallback, int least, int most) throws Problem {
        String text = query.get(name);
        if (text == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException told) {
            // Treated as out of range.
        }
        throw new Problem(Kind.MALFORMED, name + " must be a number from " + least + " to " + most + ".");
    }

    /** One of these words from the query; without it, the first. */
    String word(String name, List<String> words) throws Problem {
        String text = query.getOrDefault(name, words.get(0));
        if (!words.contains(text)) {
            throw new Problem(Kind.MALFORMED, name + " must be " + String.join(" or ", words) + ".");
        }
        return text;
    }

    /** The body as one JSON object. */
    Fields fields() throws MalformedException {
        return Wire.fields(body);
    }
}
