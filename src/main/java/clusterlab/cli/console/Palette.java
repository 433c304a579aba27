package clusterlab.cli.console;

import clusterlab.spec.Printable;

/**
 * ANSI colours, or none.
 *
 * @param on whether colours are wanted
 */
public record Palette(boolean on) {
    /** For the first nodes, then again: blue, yellow, magenta, cyan, green, red. */
    private static final int[] NODES = {34, 33, 35, 36, 32, 31};

    private static final String RESET = "\033[0m";

    /** In the colour of a node. */
    public String node(String text, int index) {
        return wrap(text, "1;" + NODES[Math.floorMod(index, NODES.length)]);
    }

    /** Emphasized. */
    public String bold(String text) {
        return wrap(text, "1");
    }

    /** Less important. */
    String faint(String text) {
        return wrap(text, "2");
    }

    /** A problem. */
    String alarm(String text) {
        return wrap(text, "1;31");
    }

    private String wrap(String text, String code) {
        return on && !text.isEmpty() ? "\033[" + code + "m" + text + RESET : text;
    }

    /** Removes characters that a terminal would interpret as commands: an application's texts are not trusted. */
    static String harmless(String text) {
        return Printable.line(text);
    }
}
