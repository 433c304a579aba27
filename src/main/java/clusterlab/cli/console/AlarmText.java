package clusterlab.cli.console;

import static clusterlab.lang.Lang.shown;
import static clusterlab.lang.Lang.tr;

import clusterlab.cluster.attributes.Alarm;
import clusterlab.cluster.attributes.Alarm.Kind;
import clusterlab.lang.Cells;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Alarms in 80 columns. Pure, except for the time zone. */
final class AlarmText {
    private static final int WIDTH = 80;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Palette palette;

    AlarmText(Palette palette) {
        this.palette = palette;
    }

    /** The answer to {@code alarms}. */
    String of(List<Alarm> alarms) {
        if (alarms.isEmpty()) {
            return "  " + tr("No alarm stands.") + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (Alarm alarm : alarms) {
            String head = String.format(Locale.ROOT, "%-4s%s", alarm.id(), label(alarm.kind()));
            text.append("  ")
                    .append(alarm.kind().severe() ? palette.alarm(head) : palette.bold(head))
                    .append(palette.faint("  " + tr("since %s", clock(alarm.firstMillis())) + seen(alarm)))
                    .append('\n');
            wrap(text, shown(alarm.what()), "      ");
            wrap(text, shown(alarm.happens()), "      ");
            wrap(text, "→ " + shown(alarm.remedy()), "      ");
        }
        return text.append("  ")
                .append(tr(
                        "acknowledge %s ends one, acknowledge ends all.",
                        alarms.get(0).id()))
                .append('\n')
                .toString();
    }

    private static String seen(Alarm alarm) {
        return (alarm.sessions() > 1 ? tr(", in %d sessions", alarm.sessions()) : "")
                + (alarm.times() > 1 ? tr(", seen %d times", alarm.times()) : "");
    }

    /** What the prompt shows when an alarm is raised. */
    static String raised(String id, String what) {
        StringBuilder text = new StringBuilder();
        wrap(text, tr("Alarm %s: %s; alarms says more.", id, shown(what)), "  ");
        return text.toString();
    }

    private static String label(Kind kind) {
        return switch (kind) {
            case LOST -> tr("lost");
            case CHANGED_IN_PLACE -> tr("changed without setAttribute");
            case NOT_SERIALIZABLE -> tr("not serializable");
            case UNREADABLE -> tr("can't be read on another node");
            case ABSENT -> tr("absent on another node");
            case STALE -> tr("another value on another node");
            case GROWS -> tr("grows");
            case CHANGES_TYPE -> tr("changes its type");
        };
    }

    private static String clock(long millis) {
        return CLOCK.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    /** Adds a sentence in lines of 80 columns. */
    static void wrap(StringBuilder text, String sentence, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : Palette.harmless(sentence).split(" ", -1)) {
            if (line.length() > indent.length() && Cells.of(line.toString()) + Cells.of(word) > WIDTH) {
                text.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(indent);
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
