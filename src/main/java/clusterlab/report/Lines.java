package clusterlab.report;

import clusterlab.lang.Cells;
import clusterlab.spec.Printable;

/** Lines of a report for the terminal: none is longer than 80 columns, and none has control characters. */
final class Lines {
    /** Columns of a line. */
    static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();

    /** One line as it is. */
    void line(String text) {
        out.append(plain(text)).append('\n');
    }

    /** The text after the lead, wrapped, later lines under the first. */
    void wrap(String lead, String text) {
        String indent = " ".repeat(Cells.of(lead));
        StringBuilder line = new StringBuilder(lead);
        boolean empty = true;
        for (String word : plain(text).split(" ", -1)) {
            String rest = word;
            if (!empty && cells(line) + 1 + Cells.of(rest) > WIDTH) {
                line(line.toString().stripTrailing());
                line = new StringBuilder(indent);
                empty = true;
            }
            // A word longer than a line, such as an id, is broken.
            while (cells(line) + Cells.of(rest) + 1 > WIDTH) {
                int fits = Cells.fitting(rest, WIDTH - cells(line) - (empty ? 0 : 1));
                line(line + (empty ? "" : " ") + rest.substring(0, fits));
                rest = rest.substring(fits);
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(rest);
            empty = false;
        }
        line(line.toString().stripTrailing());
    }

    /** The text with blanks up to a width, one at least. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - Cells.of(text)));
    }

    private static int cells(StringBuilder line) {
        return Cells.of(line.toString());
    }

    /** Text of nodes and servers must not move the cursor. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** All lines, each with a line break. */
    @Override
    public String toString() {
        return Printable.text(out.toString());
    }
}
