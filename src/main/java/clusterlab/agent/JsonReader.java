package clusterlab.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, as RFC 8259 has it: objects as maps, arrays as lists, numbers as Long or Double. Tomcat's own parser
 * (org.apache.tomcat.util.json.JSONParser) leaves the escapes in strings.
 */
final class JsonReader {
    private static final int DEEPEST = 100;

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    /**
     * The value.
     *
     * @throws IOException if the text is not one JSON value
     */
    @Nullable
    Object read() throws IOException {
        Object value = value(0);
        skipBlanks();
        if (at != text.length()) {
            throw wrong();
        }
        return value;
    }

    private @Nullable Object value(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw wrong();
        }
        switch (next()) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, @Nullable Object> object(int depth) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        take('{');
        while (next() != '}') {
            if (!object.isEmpty()) {
                take(',');
            }
            if (next() != '"') {
                throw wrong();
            }
            String name = string();
            take(':');
            object.put(name, value(depth + 1));
        }
        take('}');
        return object;
    }

    private List<@Nullable Object> array(int depth) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        take('[');
        while (next() != ']') {
            if (!array.isEmpty()) {
                take(',');
            }
            array.add(value(depth + 1));
        }
        take(']');
        return array;
    }

    private String string() throws IOException {
        StringBuilder read = new StringBuilder();
        take('"');
        for (char c = any(); c != '"'; c = any()) {
            read.append(c == '\\' ? escaped() : c);
        }
        return read.toString();
    }

    private char escaped() throws IOException {
        char c = any();
        switch (c) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                try {
                    at += 4;
                    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                } catch (IndexOutOfBoundsException | NumberFormatException e) {
                    throw wrong();
                }
            case '"':
            case '\\':
            case '/':
                return c;
            default:
                throw wrong();
        }
    }

    private Number number() throws IOException {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            if (digits.matches("-?\\d{1,18}")) {
                return Long.parseLong(digits);
            }
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws IOException {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return value;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The next character that is no blank; it stays. */
    private char next() throws IOException {
        skipBlanks();
        if (at == text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void take(char expected) throws IOException {
        if (next() != expected) {
            throw wrong();
        }
        at++;
    }

    private char any() throws IOException {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private IOException wrong() {
        return new IOException("no JSON at character " + at);
    }
}
