package clusterlab.cli.console;

import clusterlab.lang.Cells;

/** Text for a terminal of 80 columns, which would break long lines in the middle of a word. */
public final class Wrapped {
    private static final int WIDTH = 80;
    private static final char ESCAPE = '\033';

    private Wrapped() {}

    /** As {@link #of(String, String)}, without a command. */
    public static String of(String text) {
        return of(text, "\0");
    }

    /**
     * The same with long lines broken at blanks; what follows is indented by two more than the line. Lines with colours stay as
     * they are, and so does a word that fits into no line.
     *
     * @param command a line that begins with it stays as it is, so that it can be pasted
     */
    public static String of(String text, String command) {
        StringBuilder wrapped = new StringBuilder(text.length() + text.length() / WIDTH * 3);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end);
            if (Cells.of(line) <= WIDTH
                    || line.indexOf(ESCAPE) >= 0
                    || line.stripLeading().startsWith(command)) {
                wrapped.append(line);
            } else {
                wrap(line, wrapped);
            }
            if (end >= 0) {
                wrapped.append('\n');
            }
            from = end < 0 ? text.length() : end + 1;
        }
        return wrapped.toString();
    }

    private static void wrap(String line, StringBuilder wrapped) {
        String indent = " ".repeat(line.length() - line.stripLeading().length() + 2);
        String rest = line;
        while (Cells.of(rest) > WIDTH) {
            int begin = rest.length() - rest.stripLeading().length();
            int fitting = Cells.fitting(rest, WIDTH);
            int at = rest.lastIndexOf(' ', fitting);
            int next = rest.indexOf(' ', fitting);
            int word = at == next ? 0 : Cells.of(rest.substring(at + 1, next < 0 ? rest.length() : next));
            // A word that fits into no line stays where it is.
            if (at <= begin || indent.length() + word > WIDTH) {
                at = next;
            }
            if (at < 0) {
                break;
            }
            wrapped.append(rest.substring(0, at).stripTrailing()).append('\n');
            rest = indent + rest.substring(at).stripLeading();
        }
        wrapped.append(rest);
    }
}
