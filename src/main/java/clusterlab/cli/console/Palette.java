package clusterlab.cli.console;

import java.util.regex.Pattern;

/**
 * ANSI colours, or none.
 *
 * @param on whether colours are wanted
 */
public record Palette(boolean on) {
    /** For the first nodes, then again: blue, yellow, magenta, cyan, green, red. */
    private static final int[] NODES = {34, 33, 35, 36, 32, 31};

    private static final String RESET = "\033[0m";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** In the colour of a node. */
    public String node(String text, int index) {
        return wrap(text, "1;" + NODES[Math.floorMod(index, NODES.length)]);
    }

    /** Stands out. */
    public String bold(String text) {
        return wrap(text, "1");
    }

    /** Steps back. */
    String faint(String text) {
        return wrap(text, "2");
    }

    /** Is not as it should be. */
    String alarm(String text) {
        return wrap(text, "1;31");
    }

    private String wrap(String text, String code) {
        return on && !text.isEmpty() ? "\033[" + code + "m" + text + RESET : text;
    }

    /** Without characters that a terminal would take for commands: what comes from an application is not ours. */
    static String harmless(String text) {
        return CONTROL.matcher(text).replaceAll("�");
    }
}
