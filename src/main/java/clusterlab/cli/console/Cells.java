package clusterlab.cli.console;

import org.jline.utils.WCWidth;

/** The width of text on a terminal, in cells: a Korean letter takes two. Colours take none; they must be complete. Pure. */
public final class Cells {
    private static final char ESCAPE = '\033';

    private Cells() {}

    /** The cells that a line takes. */
    public static int of(String line) {
        int cells = 0;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            if (line.charAt(i) == ESCAPE) {
                i = Math.max(i, line.indexOf('m', i));
            } else {
                cells += of(line.codePointAt(i));
            }
        }
        return cells;
    }

    private static int of(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** The number of chars that fit; all of them if the text is narrower. For text without colours. */
    public static int fitting(String text, int cells) {
        int left = cells;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            left -= of(codePoint);
            if (left < 0) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return i;
    }

    /** The text with blanks behind it, or as it is if it is wider. */
    public static String left(String text, int cells) {
        return text + blanks(text, cells);
    }

    /** The text with blanks before it, or as it is if it is wider. */
    public static String right(String text, int cells) {
        return blanks(text, cells) + text;
    }

    private static String blanks(String text, int cells) {
        return " ".repeat(Math.max(0, cells - of(text)));
    }

    /** The text, or its beginning and an ellipsis if it is wider. For text without colours. */
    public static String cut(String text, int cells) {
        return of(text) <= cells ? text : text.substring(0, fitting(text, cells - 1)) + "…";
    }
}
