package clusterlab.spec;

/**
 * Texts that others wrote (a HAR, an answer, a class file, a log) for a terminal: nothing of them may move its cursor, change
 * its colours or its title, or turn the order of letters. Pure.
 */
public final class Printable {
    private static final char INSTEAD = '?';

    private Printable() {}

    /**
     * As a part of a line.
     *
     * @return the text with a blank for each line break and tab, and a question mark for each other control character, each
     *     character that changes the direction of writing or is invisible (Unicode's Cc, Cf, Zl, Zp), and each half of a pair
     */
    public static String line(String text) {
        return printable(text, false);
    }

    /** As {@link #line}, but line breaks (LF) and tabs stay. */
    public static String text(String text) {
        return printable(text, true);
    }

    private static String printable(String text, boolean lines) {
        if (text.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || (lines && c == '\n'))) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL -> clean.append(control(c, lines));
                case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    clean.append(INSTEAD);
                default -> clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    private static char control(int c, boolean lines) {
        return switch (c) {
            case '\n', '\t' -> lines ? (char) c : ' ';
            case '\r' -> lines ? INSTEAD : ' ';
            default -> INSTEAD;
        };
    }
}
