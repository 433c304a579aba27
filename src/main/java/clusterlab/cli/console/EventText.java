package clusterlab.cli.console;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.lang.Cells;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The text line of an event in JSON form. Pure, except for the time zone. */
final class EventText {
    private static final int WIDTH = 80;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private EventText() {}

    /** The line, without its end. */
    static String of(Map<String, Object> event) {
        long millis = event.get("millis") instanceof Number number ? number.longValue() : 0;
        String line = "  " + CLOCK.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault())) + "  "
                + Palette.harmless(sentence(event));
        // The whole text is in events.jsonl.
        return Cells.cut(line, WIDTH);
    }

    private static String sentence(Map<String, Object> event) {
        String node = text(event, "node");
        String session = shortened(text(event, "session"));
        return switch (text(event, "event")) {
            case "NodeChanged" ->
                node + " " + text(event, "from") + " → " + text(event, "to") + because(text(event, "reason"));
            case "MemberAdded" -> tr("%s sees %s", node, text(event, "member"));
            case "MemberDisappeared" -> tr("%s no longer sees %s", node, text(event, "member"));
            case "SessionCreated" -> tr("%s created session %s", node, session);
            case "SessionUsed" -> tr("%s served session %s", node, session);
            case "SessionReplicated" ->
                tr("%s received %s of %s from %s", node, text(event, "kind"), session, text(event, "from"));
            case "SessionExpired" -> tr("%s ended session %s", node, session);
            case "SessionIdChanged" ->
                tr(
                        "%s renamed session %s to %s",
                        node, shortened(text(event, "oldId")), shortened(text(event, "newId")));
            case "WarReceived" ->
                plural(
                        number(event, "messages"),
                        "%s received %s from %s: %s bytes in %s message",
                        "%s received %s from %s: %s bytes in %s messages",
                        node,
                        text(event, "file"),
                        text(event, "from"),
                        text(event, "bytes"),
                        text(event, "messages"));
            case "ApplicationStarted" -> tr("%s serves %s", node, text(event, "application"));
            case "ApplicationFailed" -> tr("%s can't start %s; its log says why", node, text(event, "application"));
            case "ApplicationStopped" -> tr("%s stopped %s", node, text(event, "application"));
            case "SessionTraffic" ->
                tr(
                        "%s: sessions: %s created, %s served, %s replicated, %s ended",
                        node,
                        text(event, "created"),
                        text(event, "used"),
                        text(event, "replicated"),
                        text(event, "expired"));
            case "ReplicationTraffic" ->
                plural(
                        number(event, "messages"),
                        "%s → %s: %s message, %s bytes",
                        "%s → %s: %s messages, %s bytes",
                        text(event, "from"),
                        text(event, "to"),
                        text(event, "messages"),
                        text(event, "bytes"));
            case "FaultBegan" -> tr("%s began: %s", text(event, "id"), text(event, "description"));
            case "FaultTookEffect" ->
                tr(
                        "%s took effect after %s ms: %s",
                        text(event, "id"), text(event, "afterMillis"), text(event, "evidence"));
            case "FaultHealed" -> tr("%s healed: %s", text(event, "id"), text(event, "description"));
            case "WorkerChanged" -> tr("worker %s %s → %s", node, text(event, "from"), text(event, "to"));
            case "LogWarning" ->
                tr("%s logged a warning%s: %s", node, repeats(text(event, "times")), text(event, "text"));
            case "AlarmRaised" -> tr("alarm %s: %s", text(event, "id"), text(event, "text"));
            case "Misconfigured" -> text(event, "name") + ": " + text(event, "text");
            case "AlarmAcknowledged" -> tr("%s was acknowledged: %s", text(event, "id"), text(event, "text"));
            case "AlarmEnded" ->
                tr("%s has ended, the copies are the same again: %s", text(event, "id"), text(event, "text"));
            case "StickyChanged" -> text(event, "sticky").equals("true") ? tr("sticky on") : tr("sticky off");
            case "LoadChanged" ->
                text(event, "running").equals("true")
                        ? plural(
                                number(event, "clients"),
                                "load on: %s client",
                                "load on: %s clients",
                                text(event, "clients"))
                        : tr("load off");
            default -> other(event);
        };
    }

    /** An event of a later version: all of its fields. */
    private static String other(Map<String, Object> event) {
        StringJoiner rest = new StringJoiner(" ", text(event, "event") + " ", "");
        event.forEach((name, value) -> {
            if (!name.equals("event") && !name.equals("sequence") && !name.equals("millis")) {
                rest.add(name + "=" + value);
            }
        });
        return rest.toString();
    }

    /** A node and its new state, as the beginning of a sentence. */
    static String became(String node, String state) {
        return switch (state) {
            case "KILLED" -> tr("%s was killed", node);
            case "STOPPED" -> tr("%s has stopped", node);
            case "FAILED" -> tr("%s has failed", node);
            case "FROZEN" -> tr("%s is frozen", node);
            default -> tr("%s is %s", node, state);
        };
    }

    private static String text(Map<String, Object> event, String name) {
        @Nullable Object value = event.get(name);
        return value == null ? "" : value.toString();
    }

    private static long number(Map<String, Object> event, String name) {
        return event.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Empty for one line, and for an event of a version that did not count them. */
    private static String repeats(String times) {
        return times.isEmpty() || times.equals("1") ? "" : " ×" + times;
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    /** The beginning of an id is enough for {@code session}; the route names the node. */
    private static String shortened(String id) {
        int dot = id.indexOf('.');
        return dot > 8 ? id.substring(0, 8) + "…" + id.substring(dot) : id;
    }
}
