package clusterlab.web;

import clusterlab.fault.Fault;
import clusterlab.fault.Nemesis;
import clusterlab.web.Call.Fields;
import clusterlab.web.Problem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The wire form of faults: {@code {"type":"partition","groups":[["node1"],["node2","node3"]],"forMillis":10000}}. */
final class FaultJson {
    private FaultJson() {}

    /** Reads a fault; {@code forMillis} is not part of it. */
    static Fault read(Fields json) throws Problem {
        String type = json.text("type");
        try {
            return switch (type) {
                case "partition" -> {
                    only(json, "groups");
                    yield new Fault.Partition(groups(json));
                }
                case "isolate" -> {
                    only(json, "node");
                    yield new Fault.Isolate(json.text("node"));
                }
                case "drop" -> {
                    only(json, "from", "to");
                    yield new Fault.Drop(json.text("from"), json.text("to"));
                }
                case "delay" -> {
                    only(json, "from", "to", "millis", "jitterMillis");
                    json.need("millis");
                    long millis = json.whole("millis", 0, 0, 60_000);
                    long jitter = json.whole("jitterMillis", 0, 0, 60_000);
                    yield new Fault.Delay(json.text("from"), json.text("to"), millis, jitter);
                }
                case "loss" -> {
                    only(json, "from", "to", "probability");
                    json.need("probability");
                    yield new Fault.Loss(json.text("from"), json.text("to"), json.number("probability", 0, 0, 1));
                }
                default -> throw new Problem(Kind.MALFORMED, "type is one of partition, isolate, drop, delay, loss.");
            };
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.MALFORMED, "This can't be: " + e.getMessage() + ".");
        }
    }

    private static void only(Fields json, String... own) throws Problem {
        List<String> known = new ArrayList<>(List.of(own));
        known.add("type");
        known.add("forMillis");
        json.only(known);
    }

    private static List<List<String>> groups(Fields json) throws Problem {
        List<List<String>> groups = new ArrayList<>();
        if (!(json.json().get("groups") instanceof List<?> list)) {
            throw badGroups();
        }
        for (Object group : list) {
            if (!(group instanceof List<?> members)) {
                throw badGroups();
            }
            List<String> names = new ArrayList<>();
            for (Object member : members) {
                if (!(member instanceof String name)) {
                    throw badGroups();
                }
                names.add(name);
            }
            groups.add(names);
        }
        return groups;
    }

    private static Problem badGroups() {
        return new Problem(Kind.MALFORMED, "groups is a list of lists of node names.");
    }

    /** Writes a fault in force. */
    static Map<String, Object> write(Nemesis.Active active) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", active.id());
        Fault fault = active.fault();
        json.put("type", fault.type());
        if (fault instanceof Fault.Partition partition) {
            json.put("groups", partition.groups());
        } else if (fault instanceof Fault.Isolate isolate) {
            json.put("node", isolate.node());
        } else if (fault instanceof Fault.Drop drop) {
            json.put("from", drop.from());
            json.put("to", drop.to());
        } else if (fault instanceof Fault.Delay delay) {
            json.put("from", delay.from());
            json.put("to", delay.to());
            json.put("millis", delay.millis());
            json.put("jitterMillis", delay.jitterMillis());
        } else if (fault instanceof Fault.Loss loss) {
            json.put("from", loss.from());
            json.put("to", loss.to());
            json.put("probability", loss.probability());
        }
        json.put("description", fault.description());
        json.put("sinceMillis", active.sinceMillis());
        active.untilMillis().ifPresent(until -> json.put("untilMillis", until));
        return json;
    }
}
