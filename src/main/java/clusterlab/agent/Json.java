package clusterlab.agent;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the control connection. The agent brings no library along: every class of it would be visible to the
 * application.
 */
final class Json {
    private Json() {}

    /** One line, ASCII only: maps, iterables, strings, numbers, booleans and null. */
    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    /**
     * The object of a line.
     *
     * @throws IOException if it is not a JSON object
     */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> read(String line) throws IOException {
        Object read = new JsonReader(line).read();
        if (read instanceof Map) {
            return (Map<String, @Nullable Object>) read;
        }
        throw new IOException("not an object");
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Map) {
            text.append('{');
            String comma = "";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                text.append(comma);
                string(text, String.valueOf(entry.getKey()));
                text.append(':');
                append(text, entry.getValue());
                comma = ",";
            }
            text.append('}');
        } else if (value instanceof Iterable) {
            text.append('[');
            for (Iterator<?> each = ((Iterable<?>) value).iterator(); each.hasNext(); ) {
                append(text, each.next());
                if (each.hasNext()) {
                    text.append(',');
                }
            }
            text.append(']');
        } else {
            string(text, value.toString());
        }
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append("\\u");
                String hex = Integer.toHexString(c);
                text.append("0000", hex.length(), 4).append(hex);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
