package clusterlab.spec;

import static clusterlab.spec.SpecException.Problem.unavailable;
import static clusterlab.spec.SpecException.Problem.usage;

import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the nodes can't run on together. */
final class HostCheck {
    /** The lab's own classes, which also carry its Tomcat. */
    private static final int OWN_JAVA = 17;

    /** The part of the lab inside a node of a stock Tomcat. */
    private static final int AGENT_JAVA = 11;

    private final HostSpec host;
    private final List<String> nodes;
    private final ManagerSpec.Kind manager;
    private final boolean encrypted;
    private final boolean onlyStatic;
    private final boolean keepsNames;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A check.
     *
     * @param nodes their names
     * @param onlyStatic whether the membership is static and has to stay so
     * @param keepsNames whether the cache of a JVM for names is to be seen
     */
    private HostCheck(
            HostSpec host,
            List<String> nodes,
            ManagerSpec.Kind manager,
            boolean encrypted,
            boolean onlyStatic,
            boolean keepsNames) {
        this.host = host;
        this.nodes = nodes;
        this.manager = manager;
        this.encrypted = encrypted;
        this.onlyStatic = onlyStatic;
        this.keepsNames = keepsNames;
    }

    /** All that is wrong. */
    static List<Problem> problems(ClusterSpec spec) {
        boolean isStatic = spec.channel().membership().kind() == MembershipSpec.Kind.STATIC;
        return new HostCheck(
                        spec.host(),
                        spec.nodeNames(),
                        spec.manager().kind(),
                        spec.channel().isEncrypted(),
                        isStatic
                                && (spec.membershipAsked()
                                        || spec.imported()
                                                .flatMap(ImportedCluster::cluster)
                                                .isPresent()),
                        keepsNames(spec.channel()))
                .find();
    }

    /** All that is wrong with the Tomcats of a plan. */
    static List<Problem> problems(Topology plan) {
        return new HostCheck(
                        plan.host(),
                        plan.nodeNames(),
                        plan.manager().kind(),
                        plan.channel().isEncrypted(),
                        plan.channel().membership().kind() == MembershipSpec.Kind.STATIC,
                        keepsNames(plan.channel()))
                .find();
    }

    private static boolean keepsNames(ChannelSpec channel) {
        return channel.membership()
                .planted()
                .filter(Misconfiguration.NAMES_FOR_EVER::equals)
                .isPresent();
    }

    /** Whether Tomcat 9.0 and later ones meet in this cluster, now, by an upgrade or by a node that is added. */
    static boolean mixesNine(HostSpec host, List<String> nodes) {
        return host.kind() == HostSpec.Kind.STOCK
                && Stream.concat(
                                        Stream.of(host.next(), host.usual().tomcat()),
                                        nodes.stream()
                                                .map(node -> host.runtime(node).tomcat()))
                                .flatMap(Optional::stream)
                                .flatMap(home -> home.parsed().stream())
                                .map(HostCheck::isNine)
                                .distinct()
                                .count()
                        > 1;
    }

    private static boolean isNine(TomcatVersion version) {
        return version.line().equals("9.0");
    }

    private List<Problem> find() {
        if (host.kind() == HostSpec.Kind.STOCK) {
            tomcats();
        }
        if (host.kind() != HostSpec.Kind.JVM) {
            javas();
        } else if (keepsNames) {
            problems.add(
                    usage(
                            "--misconfigure " + Misconfiguration.NAMES_FOR_EVER.word()
                                    + ": nodes in one JVM have no names of their own that could be kept; add --process or --tomcat VERSION."));
        }
        return problems;
    }

    private void tomcats() {
        List<String> without = nodes.stream()
                .filter(node -> host.runtime(node).tomcat().isEmpty())
                .toList();
        if (!without.isEmpty()) {
            problems.add(usage(
                    without.size() == nodes.size()
                            ? "--tomcat: stock nodes need a Tomcat; add one, as in --tomcat 11.0.24."
                            : "--tomcat: no Tomcat is named for " + String.join(", ", without)
                                    + "; add one for all other nodes, as in --tomcat 11.0.24,node1=9.0.117."));
            return;
        }
        if (manager == ManagerSpec.Kind.BACKUP) {
            // Its maps send MemberImpl as a Java object, whose serialVersionUID is another one in 9.0.
            refuseMix(
                    "--manager backup",
                    HostCheck::isNine,
                    "Tomcat 9.0 and later ones can't share the maps of a BackupManager (InvalidClassException of"
                            + " MemberImpl)",
                    "use --manager delta");
        }
        if (onlyStatic) {
            // StaticMembershipProvider.MemberMessage carries them: the others log "Unable to deserialize message".
            refuseMix(
                    "--membership static",
                    HostCheck::isNine,
                    "Tomcat 9.0 and later ones can't read each other's pings, which carry MemberImpl as a Java object",
                    "use --membership multicast");
        }
        if (encrypted) {
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
        Set<Boolean> sides = new HashSet<>();
        for (String node : nodes) {
            version(host.runtime(node).tomcat()).ifPresent(v -> sides.add(kind.test(v)));
        }
        version(host.next()).ifPresent(v -> sides.add(kind.test(v)));
        if (sides.size() > 1) {
            problems.add(usage(option + " with " + host.text(nodes)
                    + host.next().map(next -> ", upgraded to " + next.version()).orElse("") + ": " + why + "; "
                    + instead
                    + ", or the same kind of Tomcat in all nodes."));
        }
    }

    private static Optional<TomcatVersion> version(Optional<TomcatHome> tomcat) {
        return tomcat.flatMap(TomcatHome::parsed);
    }

    private void javas() {
        Map<String, List<String>> tooOld = new LinkedHashMap<>();
        for (String node : nodes) {
            javas(node, host.runtime(node), tooOld);
            if (host.next().isPresent()) {
                javas(node, host.runtime(node).withTomcat(host.next()), tooOld);
            }
        }
        tooOld.forEach((message, users) -> problems.add(unavailable(message
                + (users.size() == nodes.size()
                        ? "."
                        : users.stream().collect(Collectors.joining(", ", " for ", "."))))));
    }

    private static void javas(String node, NodeRuntime runtime, Map<String, List<String>> tooOld) {
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
