package clusterlab.export.containers;

import java.util.Locale;

/** Values and blocks of a YAML file. */
final class Yaml {
    private Yaml() {}

    /** A double-quoted scalar, which takes any text. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                        quoted.append("\\u").append(String.format(Locale.ROOT, "%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** The lines of a text as a literal block below a key, each line after this many blanks. */
    static String block(String text, int blanks) {
        return "|\n" + text.indent(blanks);
    }
}
