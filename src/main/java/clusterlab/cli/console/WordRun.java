package clusterlab.cli.console;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The execution of a word: the lab that it acts on, and the texts that several words use. */
public final class WordRun {
    private static final int NODES_LISTED = 8;
    /** More are counted: their names take lines. */
    private static final int MEMBERS_LISTED = 12;

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
            return "  " + tr("%s was removed.", name) + "\n";
        }
        NodeView node = found.get();
        String begin = "  "
                + EventText.became(
                        palette.node(name, node.spec().index()), node.state().name()) + took();
        if (node.state() == NodeState.UP) {
            String count = plural(node.sessions(), "%d session", "%d sessions", node.sessions());
            return tr("%s at %s with %s.", begin, node.spec().httpUrl(), count) + "\n" + views(now);
        }
        List<String> seenBy = now.nodes().stream()
                .filter(other -> other.state() != NodeState.FROZEN)
                .filter(other -> other.members().contains(name))
                .map(other -> other.spec().name())
                .toList();
        return (seenBy.isEmpty()
                        ? tr("%s; no node sees it.", begin)
                        : tr("%s; still seen by %s.", begin, String.join(" ", seenBy)))
                + "\n";
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
            return up.size() > 1
                    ? "  " + tr("Each of the %d nodes that are up sees all others.", up.size()) + "\n"
                    : "";
        }
        StringBuilder text =
                new StringBuilder("  ").append(tr("The cluster is split:")).append('\n');
        up.stream().limit(NODES_LISTED).forEach(node -> text.append("    ")
                .append(sees(palette.node(node.spec().name(), node.spec().index()), node.members()))
                .append('\n'));
        return up.size() > NODES_LISTED ? text + "  " + tr("… status shows the rest") + "\n" : text.toString();
    }

    private static String sees(String node, List<String> members) {
        if (members.isEmpty()) {
            return tr("%s sees no other node", node);
        }
        return members.size() > MEMBERS_LISTED
                ? tr("%s sees %d nodes", node, members.size())
                : tr("%s sees %s", node, String.join(" ", members));
    }
}
