package clusterlab.cli.console;

import clusterlab.cli.console.Command.NodeAction;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Does what a command says, and says what came of it. */
public final class Interpreter {
    private static final int SESSIONS_SHOWN = 20;
    private static final int PAGE = 500;
    /** How far the beginning of an id is looked for. */
    private static final int SEARCHED = 10_000;

    private static final int NODES_LISTED = 8;

    private final LabActions lab;
    private final Palette palette;
    private final StatusText status;
    private final SessionText sessions;

    /** Acts on this lab. */
    public Interpreter(LabActions lab, Palette palette) {
        this.lab = lab;
        this.palette = palette;
        this.status = new StatusText(palette);
        this.sessions = new SessionText(palette);
    }

    /**
     * Acts and returns when the action has taken effect.
     *
     * @return lines of at most 80 columns, unless an address or a name is longer
     * @throws ActionException if the lab refuses or can't be reached
     * @throws IllegalArgumentException for quit, which is for the one who keeps the lab
     */
    public String act(Command command) throws ActionException, InterruptedException {
        long start = System.nanoTime();
        if (command instanceof Command.Status) {
            return status.of(lab.look());
        } else if (command instanceof Command.Sessions) {
            return sessions.page(lab.sessions(0, SESSIONS_SHOWN), lab.look().nodes());
        } else if (command instanceof Command.Session one) {
            return sessions.one(find(one.id()), lab.look().nodes());
        } else if (command instanceof Command.Change change) {
            lab.change(change.action(), change.node());
            return changed(change, lab.look(), took(start));
        } else if (command instanceof Command.Add) {
            String name = lab.add();
            return node(name, lab.look(), took(start));
        } else if (command instanceof Command.Sticky sticky) {
            lab.sticky(sticky.on());
            return (sticky.on()
                            ? "  Each session stays on its node"
                            : "  Requests go node after node, whatever their session")
                    + took(start) + ".\n";
        } else if (command instanceof Command.Break fault) {
            String id = lab.begin(fault.fault(), fault.forTime());
            return "  " + id + ": " + fault.fault().description() + took(start) + "\n" + views(lab.look());
        } else if (command instanceof Command.Heal heal) {
            lab.heal(heal.id());
            return "  Healed" + took(start) + ".\n" + views(lab.look());
        } else if (command instanceof Command.LoadOn load) {
            lab.loadOn(load.clients(), load.ratePerSecond());
            return "  Load is on; load shows its numbers, load off ends it.\n";
        } else if (command instanceof Command.LoadOff) {
            return status.load(lab.loadOff());
        } else if (command instanceof Command.LoadShow) {
            return status.load(lab.look().load());
        } else if (command instanceof Command.Events events) {
            return events(lab.events(events.count()));
        } else if (command instanceof Command.Open) {
            URI page = lab.page();
            return "  " + page
                    + (BrowserWindow.open(page) ? "\n" : "\n  No browser could be started; open it by hand.\n");
        } else if (command instanceof Command.Help help) {
            return HelpText.of(help.word(), palette);
        }
        throw new IllegalArgumentException(command.toString());
    }

    private String changed(Command.Change change, LabView now, String took) {
        String name = change.node();
        if (change.action() == NodeAction.REMOVE) {
            int left = now.nodes().size();
            return "  " + name + " is gone" + took + "; " + (left == 1 ? "1 node is" : left + " nodes are")
                    + " left.\n";
        }
        if (change.action() == NodeAction.DRAIN || change.action() == NodeAction.UNDRAIN) {
            return "  " + name
                    + (change.action() == NodeAction.DRAIN
                            ? " gets no new sessions.\n"
                            : " gets new sessions again.\n");
        }
        return node(name, now, took);
    }

    private String node(String name, LabView now, String took) {
        Optional<NodeView> found = now.nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            return "  " + name + " is gone.\n";
        }
        NodeView node = found.get();
        String begin = "  " + palette.node(name, node.spec().index()) + " is " + node.state() + took;
        if (node.state() == NodeState.UP) {
            String count = node.sessions() == 1 ? "1 session" : node.sessions() + " sessions";
            return begin + " at " + node.spec().httpUrl() + " with " + count + ".\n" + views(now);
        }
        List<String> seenBy = now.nodes().stream()
                .filter(other -> other.members().contains(name))
                .map(other -> other.spec().name())
                .toList();
        return begin
                + (seenBy.isEmpty() ? "; no node sees it.\n" : "; still seen by " + String.join(" ", seenBy) + ".\n");
    }

    /** Who sees whom, of the nodes that are up. */
    private String views(LabView now) {
        List<NodeView> up = now.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .toList();
        if (up.stream().allMatch(node -> node.members().size() == up.size() - 1)) {
            return up.size() > 1 ? "  Each of the " + up.size() + " nodes that are up sees all others.\n" : "";
        }
        StringBuilder text = new StringBuilder();
        up.stream().limit(NODES_LISTED).forEach(node -> text.append("  ")
                .append(palette.node(node.spec().name(), node.spec().index()))
                .append(node.members().isEmpty() ? " sees nobody" : " sees " + String.join(" ", node.members()))
                .append('\n'));
        return up.size() > NODES_LISTED ? text + "  … status shows the rest\n" : text.toString();
    }

    private SessionView find(String id) throws ActionException, InterruptedException {
        Optional<SessionView> exact = lab.session(id);
        for (int offset = 0; exact.isEmpty() && offset < SEARCHED; offset += PAGE) {
            Sessions.Page page = lab.sessions(offset, PAGE);
            exact = page.sessions().stream()
                    .filter(session -> session.id().regionMatches(true, 0, id, 0, id.length()))
                    .findFirst();
            if (offset + PAGE >= page.total()) {
                break;
            }
        }
        return exact.orElseThrow(() -> new ActionException("No node knows a session " + id + "; sessions lists them."));
    }

    private static String events(List<Map<String, Object>> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(EventText.of(event)).append('\n'));
        return text.toString();
    }

    private static String took(long start) {
        return String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - start) / 1e9);
    }
}
