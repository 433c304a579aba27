package clusterlab.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends a node's events to the lab; the names are those of the methods and of their parameters. */
final class ControlEvents implements NodeEvents {
    private final Control control;

    ControlEvents(Control control) {
        this.control = control;
    }

    private void send(String event, Object... parameters) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        for (int i = 0; i < parameters.length; i += 2) {
            line.put(parameters[i].toString(), parameters[i + 1]);
        }
        control.send(line);
    }

    @Override
    public void memberAdded(String member) {
        send("memberAdded", "member", member);
    }

    @Override
    public void memberDisappeared(String member) {
        send("memberDisappeared", "member", member);
    }

    @Override
    public void sessionCreated(String id, int status, boolean front, List<String> set) {
        send("sessionCreated", "id", id, "status", status, "front", front, "set", set);
    }

    @Override
    public void sessionUsed(String id, int status, boolean front, List<String> set) {
        send("sessionUsed", "id", id, "status", status, "front", front, "set", set);
    }

    @Override
    public void sessionReplicated(String from, String id, String kind) {
        send("sessionReplicated", "from", from, "id", id, "kind", kind);
    }

    @Override
    public void sessionExpired(String id) {
        send("sessionExpired", "id", id);
    }

    @Override
    public void sessionIdChanged(String oldId, String newId) {
        send("sessionIdChanged", "oldId", oldId, "newId", newId);
    }

    @Override
    public void warReceived(String from, String file, long messages, long bytes) {
        send("warReceived", "from", from, "file", file, "messages", messages, "bytes", bytes);
    }

    @Override
    public void applicationStarted(String application) {
        send("applicationStarted", "application", application);
    }

    @Override
    public void applicationFailed(String application) {
        send("applicationFailed", "application", application);
    }

    @Override
    public void applicationStopped(String application) {
        send("applicationStopped", "application", application);
    }

    @Override
    public void sessionTraffic(long millis, long created, long used, long replicated, long expired) {
        send(
                "sessionTraffic",
                "millis",
                millis,
                "created",
                created,
                "used",
                used,
                "replicated",
                replicated,
                "expired",
                expired);
    }

    @Override
    public void replicationTraffic(String to, long millis, long messages, long bytes, List<String> kinds) {
        send("replicationTraffic", "to", to, "millis", millis, "messages", messages, "bytes", bytes, "kinds", kinds);
    }
}
