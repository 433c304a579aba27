package clusterlab.cli.console;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.lang.Cells;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Sessions in 80 columns. Pure, except for the time zone. */
final class SessionText {
    private static final int ID_WIDTH = 40;
    /** With more nodes than this, the letters of the roles are on a separate line. */
    private static final int NODES_BESIDE = 8;

    private static final int VALUE_WIDTH = 40;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Palette palette;

    SessionText(Palette palette) {
        this.palette = palette;
    }

    /** The answer to {@code sessions}. */
    String page(Sessions.Page page, List<NodeView> nodes) {
        if (page.total() == 0) {
            StringBuilder none = new StringBuilder();
            AlarmText.wrap(
                    none,
                    tr(
                            "No node has a session yet; open the page, or start load. Sessions of an application that is not "
                                    + "<distributable/> are not shown."),
                    "  ");
            return none.toString();
        }
        StringBuilder text = new StringBuilder();
        String count = plural(page.total(), "%d session", "%d sessions", page.total());
        boolean beside = nodes.size() <= NODES_BESIDE;
        String head = "  " + Cells.left(count, ID_WIDTH) + (beside ? heads(nodes) : "");
        text.append(palette.bold(head.stripTrailing())).append('\n');
        for (SessionView session : page.sessions()) {
            text.append("  ").append(String.format(Locale.ROOT, "%-" + ID_WIDTH + "s", Palette.harmless(session.id())));
            text.append(beside ? "" : "\n    ").append(roles(session, nodes, beside ? " " : ""));
            text.append(session.differs() ? palette.alarm("  " + tr("copies differ")) : "")
                    .append('\n');
        }
        int more = page.total() - page.sessions().size();
        if (more > 0) {
            text.append("  ").append(tr("… and %d more", more)).append('\n');
        }
        boolean frozen = nodes.stream().anyMatch(node -> node.state() == NodeState.FROZEN);
        boolean unknown = page.sessions().stream()
                .flatMap(session -> session.copies().stream())
                .anyMatch(copy -> copy.role() == CopyRole.UNKNOWN);
        return text.append(palette.faint("  P primary  R replica  B backup  x proxy  " + tr("- absent")
                        + (frozen
                                ? "  " + tr("? frozen, can't be read")
                                : unknown ? "  " + tr("? can't be read") : "")))
                .append('\n')
                .toString();
    }

    private static String heads(List<NodeView> nodes) {
        StringBuilder text = new StringBuilder();
        nodes.forEach(node -> text.append(node.spec().index() + 1).append(' '));
        return text.toString();
    }

    private String roles(SessionView session, List<NodeView> nodes, String between) {
        StringBuilder text = new StringBuilder();
        for (CopyView copy : session.copies()) {
            String letter = letter(copy.role());
            text.append(
                            copy.role() == CopyRole.ABSENT || copy.role() == CopyRole.UNKNOWN
                                    ? palette.faint(letter)
                                    : palette.node(letter, index(copy, nodes)))
                    .append(between);
        }
        return text.toString();
    }

    private static String letter(CopyRole role) {
        return switch (role) {
            case PRIMARY -> "P";
            case REPLICA -> "R";
            case BACKUP -> "B";
            case PROXY -> "x";
            case ABSENT -> "-";
            case UNKNOWN -> "?";
        };
    }

    private static int index(CopyView copy, List<NodeView> nodes) {
        return nodes.stream()
                .filter(node -> node.spec().name().equals(copy.node()))
                .mapToInt(node -> node.spec().index())
                .findFirst()
                .orElse(0);
    }

    /** The answer to {@code session}. */
    String one(SessionView session, List<NodeView> nodes) {
        StringBuilder text = new StringBuilder("  ").append(palette.bold(Palette.harmless(session.id())));
        text.append('\n');
        for (CopyView copy : session.copies()) {
            text.append("  ")
                    .append(palette.node(String.format(Locale.ROOT, "%-10s", copy.node()), index(copy, nodes)));
            text.append(String.format(Locale.ROOT, "%-9s", copy.role().name().toLowerCase(Locale.ROOT)));
            if (!copy.digest().isEmpty()) {
                text.append(copy.digest())
                        .append(
                                copy.lastAccessMillis() > 0
                                        ? "  " + tr("used %s", clock(copy.lastAccessMillis()))
                                        : "");
            }
            text.append('\n');
            for (CopyView.Attribute attribute : copy.attributes()) {
                text.append("              ").append(attribute(attribute)).append('\n');
            }
        }
        if (session.differs()) {
            text.append("  ")
                    .append(tr(
                            "%s, first seen at %s.",
                            palette.alarm(tr("The copies differ")), clock(session.differsSinceMillis())))
                    .append('\n');
        }
        return text.toString();
    }

    private static String attribute(CopyView.Attribute attribute) {
        String value = attribute.value();
        String shown = cut(Palette.harmless(value == null ? attribute.type() : value));
        return cut(Palette.harmless(attribute.name())) + " = " + shown + "  ("
                + (attribute.bytes() < 0
                        ? tr("can't be serialized")
                        : plural(attribute.bytes(), "%d byte", "%d bytes", attribute.bytes()))
                + ")";
    }

    private static String cut(String text) {
        return Cells.cut(text, VALUE_WIDTH);
    }

    private static String clock(long millis) {
        return CLOCK.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }
}
