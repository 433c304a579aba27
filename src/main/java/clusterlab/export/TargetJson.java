package clusterlab.export;

import clusterlab.spec.Topology;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where an exported cluster will run, for a program that tries it: {@code target.json}.
 *
 * <pre>
 * {"front": "http://10.30.30.1:8000" or null,
 *  "nodes": [{"name": "WAS1", "url": "http://10.30.30.2:8080", "ajp": "10.30.30.2:8009" or null,
 *             "host": "10.30.30.2", "agent": null}],
 *  "application": "/"}
 * </pre>
 *
 * JSON has no comments; the export's {@link ExportFolder#MARK} says which command made it.
 */
public final class TargetJson {
    /** The name of the file. */
    public static final String FILE = "target.json";

    private TargetJson() {}

    /**
     * A node, as it can be reached.
     *
     * @param name its jvmRoute
     * @param host address of its machine
     * @param httpPort of its HTTP connector there
     * @param ajpPort of its AJP connector there, if it has one
     */
    public record Target(String name, String host, int httpPort, Optional<Integer> ajpPort) {}

    /**
     * The text.
     *
     * @param front URL of the front without a path, if there is one that can be reached
     */
    public static String of(Topology topology, Optional<String> front, List<Target> nodes) {
        return "{\n  \"front\": " + quoted(front) + ",\n  \"nodes\": [\n"
                + nodes.stream().map(TargetJson::of).collect(Collectors.joining(",\n"))
                + "\n  ],\n  \"application\": "
                + quoted(Optional.of(topology.contextPath().isEmpty() ? "/" : topology.contextPath())) + "\n}\n";
    }

    /** One line; an unmodified Tomcat has no agent. */
    private static String of(Target node) {
        return "    {\"name\": " + quoted(Optional.of(node.name()))
                + ", \"url\": " + quoted(Optional.of("http://" + node.host() + ":" + node.httpPort()))
                + ", \"ajp\": " + quoted(node.ajpPort().map(port -> node.host() + ":" + port))
                + ", \"host\": " + quoted(Optional.of(node.host())) + ", \"agent\": null}";
    }

    private static String quoted(Optional<String> text) {
        if (text.isEmpty()) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.get().chars().forEach(c -> {
            if (c == '"' || c == '\\' || c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
