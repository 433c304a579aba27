package clusterlab.cloud;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Names what is wrong with a deployment. Pure: it reads what an operator can see with {@code kubectl get} and in the API server's
 * audit log, and does not know what was planted.
 */
final class DeploymentCheck {
    /** Of the JVM: how long it keeps a name that it found, in seconds; -1 is for ever. */
    static final String TTL = "-Dsun.net.inetaddr.ttl=";

    private static final String POD_LABEL = "pod-label";

    private static final String ALONE =
            "A node that starts finds nobody and serves alone; one that runs keeps the members that"
                    + " answer, and learns of no new ones.";

    private final List<Container> containers;
    private final Common common;
    private final List<CloudFinding> findings = new ArrayList<>();

    /**
     * What nodes share.
     *
     * @param dns whether they look up names; else they ask the API server
     * @param verbs what the Role bound to their service account allows with pods
     * @param headless whether the Service is
     * @param publishesNotReady whether the Service lists pods that are not ready
     * @param foreign a pod of the namespace that is no node
     * @param traffic what that pod was sent
     * @param readTimeout how long Tomcat waits for an answer, in milliseconds
     */
    record Common(
            boolean dns,
            Set<String> verbs,
            boolean headless,
            boolean publishesNotReady,
            Pod foreign,
            ForeignTraffic traffic,
            int readTimeout) {}

    private DeploymentCheck(Common common, List<Container> containers) {
        this.common = common;
        this.containers = List.copyOf(containers);
    }

    /** All that is wrong; one finding for all nodes that have the same. */
    static List<CloudFinding> of(Common common, List<Container> containers) {
        DeploymentCheck check = new DeploymentCheck(common, containers);
        if (common.dns()) {
            check.names();
        } else {
            check.questions();
            check.answers();
        }
        check.labels();
        check.ports();
        return List.copyOf(check.findings);
    }

    /** What a question can't be or get, whatever the API server says. */
    private void questions() {
        find(
                "no-token",
                one -> !one.hasToken(),
                found -> "No token is mounted in " + found.nodes + ": " + found.variable("SA_TOKEN_FILE")
                        + " does not exist.",
                "Tomcat asks the API server without one or not at all. " + ALONE,
                "Remove automountServiceAccountToken: false from the pod template and its ServiceAccount.");
        find(
                "plain-http",
                one -> one.variable("KUBERNETES_MASTER_PROTOCOL").equalsIgnoreCase("http"),
                found -> "KUBERNETES_MASTER_PROTOCOL is http in " + found.nodes
                        + ", and the API server speaks HTTPS only.",
                ALONE,
                "Remove KUBERNETES_MASTER_PROTOCOL from the pod template.");
        find(
                "wrong-ca",
                one -> !one.trusts(),
                found -> "The ca.crt of " + found.nodes
                        + " is not that of the API server, so that Tomcat does not trust it ("
                        + found.variable("KUBERNETES_CA_CERTIFICATE_FILE") + ").",
                ALONE,
                "Mount the ca.crt of this cluster's service account.");
        find(
                "no-namespace",
                one -> one.variable("KUBERNETES_NAMESPACE").isEmpty(),
                found -> "KUBERNETES_NAMESPACE is not set in " + found.nodes
                        + ", so that Tomcat asks for the pods of namespace tomcat.",
                ALONE,
                "Set KUBERNETES_NAMESPACE from metadata.namespace (fieldRef).");
        find(
                "wrong-namespace",
                one -> !Set.of("", Kubernetes.NAMESPACE).contains(one.variable("KUBERNETES_NAMESPACE")),
                found -> "KUBERNETES_NAMESPACE is " + found.variable("KUBERNETES_NAMESPACE") + " in " + found.nodes
                        + ", and the pods are in " + Kubernetes.NAMESPACE + ".",
                ALONE,
                "Set KUBERNETES_NAMESPACE from metadata.namespace (fieldRef).");
        find(
                "no-labels",
                one -> one.variable("KUBERNETES_LABELS").isEmpty(),
                found -> "KUBERNETES_LABELS is not set in " + found.nodes
                        + ", so that Tomcat asks for all pods of the namespace.",
                "Each running pod becomes a member, also of other applications, and is sent the sessions: here "
                        + common.foreign().name() + " (" + common.foreign().address() + ")"
                        + (common.traffic().messages() == 0
                                ? "."
                                : ", which has received " + common.traffic().messages() + " messages and could read "
                                        + common.traffic().sessions() + " sessions.")
                        + " A node that starts asks the oldest of them for its sessions, waits 60 s for an answer"
                        + " (DeltaManager.stateTransferTimeout), and serves without.",
                "Set KUBERNETES_LABELS to the labels of your pods, such as " + Kubernetes.LABELS + ".");
    }

    /** How the API server answers. */
    private void answers() {
        Predicate<Container> own = one -> one.variable("KUBERNETES_NAMESPACE").equals(Kubernetes.NAMESPACE);
        if (common.verbs().isEmpty()) {
            find(
                    "no-role",
                    own.and(one -> status(one) == 403),
                    found -> "The API server refuses " + found.nodes + " with 403: " + found.message() + ".",
                    ALONE,
                    "Bind a Role with the verb list on pods to the service account (RoleBinding).");
        } else if (!common.verbs().contains("list")) {
            find(
                    "role-without-list",
                    own.and(one -> status(one) == 403),
                    found -> "The API server refuses " + found.nodes + " with 403: the Role allows "
                            + common.verbs().stream().sorted().collect(Collectors.joining(", "))
                            + " on pods, and Tomcat lists them.",
                    ALONE,
                    "Add the verb list to the Role.");
        }
        find(
                "expired-token",
                one -> one.hasToken() && status(one) == 401,
                found -> "The API server refuses " + found.nodes + " with 401: the token is past its time.",
                ALONE,
                "Mount the token as a projected volume, which kubelet renews; Tomcat reads the file again when it has changed"
                        + " (KubernetesMembershipProvider.reloadSaTokenIfChanged).");
        find(
                "outage",
                one -> status(one) == 503,
                found -> "The API server refuses " + found.nodes + " with 503: it serves nobody.",
                ALONE,
                "Wait until the API server is back; nothing has to be started again.");
        find(
                "slow",
                one -> one.last()
                        .filter(answer -> answer.delayMillis() >= common.readTimeout())
                        .isPresent(),
                found -> "The API server answers " + found.nodes + " after "
                        + found.first.last().map(ApiAnswer::delayMillis).orElse(0L)
                        + " ms, and Tomcat waits " + common.readTimeout() + " ms for one (readTimeout).",
                ALONE,
                "Set a longer readTimeout on the <Membership> element.");
    }

    private static int status(Container one) {
        return one.last().map(ApiAnswer::status).orElse(0);
    }

    private void names() {
        find(
                "wrong-service",
                one -> !one.variable("DNS_MEMBERSHIP_SERVICE_NAME").equals(Kubernetes.SERVICE),
                found -> "Tomcat looks up " + name(found.first) + " in " + found.nodes
                        + ", and no Service has that name.",
                ALONE,
                "Set DNS_MEMBERSHIP_SERVICE_NAME to the name of the headless Service, " + Kubernetes.SERVICE + ".");
        if (!common.headless()) {
            find(
                    "cluster-ip",
                    one -> true,
                    found -> "The Service of " + found.nodes
                            + " is not headless: its name resolves to one address of its own," + " not to the pods.",
                    ALONE,
                    "Set clusterIP: None on the Service.");
        } else if (!common.publishesNotReady()) {
            find(
                    "only-ready",
                    one -> true,
                    found -> "The Service of " + found.nodes + " lists ready pods only.",
                    "Nodes that start together don't find each other, and begin without the sessions of those that are not"
                            + " ready.",
                    "Set publishNotReadyAddresses: true on the Service.");
        }
        find(
                "names-for-ever",
                one -> ttl(one.jvmOptions()).orElse(0) < 0,
                found -> "The JVM of " + found.nodes + " keeps each name for ever (networkaddress.cache.ttl is -1).",
                "A pod that starts later is not found, and one that was replaced is asked at its old address.",
                "Set networkaddress.cache.ttl to a few seconds in java.security, or " + TTL + "5.");
    }

    /** The variable, or what Tomcat takes instead (DNSMembershipProvider.start). */
    private static String name(Container one) {
        String service = one.variable("DNS_MEMBERSHIP_SERVICE_NAME");
        String namespace = one.variable("KUBERNETES_NAMESPACE");
        return !service.isEmpty() ? service : !namespace.isEmpty() ? namespace : "tomcat";
    }

    /** The last option counts. */
    private static OptionalInt ttl(List<String> jvmOptions) {
        return jvmOptions.stream()
                .filter(option -> option.matches(TTL.replace(".", "\\.") + "-?[0-9]{1,9}"))
                .mapToInt(option -> Integer.parseInt(option.substring(TTL.length())))
                .reduce((first, second) -> second);
    }

    /** Pods that the selector does not match; with names it is the Service's. */
    private void labels() {
        Map<String, List<Container>> bySelector = new LinkedHashMap<>();
        for (Container one : containers) {
            String selector = common.dns() ? Kubernetes.LABELS : one.variable("KUBERNETES_LABELS");
            bySelector.computeIfAbsent(selector, none -> new ArrayList<>()).add(one);
        }
        bySelector.forEach((selector, askers) -> {
            Set<String> missed = missed(selector);
            if (missed.size() == containers.size() && missed.size() > 0) {
                find(
                        "wrong-labels",
                        askers::contains,
                        found -> "KUBERNETES_LABELS is " + selector + " in " + found.nodes + ", and no pod has that.",
                        ALONE,
                        "Set KUBERNETES_LABELS to the labels of the pod template, here "
                                + containers.get(0).pod().labels() + ".");
            } else {
                find(
                        POD_LABEL,
                        one -> missed.contains(one.node())
                                && findings.stream().noneMatch(pod -> pod.name().equals(POD_LABEL)),
                        found -> "The pod of " + found.nodes + " lacks the label " + selector
                                + ", so that nobody finds it.",
                        common.dns()
                                ? "The others learn of it only by its first message (DNSMembershipProvider.accept)."
                                : "It finds the others, and they don't find it: its changes are sent to them, theirs never to it.",
                        "Put the labels of the selector on the pod template.");
            }
        });
    }

    private Set<String> missed(String selector) {
        LabelSelector matching;
        try {
            matching = LabelSelector.parse(selector);
        } catch (IllegalArgumentException unreadable) {
            return containers.stream().map(Container::node).collect(Collectors.toSet());
        }
        return containers.stream()
                .filter(one -> !matching.matches(one.pod().labels()))
                .map(Container::node)
                .collect(Collectors.toSet());
    }

    /** The port that most have is the right one; of two it is the first node's. */
    private void ports() {
        Map<Integer, Long> count = new LinkedHashMap<>();
        containers.forEach(one -> count.merge(one.receiverPort(), 1L, Long::sum));
        Optional<Integer> usual = count.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry<Integer, Long>::getValue)
                        .thenComparing(
                                entry -> entry.getKey() == containers.get(0).receiverPort()))
                .map(Map.Entry::getKey);
        find(
                "receiver-port",
                one -> usual.isPresent() && one.receiverPort() != usual.get(),
                found -> "The Receiver of " + found.nodes + " has port " + found.first.receiverPort()
                        + ", and the others have " + usual.orElse(0) + ".",
                "Tomcat takes its own port for that of each member (parsePods), so that they don't reach each other.",
                "Give all Receivers one fixed port, with autoBind=\"0\".");
    }

    /** The nodes that have something. */
    private record Found(String nodes, Container first) {
        private String variable(String name) {
            return first.variable(name);
        }

        private String message() {
            return first.last().map(ApiAnswer::message).orElse("");
        }
    }

    private void find(
            String name, Predicate<Container> has, Function<Found, String> what, String happens, String remedy) {
        List<Container> found = containers.stream().filter(has).toList();
        if (!found.isEmpty()) {
            List<String> nodes = found.stream().map(Container::node).toList();
            findings.add(new CloudFinding(
                    name, nodes, what.apply(new Found(String.join(", ", nodes), found.get(0))), happens, remedy));
        }
    }
}
