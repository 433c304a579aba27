package clusterlab.cluster.remote;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Endpoint;
import clusterlab.spec.TargetSpec;
import clusterlab.spec.TargetSpec.TargetNode;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON file of {@code --target}. Each field is required, and no other is known: a typing error must not change what is
 * broken.
 *
 * <pre>
 * {"front": "http://10.30.30.5/" or null,
 *  "nodes": [{"name": "WAS1", "url": "http://10.30.30.2:8080", "ajp": "10.30.30.2:8009" or null,
 *             "host": "10.30.30.2", "agent": "127.0.0.1:7001" or null}],
 *  "application": "/"}
 * </pre>
 */
public final class TargetFile {
    private static final long MOST_BYTES = 1 << 20;
    private static final int HTTP = 80;

    /** A jvmRoute: no dot, which would end the id before it, and no dash at the start, which would be an option of a program. */
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_-]{0,62}";

    private static final JSON STRICT = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

    private TargetFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read
     * @throws MalformedTargetException if it is no such file
     */
    public static TargetSpec read(Path file) throws IOException, MalformedTargetException {
        if (Files.size(file) > MOST_BYTES) {
            throw new MalformedTargetException("it has more than a megabyte; it is another file");
        }
        return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    }

    /** The same from a text. */
    static TargetSpec parse(String file, String text) throws MalformedTargetException {
        Map<String, Object> json;
        try {
            json = STRICT.mapFrom(text);
        } catch (JSONObjectException e) {
            throw new MalformedTargetException("it is no JSON object");
        } catch (IOException e) {
            throw new MalformedTargetException("it is no JSON: " + firstLine(e.getMessage()));
        }
        Fields top = new Fields("", json);
        top.only("front", "nodes", "application");
        Optional<URI> front = top.textOrNull("front").isPresent()
                ? Optional.of(URI.create("http://" + top.url("front").text() + "/"))
                : Optional.empty();
        List<TargetNode> nodes = nodes(top.list("nodes"));
        String application = top.text("application");
        if (!application.equals("/") && !application.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+")) {
            throw new MalformedTargetException("application is " + quoted(application)
                    + "; begin with a slash and end without one, such as / or /shop");
        }
        return new TargetSpec(file, front, nodes, application);
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static List<TargetNode> nodes(List<?> listed) throws MalformedTargetException {
        if (listed.isEmpty() || listed.size() > ClusterSpec.MAX_NODES) {
            throw new MalformedTargetException(
                    "nodes has " + listed.size() + " elements; name 1 to " + ClusterSpec.MAX_NODES + " nodes");
        }
        List<TargetNode> nodes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<Endpoint> urls = new HashSet<>();
        for (Object each : listed) {
            Fields fields = Fields.of("nodes[" + nodes.size() + "]", each);
            TargetNode node = node(fields);
            if (!names.add(node.name())) {
                throw new MalformedTargetException(
                        fields.path("name") + " is " + quoted(node.name()) + " as another node's; give each its own");
            }
            if (!urls.add(node.http())) {
                throw new MalformedTargetException(fields.path("url") + " is that of another node; give each its own");
            }
            nodes.add(node);
        }
        long agents = nodes.stream().filter(node -> node.agent().isPresent()).count();
        if (agents > 0 && agents < nodes.size()) {
            String without = nodes.stream()
                    .filter(node -> node.agent().isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .name();
            throw new MalformedTargetException(
                    "agent of " + without + " is null and another node has one; give one to each node, or to none");
        }
        return nodes;
    }

    private static TargetNode node(Fields fields) throws MalformedTargetException {
        fields.only("name", "url", "ajp", "host", "agent");
        String name = fields.text("name");
        if (!name.matches(NAME)) {
            throw new MalformedTargetException(fields.path("name") + " is " + quoted(name)
                    + "; use the node's jvmRoute: up to 63 letters, digits, _ and -, no - at the start");
        }
        Endpoint http = fields.url("url");
        Optional<Endpoint> ajp = fields.endpointOrNull("ajp");
        String host = fields.text("host");
        if (!Endpoint.isHost(host)) {
            throw new MalformedTargetException(
                    fields.path("host") + " is " + quoted(host) + "; use a name or an IPv4 address");
        }
        return new TargetNode(name, http, ajp, host, fields.endpointOrNull("agent"));
    }

    private static String quoted(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    /** An object, whose fields all have to be there. */
    private record Fields(String at, Map<String, Object> json) {
        private static Fields of(String at, @Nullable Object value) throws MalformedTargetException {
            if (!(value instanceof Map<?, ?> object)) {
                throw new MalformedTargetException(at + " must be an object");
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            object.forEach((key, one) -> fields.put(String.valueOf(key), one));
            return new Fields(at, fields);
        }

        private String path(String name) {
            return at.isEmpty() ? name : at + "." + name;
        }

        private void only(String... known) throws MalformedTargetException {
            Set<String> unknown = new TreeSet<>(json.keySet());
            unknown.removeAll(Set.of(known));
            if (!unknown.isEmpty()) {
                throw new MalformedTargetException(
                        path(quoted(unknown.iterator().next())) + " is no field here; use " + String.join(", ", known));
            }
            for (String name : known) {
                if (!json.containsKey(name)) {
                    throw new MalformedTargetException(path(name) + " is missing");
                }
            }
        }

        private String text(String name) throws MalformedTargetException {
            if (json.get(name) instanceof String text && !text.isEmpty()) {
                return text;
            }
            throw new MalformedTargetException(path(name) + " must be a text");
        }

        private Optional<String> textOrNull(String name) throws MalformedTargetException {
            return json.get(name) == null ? Optional.empty() : Optional.of(text(name));
        }

        private List<?> list(String name) throws MalformedTargetException {
            if (json.get(name) instanceof List<?> list) {
                return list;
            }
            throw new MalformedTargetException(path(name) + " must be a list");
        }

        private Optional<Endpoint> endpointOrNull(String name) throws MalformedTargetException {
            Optional<String> text = textOrNull(name);
            if (text.isPresent() && Endpoint.of(text.get()).isEmpty()) {
                throw new MalformedTargetException(
                        path(name) + " is " + quoted(text.get()) + "; use host:port, such as 10.30.30.2:8009, or null");
            }
            return text.flatMap(Endpoint::of);
        }

        private Endpoint url(String name) throws MalformedTargetException {
            String text = text(name);
            String rest = text.startsWith("http://") ? text.substring("http://".length()) : "";
            String address = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
            return Endpoint.of(Endpoint.isHost(address) ? address + ":" + HTTP : address)
                    .orElseThrow(() -> new MalformedTargetException(path(name) + " is " + quoted(text)
                            + "; use http:// with a host and a port and no path, such as http://10.30.30.2:8080"));
        }
    }
}
