package clusterlab.cli;

import clusterlab.distribution.JavaFinder;
import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the nodes run, and on what. */
final class HostOptions {
    @Option(
            names = "--process",
            description =
                    "Run each node in a JVM of its own, with the Tomcat of the lab. Default: all nodes in one JVM")
    boolean process;

    @Option(
            names = "--tomcat",
            paramLabel = "X",
            description =
                    "Run each node in a JVM of its own, with an unmodified Tomcat 9.0, 10.1 or 11: a CATALINA_HOME, "
                            + "a tar.gz or zip, or a version on this machine (see fetch). Mixed: node1=9.0.117,node2=11.0.24, "
                            + "and one without a name for all other nodes")
    @Nullable
    String tomcat;

    @Option(
            names = "--java",
            paramLabel = "HOME",
            description =
                    "Home of the JDK or JRE of the nodes, with --process or --tomcat. Also node1=HOME,node2=HOME. "
                            + "Default: the Java of the lab")
    @Nullable
    String java;

    @Option(
            names = "--jvm-options",
            paramLabel = "TEXT",
            description =
                    "Further options of the nodes' JVMs, with --process or --tomcat, such as --jvm-options=\"-Xmx64m -Xint\"")
    @Nullable
    String jvmOptions;

    /** The Tomcats that the nodes begin with, in place of {@code --tomcat}: {@code --from} of an upgrade. */
    @Nullable
    String from;

    /** The Tomcat that they are upgraded to. */
    @Nullable
    String to;

    /** Where Tomcats are looked for. */
    TomcatFinder tomcats = TomcatFinder.ofThisMachine();

    /**
     * What these options say.
     *
     * @param nodes names of the planned nodes, in order; empty if their number is wrong
     * @param problems receives what is wrong
     */
    HostSpec host(List<String> nodes, List<Problem> problems) {
        int before = problems.size();
        if (process && tomcat != null) {
            problems.add(Problem.usage("--process and --tomcat: --process runs the Tomcat of the lab; leave one out."));
        }
        if (from != null && (process || tomcat != null)) {
            problems.add(Problem.usage((process ? "--process" : "--tomcat")
                    + " and --from: --from says what the nodes begin with; leave the other one out."));
        }
        String stock = from == null ? tomcat : from;
        ByNode<TomcatHome> homes = read(from == null ? "--tomcat" : "--from", stock, nodes, problems, tomcats::find);
        Optional<TomcatHome> next =
                read("--to", to, List.of(), problems, tomcats::find).usual();
        ByNode<JavaHome> javas = read("--java", java, nodes, problems, JavaFinder::find);
        List<String> options = List.of();
        try {
            options = jvmOptions == null ? List.of() : JvmOptions.split("--jvm-options", jvmOptions);
        } catch (SpecException e) {
            problems.addAll(e.problems());
        }
        if (!process && stock == null) {
            refuseAlone("--java", java, problems);
            refuseAlone("--jvm-options", jvmOptions, problems);
        }
        if (problems.size() > before || (!process && stock == null)) {
            // What would follow from a value that could not be read is not a second problem.
            return HostSpec.JVM;
        }
        Map<String, NodeRuntime> of = new LinkedHashMap<>();
        for (String node : nodes) {
            if (homes.of().containsKey(node) || javas.of().containsKey(node)) {
                of.put(node, new NodeRuntime(homes.node(node), javas.node(node), options));
            }
        }
        Optional<TomcatHome> usual = homes.usual();
        if (usual.isEmpty() && homes.of().keySet().containsAll(nodes)) {
            // For nodes that are added later.
            usual = homes.of().values().stream().reduce((first, second) -> second);
        }
        return new HostSpec(
                stock == null ? HostSpec.Kind.PROCESS : HostSpec.Kind.STOCK,
                new NodeRuntime(usual, javas.usual(), options),
                of,
                next);
    }

    private static void refuseAlone(String option, @Nullable String value, List<Problem> problems) {
        if (value != null) {
            problems.add(Problem.usage(option + " " + value
                    + ": without --process or --tomcat all nodes run in the lab's own JVM; add one of them."));
        }
    }

    /**
     * What was given for all nodes and for single ones.
     *
     * @param usual for the nodes without an own one
     */
    private record ByNode<T>(Optional<T> usual, Map<String, T> of) {
        private Optional<T> node(String name) {
            return Optional.ofNullable(of.get(name)).or(() -> usual);
        }
    }

    private interface Finder<T> {
        T find(String option, String text) throws SpecException;
    }

    private static <T> ByNode<T> read(
            String option, @Nullable String text, List<String> nodes, List<Problem> problems, Finder<T> finder) {
        if (text == null) {
            return new ByNode<>(Optional.empty(), Map.of());
        }
        PerNode words = PerNode.parse(option, text, nodes, problems);
        Map<String, Optional<T>> found = new HashMap<>();
        Optional<T> usual = words.usual().flatMap(word -> found(option, word, found, problems, finder));
        Map<String, T> of = new LinkedHashMap<>();
        words.of().forEach((node, word) -> found(option, word, found, problems, finder)
                .ifPresent(value -> of.put(node, value)));
        return new ByNode<>(usual, of);
    }

    /** Looks for each text once, so that it is refused once. */
    private static <T> Optional<T> found(
            String option, String word, Map<String, Optional<T>> found, List<Problem> problems, Finder<T> finder) {
        Optional<T> known = found.get(word);
        if (known == null) {
            try {
                known = Optional.of(finder.find(option, word));
            } catch (SpecException e) {
                problems.addAll(e.problems());
                known = Optional.empty();
            }
            found.put(word, known);
        }
        return known;
    }
}
