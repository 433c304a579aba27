package clusterlab.cli.console;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.cli.console.LabView.FaultLine;
import clusterlab.cli.console.LabView.WorkerLine;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.lang.Cells;
import clusterlab.load.LoadView;
import java.util.List;
import java.util.Locale;

/** A lab in 80 columns. Pure. */
final class StatusText {
    private static final int SEES_WIDTH = 20;

    private final Palette palette;

    StatusText(Palette palette) {
        this.palette = palette;
    }

    /** The answer to {@code status}. */
    String of(LabView lab) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                palette.faint(row(
                        "node", tr("state"), tr("sees"), tr("sessions"), tr("requests"), "HTTP", "AJP", "receiver")));
        for (NodeView node : lab.nodes()) {
            line(text, node(node, lab.nodes()));
        }
        if (lab.nodes().stream().anyMatch(node -> node.process().isPresent())) {
            line(text, "");
            line(text, palette.faint(process("node", "pid", "Tomcat", "Java")));
            for (NodeView node : lab.nodes()) {
                node.process()
                        .ifPresent(of -> line(
                                text,
                                palette.node(
                                                String.format(
                                                        Locale.ROOT,
                                                        "%-10s",
                                                        node.spec().name()),
                                                node.spec().index())
                                        + process("", Long.toString(of.pid()), of.tomcat(), of.java())
                                                .substring(10)));
            }
        }
        if (lab.front().isPresent()) {
            line(text, "");
            line(
                    text,
                    palette.faint(Cells.left("worker", 10)
                                    + Cells.left(tr("state"), 10)
                                    + Cells.right(tr("elected"), 9)
                                    + Cells.right(tr("errors"), 9))
                            + "    front " + lab.front().get());
            for (WorkerLine worker : lab.workers()) {
                line(text, worker(worker, lab.nodes()));
            }
        }
        if (!lab.faults().isEmpty()) {
            line(text, "");
            for (FaultLine fault : lab.faults()) {
                line(text, fault(fault));
            }
        }
        if (lab.load().running()) {
            line(text, "");
            text.append(load(lab.load()));
        }
        return text.toString();
    }

    private String node(NodeView node, List<NodeView> all) {
        boolean up = node.state() == NodeState.UP;
        String plain = row(
                node.spec().name(),
                node.state().name(),
                up ? sees(node, all) : "",
                up ? Integer.toString(node.sessions()) : "",
                up ? Long.toString(node.requests()) : "",
                Integer.toString(node.spec().httpPort()),
                Integer.toString(node.spec().ajpPort()),
                Integer.toString(node.spec().receiverPort()));
        String name = plain.substring(0, 10);
        String state = plain.substring(10, 20);
        String rest = plain.substring(20);
        return palette.node(name, node.spec().index())
                + (up ? state + rest : palette.alarm(state) + palette.faint(rest));
    }

    private static String process(String name, String pid, String tomcat, String java) {
        return String.format(Locale.ROOT, "%-10s%-10s%-12s%s", name, pid, tomcat, java);
    }

    private static String row(
            String name,
            String state,
            String sees,
            String sessions,
            String requests,
            String http,
            String ajp,
            String in) {
        return Cells.left(name, 10)
                + Cells.left(state, 10)
                + Cells.left(sees, SEES_WIDTH)
                + Cells.right(sessions, 8)
                + Cells.right(requests, 9)
                + String.format(Locale.ROOT, "%6s%6s%9s", http, ajp, in);
    }

    /** The members that it sees: by name if there is room, otherwise their number. */
    private static String sees(NodeView node, List<NodeView> all) {
        if (node.members().isEmpty()) {
            return all.size() == 1 ? "" : tr("none");
        }
        String names = String.join(" ", node.members());
        if (names.length() < SEES_WIDTH) {
            return names;
        }
        long others = all.stream()
                .filter(other -> (other.state() == NodeState.UP || other.state() == NodeState.FROZEN)
                        && !other.spec().equals(node.spec()))
                .count();
        return plural(
                others, "%d of %d other", "%d of %d others", node.members().size(), others);
    }

    private String worker(WorkerLine worker, List<NodeView> nodes) {
        int index = nodes.stream()
                .filter(node -> node.spec().name().equals(worker.name()))
                .mapToInt(node -> node.spec().index())
                .findFirst()
                .orElse(0);
        String state = String.format(Locale.ROOT, "%-10s", worker.state());
        return palette.node(String.format(Locale.ROOT, "%-10s", worker.name()), index)
                + (worker.state().equals("OK ACT") ? state : palette.alarm(state))
                + String.format(Locale.ROOT, "%9d%9d", worker.elected(), worker.errors());
    }

    private String fault(FaultLine fault) {
        return palette.alarm(String.format(Locale.ROOT, "%-4s", fault.id()))
                + fault.description()
                + fault.millisLeft()
                        .map(left -> palette.faint("   " + tr("heals in %d s", Math.max(1, Math.round(left / 1000.0)))))
                        .orElse("");
    }

    /** The answer to {@code load}. */
    String load(LoadView load) {
        if (load.clients() == 0) {
            return "  " + tr("No load has run yet; start it with load 16.") + "\n";
        }
        String clients = plural(load.clients(), "%d client", "%d clients", load.clients());
        StringBuilder text = new StringBuilder();
        if (load.running()) {
            String target = load.ratePerSecond() > 0
                    ? tr("%s at %s/s", clients, number(load.ratePerSecond()))
                    : tr("%s flat out", clients);
            line(
                    text,
                    palette.bold("load") + "  " + target + ": " + Math.round(load.requestsPerSecond()) + "/s, p50 "
                            + number(load.p50Millis()) + " ms, p99 " + number(load.p99Millis()) + " ms");
        } else {
            line(text, palette.bold("load") + "  " + tr("off; the last run had %s", clients));
        }
        line(text, "      " + tr("%d answered, %d failed", load.requests(), load.failures()) + lost(load));
        return text.toString();
    }

    /** Empty for an application that shows no counter. */
    private String lost(LoadView load) {
        Long lost = load.lostIncrements();
        if (lost == null) {
            return "";
        }
        String words = plural(lost, "%d increment lost", "%d increments lost", lost);
        return ", " + (lost > 0 ? palette.alarm(words) : words);
    }

    /** Two or three digits, legible from a distance: 0.42, 4.2, 42. */
    private static String number(double value) {
        return String.format(
                Locale.ROOT, value >= 10 || value == Math.rint(value) ? "%.0f" : value >= 1 ? "%.1f" : "%.2f", value);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.isEmpty() ? "" : "  ").append(line.stripTrailing()).append('\n');
    }
}
