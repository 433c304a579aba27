package clusterlab.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that others wrote (a HAR, an answer, a class file, a log) for a terminal: nothing of them may move its cursor, change
 * its colours or its title, or turn the order of letters. Pure.
 */
public final class Printable {
    private static final char INSTEAD = '?';

    /** Emphasis and colours of {@code cli.console.Palette}, and CR before LF. */
    private static final Pattern KEPT = Pattern.compile("\033\\[(?:[012]|1;3[1-6])m|\r(?=\n)");

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

    /**
     * As {@link #text}, for what goes to a terminal as a whole: the colours that cluster-lab itself writes stay, and so does the line
     * break of Windows. Parts that others wrote have to pass {@link #line} before, or they could choose colours.
     */
    public static String coloured(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        Matcher colour = KEPT.matcher(text);
        int from = 0;
        while (colour.find()) {
            clean.append(text(text.substring(from, colour.start()))).append(colour.group());
            from = colour.end();
        }
        return clean.append(text(text.substring(from))).toString();
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
