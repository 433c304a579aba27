package clusterlab.experiment;

import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which configurations to compare: {@code manager=delta,backup send-options=async,ack,sync sticky=on,off} is twelve of
 * them.
 *
 * @param combinations in the order of the words, the last one varying fastest
 */
public record Matrix(List<Combination> combinations) {
    /** Most combinations of one matrix. */
    public static final int MAX = 64;

    private static final Map<String, String> DIMENSIONS = dimensions();

    /** Copies the list. */
    public Matrix {
        combinations = List.copyOf(combinations);
    }

    /**
     * One configuration.
     *
     * @param words dimension to value, in the order in which they were given
     */
    public record Combination(Map<String, String> words) {
        /** Keeps the order, so this is no plain copy. */
        public Combination {
            words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
        }

        /** For a table's first column: {@code delta sync sticky}. */
        public String label() {
            List<String> parts = new ArrayList<>();
            words.forEach((key, value) -> parts.add(
                    switch (key) {
                        case "sticky" -> value.equals("on") ? "sticky" : "not-sticky";
                        case "nodes" -> value + " nodes";
                        default -> value;
                    }));
            return String.join(" ", parts);
        }

        /** Overrides what this combination names, and leaves the rest. */
        public ClusterSpec.Builder applyTo(ClusterSpec.Builder spec) {
            words.forEach((key, value) -> {
                switch (key) {
                    case "manager" -> spec.manager(ManagerSpec.Kind.valueOf(value.toUpperCase(Locale.ROOT)));
                    case "send-options" -> spec.sendOptions(sendOptions(value));
                    case "sticky" -> spec.sticky(value.equals("on"));
                    default -> spec.nodes(Integer.parseInt(value));
                }
            });
            return spec;
        }
    }

    private static Map<String, String> dimensions() {
        Map<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put("manager", "delta|backup");
        dimensions.put("send-options", "sync|async|ack|[0-9]{1,5}");
        dimensions.put("sticky", "on|off");
        dimensions.put("nodes", "[2-9]|[1-9][0-9]");
        return dimensions;
    }

    private static int sendOptions(String word) {
        return switch (word) {
            case "sync" -> ChannelSpec.SYNC;
            case "async" -> ChannelSpec.ASYNC;
            case "ack" -> ChannelSpec.ACK;
            default -> Integer.parseInt(word);
        };
    }

    /**
     * Parses {@code key=value,value} words.
     *
     * @throws SpecException with every error found
     */
    public static Matrix parse(List<String> words) throws SpecException {
        List<Problem> problems = new ArrayList<>();
        Map<String, List<String>> dimensions = new LinkedHashMap<>();
        for (String word : words) {
            parse(word, dimensions, problems);
        }
        if (words.isEmpty()) {
            problems.add(Problem.usage("--matrix: name what to vary, as in --matrix manager=delta,backup."));
        }
        long size = 1;
        for (List<String> values : dimensions.values()) {
            size *= Math.max(1, values.size());
        }
        if (size > MAX) {
            problems.add(Problem.usage(
                    "--matrix: " + size + " combinations; use " + MAX + " or less, by naming fewer values."));
        }
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
        List<Map<String, String>> rows = List.of(Map.of());
        for (Map.Entry<String, List<String>> dimension : dimensions.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> row : rows) {
                for (String value : dimension.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(row);
                    next.put(dimension.getKey(), value);
                    longer.add(next);
                }
            }
            rows = longer;
        }
        return new Matrix(rows.stream().map(Combination::new).toList());
    }

    private static void parse(String word, Map<String, List<String>> dimensions, List<Problem> problems) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        String allowed = DIMENSIONS.get(key);
        if (equals < 0 || allowed == null) {
            problems.add(Problem.usage("--matrix " + word + ": use NAME=VALUE,VALUE with one of the names "
                    + String.join(", ", DIMENSIONS.keySet()) + "."));
            return;
        }
        List<String> values = List.of(word.substring(equals + 1).split(",", -1));
        Set<String> wrong = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (String value : values) {
            if (!value.matches(allowed) || isTooMany(key, value)) {
                wrong.add(value);
            } else if (!seen.add(value)) {
                problems.add(Problem.usage("--matrix " + word + ": " + value + " is there twice; name it once."));
            }
        }
        for (String value : wrong) {
            problems.add(Problem.usage(
                    "--matrix " + key + ": \"" + value + "\" is no value of it; use " + explain(key) + "."));
        }
        if (dimensions.putIfAbsent(key, values) != null) {
            problems.add(Problem.usage("--matrix " + word + ": " + key + " was named before; join the values."));
        }
    }

    private static boolean isTooMany(String key, String number) {
        int most =
                switch (key) {
                    case "nodes" -> ClusterSpec.MAX_NODES;
                    case "send-options" -> 0xffff;
                    default -> Integer.MAX_VALUE;
                };
        return number.matches("[0-9]+") && Integer.parseInt(number) > most;
    }

    private static String explain(String key) {
        return switch (key) {
            case "send-options" -> "sync, async, ack or a number up to 65535";
            case "nodes" -> "a number from 2 to " + ClusterSpec.MAX_NODES;
            case "sticky" -> "on or off";
            default -> "delta or backup";
        };
    }
}
