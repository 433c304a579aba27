package clusterlab.export;

import java.nio.charset.StandardCharsets;

/** Puts values into httpd's configuration so that they stay values. */
final class Quote {

    private Quote() {}

    /**
     * The value as one quoted argument. httpd undoes {@code \\} and {@code \"} in it ({@code ap_getword_conf}); what it
     * can't escape was refused by {@link #path}.
     */
    static String argument(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * Refuses a path that no quoting can carry: a line break would begin a new directive, and httpd expands
     * <code>${NAME}</code> inside quotes as well.
     */
    static void path(String what, String value, int longest) {
        if (value.chars().anyMatch(Character::isISOControl) || value.contains("${")) {
            throw new IllegalArgumentException(
                    "The path of " + what + " has a line break, a control character or ${; use another.");
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
     * Refuses a node that can't be a worker: mod_jk takes what follows the last dot of a session id as the worker's
     * name, and some names are the files' own.
     */
    static String worker(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,60}") || name.matches("lb|status|control|template|list|maintain")) {
            throw new IllegalArgumentException("A node can't be named " + name
                    + " behind httpd: use letters, digits, _ and -, and not lb, status, control, template, list or"
                    + " maintain.");
        }
        return name;
    }

    /** Refuses a context path that is more than a path. */
    static String contextPath(String path) {
        if (!path.isEmpty() && !path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException(
                    "The context path has other characters than letters, digits, slashes and . _ ~ -; use another.");
        }
        return path;
    }
}
