package clusterlab.cli.ctl;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cli.console.LabView;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.fault.Fault;
import clusterlab.load.LoadView;
import clusterlab.spec.NodeSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API's wire form, as its openapi.json describes it; what is missing reads as nothing. Pure. */
final class ApiJson {
    private ApiJson() {}

    /** The body of {@code POST /api/faults}, without {@code forMillis}. */
    static Map<String, Object> fault(Fault fault) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", fault.type());
        if (fault instanceof Fault.Partition partition) {
            json.put("groups", partition.groups());
        } else if (fault instanceof Fault.Isolate isolate) {
            json.put("node", isolate.node());
        } else if (fault instanceof Fault.Drop drop) {
            link(json, drop.from(), drop.to());
        } else if (fault instanceof Fault.Delay delay) {
            link(json, delay.from(), delay.to());
            json.put("millis", delay.millis());
            if (delay.jitterMillis() > 0) {
                json.put("jitterMillis", delay.jitterMillis());
            }
        } else if (fault instanceof Fault.Loss loss) {
            link(json, loss.from(), loss.to());
            json.put("probability", loss.probability());
        }
        return json;
    }

    private static void link(Map<String, Object> json, String from, String to) {
        json.put("from", from);
        json.put("to", to);
    }

    /** The answer of {@code GET /api/cluster}. */
    static LabView lab(Map<String, Object> json, long nowMillis) {
        Map<String, Object> front = object(json.get("front"));
        return new LabView(
                front.get("url") instanceof String url ? Optional.of(URI.create(url)) : Optional.empty(),
                objects(json.get("nodes")).stream().map(ApiJson::node).toList(),
                objects(json.get("faults")).stream()
                        .map(fault -> new LabView.FaultLine(
                                text(fault, "id"),
                                text(fault, "description"),
                                fault.get("untilMillis") instanceof Number until
                                        ? Optional.of(until.longValue() - nowMillis)
                                        : Optional.empty()))
                        .toList(),
                objects(front.get("workers")).stream()
                        .map(worker -> new LabView.WorkerLine(
                                text(worker, "name"),
                                text(worker, "state") + " " + text(worker, "activation"),
                                number(worker, "elected").longValue(),
                                number(worker, "errors").longValue()))
                        .toList(),
                load(object(json.get("load"))));
    }

    private static NodeView node(Map<String, Object> json) {
        return new NodeView(
                new NodeSpec(
                        text(json, "name"),
                        number(json, "index").intValue(),
                        number(json, "httpPort").intValue(),
                        number(json, "ajpPort").intValue(),
                        number(json, "receiverPort").intValue()),
                NodeState.valueOf(text(json, "state")),
                strings(json.get("members")),
                number(json, "sessions").intValue(),
                number(json, "requests").longValue());
    }

    /** The answer of {@code /api/load}. */
    static LoadView load(Map<String, Object> json) {
        return new LoadView(
                Boolean.TRUE.equals(json.get("running")),
                number(json, "clients").intValue(),
                number(json, "ratePerSecond").doubleValue(),
                number(json, "requestsPerSecond").doubleValue(),
                number(json, "p50Millis").doubleValue(),
                number(json, "p99Millis").doubleValue(),
                number(json, "requests").longValue(),
                number(json, "failures").longValue(),
                number(json, "lostIncrements").longValue());
    }

    /** The answer of {@code GET /api/sessions}. */
    static Sessions.Page page(Map<String, Object> json) {
        return new Sessions.Page(
                number(json, "total").intValue(),
                objects(json.get("sessions")).stream().map(ApiJson::session).toList());
    }

    /** The answer of {@code GET /api/sessions/{id}}. */
    static SessionView session(Map<String, Object> json) {
        return new SessionView(
                text(json, "id"),
                objects(json.get("copies")).stream()
                        .map(copy -> new CopyView(
                                text(copy, "node"),
                                CopyRole.valueOf(text(copy, "role").toUpperCase(Locale.ROOT)),
                                objects(copy.get("attributes")).stream()
                                        .map(ApiJson::attribute)
                                        .toList(),
                                text(copy, "digest"),
                                number(copy, "lastAccessMillis").longValue()))
                        .toList(),
                Boolean.TRUE.equals(json.get("differs")),
                number(json, "differsSinceMillis").longValue());
    }

    private static CopyView.Attribute attribute(Map<String, Object> json) {
        return new CopyView.Attribute(
                text(json, "name"),
                text(json, "type"),
                json.get("value") instanceof String value ? value : null,
                number(json, "bytes").intValue());
    }

    /** The string of this name, or empty. */
    static String text(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text ? text : "";
    }

    /** The number of this name, or 0. */
    static Number number(Map<String, Object> json, String name) {
        return json.get(name) instanceof Number number ? number : 0;
    }

    /** The object, or an empty one. */
    static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> object.put(String.valueOf(name), member));
        }
        return object;
    }

    private static List<Map<String, Object>> objects(@Nullable Object value) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(member -> objects.add(object(member)));
        }
        return objects;
    }

    private static List<String> strings(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
