package clusterlab.export;

import java.nio.charset.StandardCharsets;

/** Quotes and checks values for httpd's configuration. */
final class Quote {

    private Quote() {}

    /**
     * The value as one quoted argument. httpd decodes {@code \\} and {@code \"} in it ({@code ap_getword_conf});
     * {@link #path} refuses characters that have no escape.
     */
    static String argument(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * Refuses a path that cannot be quoted: a line break would begin a new directive, and httpd expands
     * <code>${NAME}</code> inside quotes as well.
     */
    static void path(String what, String value, int longest) {
        if (value.chars().anyMatch(Character::isISOControl) || value.contains("${")) {
            throw new IllegalArgumentException(
                    "The path of " + what + " has a line break, a control character or ${; use another path.");
        }
        if (!value.startsWith("/") && !value.matches("[A-Za-z]:[/\\\\].*")) {
            throw new IllegalArgumentException("The path of " + what + ", " + value + ", is not absolute.");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > longest) {
            throw new IllegalArgumentException("The path of " + what + ", " + value + ", is longer than " + longest
                    + " bytes; use a shorter one.");
        }
    }

    /**
     * Refuses a node name that cannot be a worker's name: mod_jk takes the text after the last dot of a session id as the
     * worker's name, and the files use some names themselves.
     */
    static String worker(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,60}") || name.matches("lb|status|control|template|list|maintain")) {
            throw new IllegalArgumentException("A node cannot have the name " + name
                    + " behind httpd: use letters, digits, _ and -, and not lb, status, control, template, list or"
                    + " maintain.");
        }
        return name;
    }

    /** Refuses a context path with other characters than those of a plain path. */
    static String contextPath(String path) {
        if (!path.isEmpty() && !path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException(
                    "The context path may only have letters, digits, slashes and . _ ~ -; use another path.");
        }
        return path;
    }
}
