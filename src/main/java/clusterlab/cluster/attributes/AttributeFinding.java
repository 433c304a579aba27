package clusterlab.cluster.attributes;

import clusterlab.cluster.attributes.Alarm.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was found in one session; {@link Alarms} joins equal ones.
 *
 * @param session its whole id
 * @param cause findings with another cause are not joined; empty for all kinds but LOST, and for what follows from a cut link
 */
record AttributeFinding(
        Kind kind,
        String session,
        List<String> attributes,
        String path,
        String type,
        List<String> nodes,
        String what,
        String happens,
        String remedy,
        String cause) {
    private static final int SHORT = 6;

    AttributeFinding {
        attributes = List.copyOf(attributes);
        nodes = List.copyOf(nodes);
    }

    /** Those of one kind, attribute and type are the same mistake. */
    List<Object> key() {
        return List.of(kind, attributes, type, cause);
    }

    /** The part of an id that changes at no failover. */
    static String base(String id) {
        int dot = id.lastIndexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    /** Enough of an id for {@code session}. */
    static String shortened(String id) {
        String base = base(id);
        return base.length() <= SHORT ? base : base.substring(0, SHORT);
    }

    static String names(List<String> attributes) {
        return attributes.isEmpty()
                ? "the whole session"
                : list(attributes.stream().map(name -> "`" + name + "`").toList());
    }

    /** {@code a, b and c}. */
    static String list(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : words.subList(0, last).stream().collect(Collectors.joining(", ", "", " and ")) + words.get(last);
    }

    /** {@code 310 bytes}, {@code 12.4 KB}. */
    static String size(long bytes) {
        return bytes < 10_000 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f KB", bytes / 1000.0);
    }
}
