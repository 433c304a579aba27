package clusterlab.spec;

import clusterlab.spec.NodeRuntime.TomcatHome;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where the nodes run, and on what.
 *
 * @param kind the same for all nodes
 * @param usual what a node runs on unless it is named below; not used by {@link Kind#JVM}
 * @param of by the name of the node
 * @param next the Tomcat to which nodes are upgraded while the lab runs; empty if that is not planned
 * @param target the cluster that somebody else started; for {@link Kind#REMOTE} only
 */
public record HostSpec(
        Kind kind,
        NodeRuntime usual,
        Map<String, NodeRuntime> of,
        Optional<TomcatHome> next,
        Optional<TargetSpec> target) {
    /** All nodes in this JVM. */
    public static final HostSpec JVM = new HostSpec(Kind.JVM, NodeRuntime.OWN, Map.of());

    /** The kinds of hosts. */
    public enum Kind {
        /** All nodes in the JVM of the lab. */
        JVM,
        /** Each node is the lab's own Tomcat in a JVM of its own. */
        PROCESS,
        /** Each node is an unmodified Tomcat in a JVM of its own. */
        STOCK,
        /** The nodes run elsewhere; somebody else started them. */
        REMOTE;

        /** Whether its nodes can be frozen here: SIGSTOP needs a process of its own, and Windows has none. */
        public boolean freezes() {
            return (this == PROCESS || this == STOCK) && File.separatorChar == '/';
        }

        /** A sentence for a freeze that a host of this kind can't do. */
        public String whyNoFreeze() {
            return this == JVM
                    ? "freeze needs nodes in processes of their own: start the lab with --process or --tomcat."
                    : "freeze needs SIGSTOP, which this operating system does not have.";
        }
    }

    /** Copies the map. */
    public HostSpec {
        of = Map.copyOf(of);
    }

    /** Where no upgrade is planned. */
    public HostSpec(Kind kind, NodeRuntime usual, Map<String, NodeRuntime> of) {
        this(kind, usual, of, Optional.empty());
    }

    /** Where the nodes run on this machine. */
    public HostSpec(Kind kind, NodeRuntime usual, Map<String, NodeRuntime> of, Optional<TomcatHome> next) {
        this(kind, usual, of, next, Optional.empty());
    }

    /** The nodes of this cluster. */
    public static HostSpec of(TargetSpec target) {
        return new HostSpec(Kind.REMOTE, NodeRuntime.OWN, Map.of(), Optional.empty(), Optional.of(target));
    }

    /** Whether nothing tells what is inside of the nodes: their members and the copies of their sessions. */
    public boolean isBlind() {
        return target.filter(one -> !one.hasAgents()).isPresent();
    }

    /** Why nodes can't be frozen here, a sentence that says what to do; empty if they can. */
    public Optional<String> whyNoFreeze() {
        return target.isPresent()
                ? target.get().whyNot("freeze", NodeCommand.FREEZE, NodeCommand.THAW)
                : kind.freezes() ? Optional.empty() : Optional.of(kind.whyNoFreeze());
    }

    /** What the node of this name runs on. */
    public NodeRuntime runtime(String node) {
        return of.getOrDefault(node, usual);
    }

    /** The same Java and options on another kind of host. Only the kind STOCK keeps Tomcats; JVM has nothing to keep. */
    public HostSpec withKind(Kind other) {
        return switch (other) {
            case JVM -> JVM;
            case PROCESS -> with(other, runtime -> runtime.withTomcat(Optional.empty()));
            case STOCK -> new HostSpec(other, usual, of, next);
            case REMOTE -> this;
        };
    }

    /** The same Java and options with this Tomcat in all nodes. */
    public HostSpec withTomcat(TomcatHome tomcat) {
        return with(Kind.STOCK, runtime -> runtime.withTomcat(Optional.of(tomcat)));
    }

    /** The same with this Tomcat in one node. */
    public HostSpec withTomcat(String node, TomcatHome tomcat) {
        Map<String, NodeRuntime> changed = new TreeMap<>(of);
        changed.put(node, runtime(node).withTomcat(Optional.of(tomcat)));
        return new HostSpec(kind, usual, changed, next);
    }

    /** The same with nodes that are upgraded to this Tomcat while the lab runs. */
    public HostSpec withNext(TomcatHome tomcat) {
        return new HostSpec(kind, usual, of, Optional.of(tomcat));
    }

    private HostSpec with(Kind other, UnaryOperator<NodeRuntime> change) {
        Map<String, NodeRuntime> changed = new TreeMap<>();
        of.forEach((node, runtime) -> changed.put(node, change.apply(runtime)));
        return new HostSpec(other, change.apply(usual), changed, other == Kind.STOCK ? next : Optional.empty());
    }

    /**
     * One line for plans and reports: {@code jvm}, {@code process}, {@code stock 11.0.24} or {@code mixed: node1 9.0.117, node2
     * 10.1.59}, and what was chosen of Java and options; or the file of a cluster elsewhere.
     *
     * @param nodes their names, in order
     */
    public String text(List<String> nodes) {
        if (target.isPresent()) {
            return "elsewhere, " + target.get().file() + (isBlind() ? ", no agents" : ", with agents");
        }
        if (kind != Kind.STOCK) {
            return Words.HOST.word(kind) + (kind == Kind.JVM ? "" : javaAndOptions(nodes));
        }
        boolean mixed = nodes.stream()
                        .map(node -> runtime(node).tomcatVersion(""))
                        .distinct()
                        .count()
                > 1;
        return (mixed ? "mixed: " : "stock ") + tomcats(nodes, "unknown") + javaAndOptions(nodes);
    }

    /**
     * The version of the nodes' Tomcat, or of each of them where they differ: {@code node1 9.0.117, node2 10.1.59}.
     *
     * @param nodes their names, in order
     * @param own the version of the lab's own Tomcat
     */
    public String tomcats(List<String> nodes, String own) {
        return each(nodes, runtime -> runtime.tomcatVersion(own));
    }

    private String javaAndOptions(List<String> nodes) {
        StringBuilder text = new StringBuilder();
        if (nodes.stream().anyMatch(node -> runtime(node).java().isPresent())) {
            text.append("; Java ").append(each(nodes, runtime -> runtime.java()
                    .map(NodeRuntime.JavaHome::version)
                    .orElse("of the lab")));
        }
        if (nodes.stream().anyMatch(node -> !runtime(node).jvmOptions().isEmpty())) {
            text.append("; JVM options ").append(each(nodes, runtime -> String.join(" ", runtime.jvmOptions())));
        }
        return text.toString();
    }

    private String each(List<String> nodes, Function<NodeRuntime, String> what) {
        return nodes.stream().map(this::runtime).map(what).distinct().count() > 1
                ? nodes.stream()
                        .map(node -> node + " " + what.apply(runtime(node)))
                        .collect(Collectors.joining(", "))
                : nodes.stream().map(this::runtime).map(what).findFirst().orElse("");
    }
}
