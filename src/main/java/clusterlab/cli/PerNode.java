package clusterlab.cli;

import clusterlab.spec.SpecException.Problem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value for all nodes, and values for single ones: {@code 11.0.24,node1=9.0.117}.
 *
 * @param usual the value without a name
 * @param of by the name of the node
 */
record PerNode(Optional<String> usual, Map<String, String> of) {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)=(.*)");

    /**
     * Splits at commas, unless the text as a whole is the path of something.
     *
     * @param nodes names of the planned nodes; empty if they are unknown, then every name is taken
     * @param problems receives what is wrong
     */
    static PerNode parse(String option, String text, List<String> nodes, List<Problem> problems) {
        if (isThere(text) || text.isBlank()) {
            return new PerNode(Optional.of(text), Map.of());
        }
        Optional<String> usual = Optional.empty();
        Map<String, String> of = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            Matcher named = NAMED.matcher(part);
            String value = named.matches() ? named.group(2) : part;
            if (value.isBlank()) {
                problems.add(Problem.usage(
                        option + " " + text + ": a value is missing; use VALUE or NODE=VALUE,NODE=VALUE."));
            } else if (!named.matches()) {
                if (usual.isPresent()) {
                    problems.add(Problem.usage(option + " " + text
                            + ": only one value can be without the name of a node; use NODE=VALUE,NODE=VALUE."));
                }
                usual = Optional.of(value);
            } else if (!nodes.isEmpty() && !nodes.contains(named.group(1))) {
                problems.add(Problem.usage(option + " " + part + ": no node has this name; use "
                        + (nodes.size() == 1 ? nodes.get(0) : nodes.get(0) + " to " + nodes.get(nodes.size() - 1))
                        + "."));
            } else if (of.putIfAbsent(named.group(1), value) != null) {
                problems.add(
                        Problem.usage(option + " " + part + ": " + named.group(1) + " appears twice; name it once."));
            }
        }
        return new PerNode(usual, of);
    }

    private static boolean isThere(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
