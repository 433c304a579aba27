package clusterlab.spec;

import static clusterlab.spec.SpecException.Problem.unavailable;
import static clusterlab.spec.SpecException.Problem.usage;

import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the nodes can't run on together. */
final class HostCheck {
    /** The lab's own classes, which also carry its Tomcat. */
    private static final int OWN_JAVA = 17;

    /** The part of the lab inside a node of a stock Tomcat. */
    private static final int AGENT_JAVA = 11;

    private final ClusterSpec spec;
    private final List<String> nodes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private HostCheck(ClusterSpec spec) {
        this.spec = spec;
        for (int i = 0; i < Math.min(spec.nodes(), ClusterSpec.MAX_NODES); i++) {
            nodes.add(spec.preset().nodeName(i));
        }
    }

    /** All that is wrong. */
    static List<Problem> problems(ClusterSpec spec) {
        HostCheck check = new HostCheck(spec);
        if (spec.host().kind() == HostSpec.Kind.STOCK) {
            check.tomcats();
        }
        if (spec.host().kind() != HostSpec.Kind.JVM) {
            check.javas();
        }
        return check.problems;
    }

    private void tomcats() {
        List<String> without = nodes.stream()
                .filter(node -> spec.host().runtime(node).tomcat().isEmpty())
                .toList();
        if (!without.isEmpty()) {
            problems.add(usage(
                    without.size() == nodes.size()
                            ? "--tomcat: stock nodes need a Tomcat; add one, as in --tomcat 11.0.24."
                            : "--tomcat: no Tomcat is named for " + String.join(", ", without)
                                    + "; add one for all other nodes, as in --tomcat 11.0.24,node1=9.0.117."));
            return;
        }
        if (spec.manager().kind() == ManagerSpec.Kind.BACKUP) {
            // Its maps send MemberImpl as a Java object, whose serialVersionUID is another one in 9.0.
            refuseMix(
                    "--manager backup",
                    version -> version.line().equals("9.0"),
                    "Tomcat 9.0 and later ones can't share the maps of a BackupManager (InvalidClassException of"
                            + " MemberImpl)",
                    "use --manager delta");
        }
        if (spec.channel().isEncrypted()) {
            refuseMix(
                    "--encrypt",
                    TomcatVersion::detectsReplay,
                    "since 9.0.119, 10.1.56 and 11.0.23 encrypted messages have a time against replay, so that older"
                            + " Tomcats can't read them",
                    "leave --encrypt out");
        }
    }

    /** Refuses a cluster in which the predicate holds for some nodes, but not for all. */
    private void refuseMix(String option, Predicate<TomcatVersion> kind, String why, String instead) {
        Map<Boolean, Map<String, String>> sides = new LinkedHashMap<>();
        for (String node : nodes) {
            Optional<TomcatVersion> version = spec.host().runtime(node).tomcat().flatMap(TomcatHome::parsed);
            version.ifPresent(v -> sides.computeIfAbsent(kind.test(v), side -> new LinkedHashMap<>())
                    .put(node, v.toString()));
        }
        if (sides.size() > 1) {
            problems.add(usage(option + " with " + spec.host().text(nodes) + ": " + why + "; " + instead
                    + ", or the same kind of Tomcat in all nodes."));
        }
    }

    private void javas() {
        Map<String, List<String>> tooOld = new LinkedHashMap<>();
        for (String node : nodes) {
            NodeRuntime runtime = spec.host().runtime(node);
            Optional<JavaHome> java = runtime.java();
            int least = least(runtime);
            if (java.isPresent() && java.get().major() < least) {
                tooOld.computeIfAbsent(
                                "--java " + java.get().home() + ": Java "
                                        + java.get().version() + " is too old for " + tomcat(runtime) + ", which needs "
                                        + least + " or newer here; name another Java",
                                message -> new ArrayList<>())
                        .add(node);
            }
        }
        tooOld.forEach((message, users) -> problems.add(unavailable(message
                + (users.size() == nodes.size()
                        ? "."
                        : users.stream().collect(Collectors.joining(", ", " for ", "."))))));
    }

    private static int least(NodeRuntime runtime) {
        return runtime.tomcat()
                .flatMap(TomcatHome::parsed)
                .map(version -> Math.max(AGENT_JAVA, version.leastJava()))
                .orElse(runtime.tomcat().isPresent() ? AGENT_JAVA : OWN_JAVA);
    }

    private static String tomcat(NodeRuntime runtime) {
        return runtime.tomcat().map(home -> "Tomcat " + home.version()).orElse("the lab's own Tomcat");
    }
}
