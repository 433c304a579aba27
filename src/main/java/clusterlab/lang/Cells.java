package clusterlab.lang;

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

    /** As wcwidth(3): two for what East Asian scripts write in a square, none for what stands above another letter. */
    private static int of(int codePoint) {
        if (codePoint < 0x300) {
            return Character.isISOControl(codePoint) ? 0 : 1;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        return (codePoint >= 0x1100 && codePoint <= 0x115f)
                || (codePoint >= 0x2e80 && codePoint <= 0xa4cf && codePoint != 0x303f)
                || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                || (codePoint >= 0xff00 && codePoint <= 0xff60)
                || (codePoint >= 0xffe0 && codePoint <= 0xffe6)
                || (codePoint >= 0x1f300 && codePoint <= 0x1f64f)
                || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
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
