package clusterlab.cli.console;

import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The execution of a word: the lab that it acts on, and the texts that several words use. */
public final class WordRun {
    private static final int NODES_LISTED = 8;

    private final LabActions lab;
    private final Palette palette;
    private final long start = System.nanoTime();

    private WordRun(LabActions lab, Palette palette) {
        this.lab = lab;
        this.palette = palette;
    }

    /**
     * Acts on the lab; returns the result as text in 80 columns.
     *
     * @throws CommandException if the word's arguments contradict each other
     * @throws ActionException if the lab refuses
     */
    public static String of(Word word, LabActions lab, Palette palette)
            throws CommandException, ActionException, InterruptedException {
        return word.act(new WordRun(lab, palette));
    }

    LabActions lab() {
        return lab;
    }

    Palette palette() {
        return palette;
    }

    StatusText status() {
        return new StatusText(palette);
    }

    SessionText sessions() {
        return new SessionText(palette);
    }

    /** The time since the word began, in brackets. */
    String took() {
        return String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - start) / 1e9);
    }

    /** The new state of a node. */
    String node(String name) throws ActionException, InterruptedException {
        LabView now = lab.look();
        Optional<NodeView> found = now.nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            return "  " + name + " was removed.\n";
        }
        NodeView node = found.get();
        String begin = "  " + palette.node(name, node.spec().index()) + " "
                + EventText.became(node.state().name()) + took();
        if (node.state() == NodeState.UP) {
            String count = node.sessions() == 1 ? "1 session" : node.sessions() + " sessions";
            return begin + " at " + node.spec().httpUrl() + " with " + count + ".\n" + views(now);
        }
        List<String> seenBy = now.nodes().stream()
                .filter(other -> other.state() != NodeState.FROZEN)
                .filter(other -> other.members().contains(name))
                .map(other -> other.spec().name())
                .toList();
        return begin
                + (seenBy.isEmpty() ? "; no node sees it.\n" : "; still seen by " + String.join(" ", seenBy) + ".\n");
    }

    /** The nodes that see each other now. */
    String views() throws ActionException, InterruptedException {
        return views(lab.look());
    }

    private String views(LabView now) {
        List<NodeView> up = now.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .toList();
        // Whether the others still see a frozen node says nothing of them.
        List<String> frozen = now.nodes().stream()
                .filter(node -> node.state() == NodeState.FROZEN)
                .map(node -> node.spec().name())
                .toList();
        if (up.stream()
                .allMatch(node -> node.members().stream()
                                .filter(member -> !frozen.contains(member))
                                .count()
                        == up.size() - 1)) {
            return up.size() > 1 ? "  Each of the " + up.size() + " nodes that are up sees all others.\n" : "";
        }
        StringBuilder text = new StringBuilder("  The cluster is split:\n");
        up.stream().limit(NODES_LISTED).forEach(node -> text.append("    ")
                .append(palette.node(node.spec().name(), node.spec().index()))
                .append(node.members().isEmpty() ? " sees no other node" : " sees " + String.join(" ", node.members()))
                .append('\n'));
        return up.size() > NODES_LISTED ? text + "  … status shows the rest\n" : text.toString();
    }
}
