package clusterlab.cluster.process;

import clusterlab.agent.NodeEvents;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles the lines of an agent that answer no call.
 *
 * @param phases takes the phases of the start that decide something
 * @param events takes the events, or null
 * @param doing takes what the start does now
 * @param answers answers the page's question which nodes hold a session
 */
record AgentLines(
        Queue<Map<String, Object>> phases, @Nullable NodeEvents events, Consumer<String> doing, Answers answers)
        implements AgentConnection.Lines {
    /** Of HTTP. */
    private static final int OK = 200;

    /** Which nodes hold this session? */
    record Question(long number, String session) {}

    /** Answers a question. */
    interface Answers {
        /** Sends the answer. */
        void answer(Question question) throws IOException;
    }

    @Override
    public void line(Map<String, Object> line) {
        if (line.get("event") instanceof String event) {
            if (events != null) {
                event(events, event, line);
            }
        } else if (line.get("ask") instanceof Number number) {
            Question question = new Question(number.longValue(), text(line, "parameter"));
            // Not in this thread, which reads the answers of the nodes that hold it.
            ControlServer.daemon("node-question", () -> answer(question)).start();
        } else if ("doing".equals(line.get("phase"))) {
            doing.accept(text(line, "what"));
        } else if (line.get("phase") != null) {
            phases.add(line);
        }
    }

    private void answer(Question question) {
        try {
            answers.answer(question);
        } catch (IOException | RuntimeException gone) {
            System.getLogger(AgentLines.class.getName()).log(System.Logger.Level.DEBUG, "a question is open", gone);
        }
    }

    private static void event(NodeEvents to, String event, Map<String, Object> line) {
        switch (event) {
            case "memberAdded" -> to.memberAdded(text(line, "member"));
            case "memberDisappeared" -> to.memberDisappeared(text(line, "member"));
            case "sessionCreated" ->
                to.sessionCreated(text(line, "id"), status(line), isOfFront(line), texts(line, "set"));
            case "sessionUsed" -> to.sessionUsed(text(line, "id"), status(line), isOfFront(line), texts(line, "set"));
            case "sessionReplicated" -> to.sessionReplicated(text(line, "from"), text(line, "id"), text(line, "kind"));
            case "sessionExpired" -> to.sessionExpired(text(line, "id"));
            case "sessionIdChanged" -> to.sessionIdChanged(text(line, "oldId"), text(line, "newId"));
            case "warReceived" ->
                to.warReceived(text(line, "from"), text(line, "file"), number(line, "messages"), number(line, "bytes"));
            case "applicationStarted" -> to.applicationStarted(text(line, "application"));
            case "applicationFailed" -> to.applicationFailed(text(line, "application"));
            case "applicationStopped" -> to.applicationStopped(text(line, "application"));
            case "sessionTraffic" ->
                to.sessionTraffic(
                        number(line, "millis"),
                        number(line, "created"),
                        number(line, "used"),
                        number(line, "replicated"),
                        number(line, "expired"));
            case "replicationTraffic" ->
                to.replicationTraffic(
                        text(line, "to"),
                        number(line, "millis"),
                        number(line, "messages"),
                        number(line, "bytes"),
                        texts(line, "kinds"));
            default -> {
                // Of a newer agent.
            }
        }
    }

    /** A line without it is of an older agent. */
    private static int status(Map<String, Object> line) {
        return line.get("status") instanceof Number number ? number.intValue() : OK;
    }

    private static boolean isOfFront(Map<String, Object> line) {
        return Boolean.TRUE.equals(line.get("front"));
    }

    private static List<String> texts(Map<String, Object> line, String name) {
        return line.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static String text(Map<String, Object> line, String name) {
        return String.valueOf(line.get(name));
    }

    private static long number(Map<String, Object> line, String name) {
        return line.get(name) instanceof Number number ? number.longValue() : 0;
    }

    @Override
    public void ended() {
        // The process ends then; its exit is what counts.
    }
}
