package clusterlab.web;

import clusterlab.web.Problem.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/**
 * A request that got as far as its route.
 *
 * @param path values of the route's parameters
 * @param query the first value of each query parameter
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Call(Map<String, String> path, Map<String, String> query, byte[] body) {

    /** A parameter of the route. */
    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** A whole number out of the query. */
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
            // As one out of range.
        }
        throw new Problem(Kind.MALFORMED, name + " is a number from " + least + " to " + most + ".");
    }

    /** The body as fields. */
    Fields fields() throws Problem {
        return new Fields(Json.object(body));
    }

    /** Reads a JSON object field by field and says which one is wrong. */
    record Fields(Map<String, Object> json) {

        String text(String name) throws Problem {
            if (json.get(name) instanceof String text && !text.isEmpty()) {
                return text;
            }
            throw new Problem(Kind.MALFORMED, name + " is a text and has to be there.");
        }

        /** A number in this range, or the fallback if the field is left out. */
        double number(String name, double fallback, double least, double most) throws Problem {
            Object value = json.get(name);
            if (value == null) {
                return fallback;
            }
            if (value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
                return number.doubleValue();
            }
            throw new Problem(Kind.MALFORMED, name + " is a number from " + trim(least) + " to " + trim(most) + ".");
        }

        /** As {@link #number}, without a fraction. */
        int whole(String name, int fallback, int least, int most) throws Problem {
            double value = number(name, fallback, least, most);
            if (value != Math.rint(value)) {
                throw new Problem(Kind.MALFORMED, name + " is a whole number.");
            }
            return (int) value;
        }

        boolean truth(String name) throws Problem {
            if (json.get(name) instanceof Boolean truth) {
                return truth;
            }
            throw new Problem(Kind.MALFORMED, name + " is true or false and has to be there.");
        }

        void need(String name) throws Problem {
            if (json.get(name) == null) {
                throw new Problem(Kind.MALFORMED, name + " has to be there.");
            }
        }

        /** Refuses fields that nobody would read: a misspelt one must not be ignored. */
        void only(Collection<String> known) throws Problem {
            TreeSet<String> others = new TreeSet<>(json.keySet());
            others.removeAll(known);
            if (!others.isEmpty()) {
                throw new Problem(
                        Kind.MALFORMED, "Unknown fields; known are " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }

        private static String trim(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }
}
