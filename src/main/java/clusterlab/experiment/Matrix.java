package clusterlab.experiment;

import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which configurations to compare: {@code manager=delta,backup send-options=async,ack,sync sticky=on,off} is twelve of
 * them.
 *
 * @param combinations in the order of the words, the last one varying fastest
 */
public record Matrix(List<Variant> combinations) {
    /** Most combinations of one matrix. */
    public static final int MAX = 64;

    /** Copies the list. */
    public Matrix {
        combinations = List.copyOf(combinations);
    }

    /**
     * Parses {@code key=value,value} words.
     *
     * @throws SpecException with every error found
     */
    public static Matrix parse(List<String> words) throws SpecException {
        return parse(words, TomcatFinder.ofThisMachine());
    }

    /**
     * The same with Tomcats of other folders.
     *
     * @throws SpecException with every error found
     */
    public static Matrix parse(List<String> words, TomcatFinder tomcats) throws SpecException {
        List<Problem> problems = new ArrayList<>();
        Map<Dimension<?>, List<Variant>> dimensions = new LinkedHashMap<>();
        for (String word : words) {
            parse(word, tomcats, dimensions, problems);
        }
        if (words.isEmpty()) {
            problems.add(Problem.usage("--matrix: name what to vary, as in --matrix manager=delta,backup."));
        }
        if (dimensions.containsKey(Dimension.HOST) && dimensions.containsKey(Dimension.TOMCAT)) {
            problems.add(Problem.usage("--matrix: tomcat=… runs stock nodes, so host=… has nothing to choose; leave one"
                    + " out. To compare hosts with one Tomcat, use --tomcat VERSION --matrix host=jvm,process,stock."));
        }
        long size = 1;
        for (List<Variant> values : dimensions.values()) {
            size *= Math.max(1, values.size());
        }
        if (size > MAX) {
            problems.add(Problem.usage(
                    "--matrix: " + size + " combinations; use " + MAX + " or less, by naming fewer values."));
        }
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
        List<Variant> rows = List.of(Variant.PLAIN);
        for (List<Variant> values : dimensions.values()) {
            rows = rows.stream().flatMap(row -> values.stream().map(row::and)).toList();
        }
        return new Matrix(rows);
    }

    private static void parse(
            String word, TomcatFinder tomcats, Map<Dimension<?>, List<Variant>> dimensions, List<Problem> problems) {
        int equals = word.indexOf('=');
        Optional<Dimension<?>> dimension = equals < 0 ? Optional.empty() : Dimension.named(word.substring(0, equals));
        if (dimension.isEmpty()) {
            problems.add(Problem.usage("--matrix " + word + ": use NAME=VALUE,VALUE with one of the names "
                    + Dimension.ALL.stream().map(Dimension::name).collect(Collectors.joining(", ")) + "."));
            return;
        }
        String name = dimension.get().name();
        List<Variant> values = new ArrayList<>();
        Set<Label> seen = new HashSet<>();
        Set<String> wrong = new TreeSet<>();
        for (String value : word.substring(equals + 1).split(",", -1)) {
            Optional<Variant> variant;
            try {
                variant = dimension.get().read(value, tomcats);
            } catch (SpecException e) {
                problems.addAll(e.problems());
                continue;
            }
            if (variant.isEmpty()) {
                wrong.add(value);
            } else if (seen.add(variant.get().label())) {
                values.add(variant.get());
            } else {
                problems.add(Problem.usage("--matrix " + word + ": " + value + " appears twice; name it once."));
            }
        }
        for (String value : wrong) {
            problems.add(Problem.usage("--matrix " + name + ": \"" + value + "\" is not one of its values; "
                    + dimension.get().advice() + "."));
        }
        if (dimensions.putIfAbsent(dimension.get(), values) != null) {
            problems.add(Problem.usage("--matrix " + word + ": " + name + " was named before; join the values."));
        }
    }
}
