package clusterlab.cli.console;

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
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }

    private static String sentence(Map<String, Object> event) {
        String node = text(event, "node");
        String session = shortened(text(event, "session"));
        return switch (text(event, "event")) {
            case "NodeChanged" ->
                node + " " + text(event, "from") + " → " + text(event, "to") + because(text(event, "reason"));
            case "MemberAdded" -> node + " sees " + text(event, "member");
            case "MemberDisappeared" -> node + " no longer sees " + text(event, "member");
            case "SessionCreated" -> node + " created session " + session;
            case "SessionUsed" -> node + " served session " + session;
            case "SessionReplicated" ->
                node + " received " + text(event, "kind") + " of " + session + " from " + text(event, "from");
            case "SessionExpired" -> node + " ended session " + session;
            case "SessionIdChanged" ->
                node + " renamed session " + shortened(text(event, "oldId")) + " to " + shortened(text(event, "newId"));
            case "WarReceived" ->
                node + " received " + text(event, "file") + " from " + text(event, "from") + ": " + text(event, "bytes")
                        + " bytes in " + text(event, "messages") + " messages";
            case "ApplicationStarted" -> node + " serves " + text(event, "application");
            case "ApplicationFailed" -> node + " can't start " + text(event, "application") + "; its log says why";
            case "ApplicationStopped" -> node + " stopped " + text(event, "application");
            case "SessionTraffic" ->
                node + ": " + text(event, "created") + " sessions created, "
                        + text(event, "used") + " served, " + text(event, "replicated") + " replicated, "
                        + text(event, "expired") + " ended";
            case "ReplicationTraffic" ->
                text(event, "from") + " → " + text(event, "to") + ": " + text(event, "messages") + " messages, "
                        + text(event, "bytes") + " bytes";
            case "FaultBegan" -> text(event, "id") + " began: " + text(event, "description");
            case "FaultTookEffect" ->
                text(event, "id") + " took effect after " + text(event, "afterMillis") + " ms: "
                        + text(event, "evidence");
            case "FaultHealed" -> text(event, "id") + " healed: " + text(event, "description");
            case "WorkerChanged" -> "worker " + node + " " + text(event, "from") + " → " + text(event, "to");
            case "LogWarning" ->
                node + " logged a warning" + repeats(text(event, "times")) + ": " + text(event, "text");
            case "AlarmRaised" -> "alarm " + text(event, "id") + ": " + text(event, "text");
            case "Misconfigured" -> text(event, "name") + ": " + text(event, "text");
            case "AlarmAcknowledged" -> text(event, "id") + " was acknowledged: " + text(event, "text");
            case "StickyChanged" -> text(event, "sticky").equals("true") ? "sticky on" : "sticky off";
            case "LoadChanged" ->
                text(event, "running").equals("true") ? "load on: " + text(event, "clients") + " clients" : "load off";
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

    /** The new state of a node, as a verb. */
    static String became(String state) {
        return switch (state) {
            case "KILLED" -> "was killed";
            case "STOPPED" -> "has stopped";
            case "FAILED" -> "has failed";
            case "FROZEN" -> "is frozen";
            default -> "is " + state;
        };
    }

    private static String text(Map<String, Object> event, String name) {
        @Nullable Object value = event.get(name);
        return value == null ? "" : value.toString();
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
