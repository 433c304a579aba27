package clusterlab.cloud;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query parameter {@code labelSelector} of Kubernetes: requirements with commas between them, all of which have to hold. Each is
 * {@code key=value}, {@code key==value}, {@code key!=value}, {@code key in (a,b)}, {@code key notin (a,b)}, {@code key} or
 * {@code !key}. An empty selector matches everything.
 */
final class LabelSelector {
    private static final String NAME = "[A-Za-z0-9._/-]+";
    private static final Pattern EQUALITY = Pattern.compile("(" + NAME + ")\\s*(=|==|!=)\\s*([A-Za-z0-9._-]*)");
    private static final Pattern SET = Pattern.compile("(" + NAME + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + NAME + ")");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private final List<Predicate<Map<String, String>>> requirements;

    private LabelSelector(List<Predicate<Map<String, String>>> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /**
     * Reads a selector.
     *
     * @throws IllegalArgumentException if it is none
     */
    static LabelSelector parse(String text) {
        List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
        if (!text.isBlank()) {
            for (String one : COMMA.split(text, -1)) {
                requirements.add(requirement(one.strip()));
            }
        }
        return new LabelSelector(requirements);
    }

    private static Predicate<Map<String, String>> requirement(String text) {
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            String key = equality.group(1);
            String value = equality.group(3);
            return equality.group(2).equals("!=")
                    ? labels -> !value.equals(labels.get(key))
                    : labels -> value.equals(labels.get(key));
        }
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            String key = set.group(1);
            Set<String> values = Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toSet());
            boolean in = set.group(2).equals("in");
            return labels -> {
                String value = labels.get(key);
                return (value != null && values.contains(value)) == in;
            };
        }
        Matcher exists = EXISTS.matcher(text);
        if (exists.matches()) {
            String key = exists.group(2);
            boolean wanted = exists.group(1).isEmpty();
            return labels -> labels.containsKey(key) == wanted;
        }
        throw new IllegalArgumentException("unable to parse requirement: " + text);
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(one -> one.test(labels));
    }
}
