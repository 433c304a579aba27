package clusterlab.cli.console;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The words that a line may begin with, in the order of the help. */
public enum Word {
    STATUS("", "Nodes, who sees whom, faults, workers, load."),
    SESSIONS("", "Which node has which session, and what the node is to it."),
    SESSION("ID", "One session on every node; the beginning of its id is enough."),
    KILL("NODE", "Crash a node: cut off, nothing announced, connections reset."),
    STOP("NODE", "Stop a node gracefully: it announces its end."),
    START("NODE", "Start a node that does not run; ready when it has its sessions."),
    RESTART("NODE", "Stop and start."),
    ADD("", "Add a node and start it."),
    REMOVE("NODE", "Stop a node and take it out of the plan."),
    DRAIN("NODE", "The balancer sends it no new sessions."),
    UNDRAIN("NODE", "The end of drain."),
    STICKY("on | off", "Sessions stay on their nodes, or go node after node."),
    PARTITION("NODE… | NODE… [for TIME]", "Groups that don't reach each other; nodes left out are one more."),
    ISOLATE("NODE [for TIME]", "A node that reaches no other one."),
    DELAY("NODE NODE TIME [JITTER] [for TIME]", "Messages between two nodes are late."),
    LOSS("NODE NODE PERCENT [for TIME]", "Messages between two nodes vanish by chance."),
    DROP("NODE NODE [for TIME]", "Messages from the first to the second vanish."),
    HEAL("[FAULT]", "End one fault (f1), or all."),
    LOAD("[CLIENTS [RATE/s] | off]", "Clients that count, each in its session; load alone shows."),
    EVENTS("[N]", "The newest N events; 20 unless told."),
    OPEN("", "Open the page in a browser."),
    HELP("[WORD]", "This list, or one word with examples."),
    QUIT("", "End the lab, as Ctrl-D and Ctrl-C do.");

    private final String arguments;
    private final String meaning;

    Word(String arguments, String meaning) {
        this.arguments = arguments;
        this.meaning = meaning;
    }

    /** The word of this spelling. */
    static Optional<Word> of(String text) {
        return Arrays.stream(values()).filter(word -> word.text().equals(text)).findFirst();
    }

    /** As it is typed. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** With its arguments. */
    String usage() {
        return arguments.isEmpty() ? text() : text() + " " + arguments;
    }

    /** One sentence. */
    String meaning() {
        return meaning;
    }

    /** Lines that show it at work; empty if there is nothing to be shown. */
    String example() {
        return switch (this) {
            case SESSION -> "session 3F2A";
            case KILL, STOP, START, RESTART, REMOVE, DRAIN, UNDRAIN -> text() + " node2";
            case STICKY -> "sticky off";
            case PARTITION -> "partition node1 | node2 node3 for 10s";
            case ISOLATE -> "isolate node2 for 10s";
            case DELAY -> "delay node1 node2 200ms 50ms for 1m";
            case LOSS -> "loss node1 node2 10%";
            case DROP -> "drop node1 node2";
            case HEAL -> "heal f1";
            case LOAD -> "load 16 500/s";
            case EVENTS -> "events 50";
            case HELP -> "help partition";
            case STATUS, SESSIONS, ADD, OPEN, QUIT -> "";
        };
    }

    /** The word that was probably meant, if one is close. */
    static Optional<Word> closeTo(String text) {
        return Arrays.stream(values())
                .filter(word -> word.text().startsWith(text) || distance(word.text(), text) <= 2)
                .min(Comparator.comparing((Word word) -> !word.text().startsWith(text))
                        .thenComparing(word -> distance(word.text(), text)));
    }

    /** How many letters must be changed, added or left out (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
