package clusterlab.cloud;

import clusterlab.files.OwnerOnly;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One namespace with the pods in which the nodes run, and what tells the nodes of each other: an API server with
 * {@code --membership kubernetes}, a headless Service with {@code dns}.
 *
 * <p>A node's start makes a pod, its end takes the pod away, whatever ended it: as {@code kubectl delete pod --force} after a kill.
 * A node that starts again is another pod. Nothing here restarts a node.
 */
public final class Kubernetes implements AutoCloseable {
    /** The namespace of the pods. */
    public static final String NAMESPACE = "lab";

    /** The label of the pods, as a selector. */
    public static final String LABELS = "app=cluster-lab";

    /** The headless Service in front of the pods. */
    public static final String SERVICE = "cluster-lab-members." + NAMESPACE + ".svc.cluster.local";

    private static final String ACCOUNT = "tomcat";
    /** Of a pod of another application in the same namespace. */
    private static final String FOREIGN_ADDRESS = "127.2.0.2";

    /** Of a Service that is not headless; nothing listens there. */
    private static final String SERVICE_ADDRESS = "127.3.0.1";

    private static final int FORBIDDEN = 403;

    /** Of the JVM, in seconds, instead of 30 without a security manager (networkaddress.cache.ttl in java.security). */
    private static final int NAMES_KEPT = 1;

    private final MembershipSpec.Cloud membership;
    private final Deployment deployment;
    /** The node that alone has the mistake, if one alone has it. */
    private final String odd;

    private final Path folder;
    private final Clock clock;
    private final SelfSigned certificate;
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, String> expired = new ConcurrentHashMap<>();
    private final Map<String, ApiAnswer> last = new ConcurrentHashMap<>();
    private final Troubles troubles = new Troubles();
    private final Pod foreign;
    private final Optional<ApiServer> api;
    private volatile Supplier<ForeignTraffic> foreignTraffic = () -> ForeignTraffic.NONE;
    private int replacements;

    private Kubernetes(MembershipSpec.Cloud membership, String odd, Path folder, Clock clock) throws IOException {
        this.membership = membership;
        this.odd = odd;
        deployment = new Deployment(membership.planted());
        this.folder = OwnerOnly.folders(folder);
        this.clock = clock;
        certificate = SelfSigned.create();
        foreign = new Pod(
                "shop-x2k9q",
                UUID.randomUUID().toString(),
                Optional.empty(),
                FOREIGN_ADDRESS,
                Map.of("app", "shop"),
                true,
                clock.instant(),
                Optional.empty());
        if (membership.kind() == MembershipSpec.Kind.KUBERNETES) {
            write(authority(), (deployment.knowsAuthority() ? certificate : SelfSigned.create()).pem());
            api = Optional.of(ApiServer.start(certificate, this, answer -> last.put(answer.node(), answer)));
        } else {
            writeNames();
            api = Optional.empty();
        }
    }

    /**
     * Opens it, without a pod.
     *
     * @param plan whose membership is one of the cloud
     * @param folder for the files of the service account; made if it is not there
     * @throws IOException if it can't listen or write, or if this machine does not have the addresses of pods; the message is for the
     *     user
     */
    public static Kubernetes open(Topology plan, Path folder, Clock clock) throws IOException {
        refuseWithoutAddresses(plan);
        if (!(plan.channel().membership() instanceof MembershipSpec.Cloud cloud)) {
            throw new IllegalArgumentException(
                    "the membership is " + plan.channel().membership().word());
        }
        return new Kubernetes(cloud, plan.nodes().get(plan.nodes().size() - 1).name(), folder, clock);
    }

    private static void refuseWithoutAddresses(Topology plan) throws IOException {
        for (String address : List.of(plan.nodes().get(0).address(), Topology.replacementAddress(0))) {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(address))) {
                probe.getLocalPort();
            } catch (IOException e) {
                throw new IOException(
                        "This machine has no address " + address + " (" + e.getMessage()
                                + "); the pods of --membership "
                                + plan.channel().membership().word()
                                + " need all of 127.0.0.0/8, as Linux and Windows have it. Use --membership static.",
                        e);
            }
        }
    }

    /** The address for a pod that replaces an earlier one; never the same twice. */
    public synchronized String nextAddress() {
        return Topology.replacementAddress(replacements++);
    }

    /** A new pod for this node, which is about to start. */
    public void started(NodeSpec node) {
        forgetTokens(node.name());
        issueToken(node.name());
        Pod pod = new Pod(
                node.name().toLowerCase(Locale.ROOT) + "-"
                        + Integer.toString(
                                36 * 36 * 36 + ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 35), 36),
                UUID.randomUUID().toString(),
                Optional.of(node.name()),
                node.address(),
                deployment.labels(labels(), node.name().equals(odd)),
                false,
                clock.instant(),
                Optional.empty());
        change(() -> pods.put(node.name(), pod));
    }

    private void issueToken(String node) {
        String token = Secret.random().value();
        (deployment.renewsTokens() ? tokens : expired).put(token, node);
        try {
            if (deployment.mountsToken()) {
                write(token(node), token);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As kubelet does: each pod's file gets a new token, and the old one is void. */
    private void renewTokens() {
        expired.putAll(tokens);
        tokens.clear();
        pods.keySet().forEach(this::issueToken);
    }

    private void forgetTokens(String node) {
        tokens.values().removeIf(node::equals);
        expired.values().removeIf(node::equals);
        last.remove(node);
    }

    private static Map<String, String> labels() {
        String[] one = LABELS.split("=", 2);
        return Map.of(one[0], one[1]);
    }

    /** The node's pod passes its readiness probe. */
    public void ready(String node) {
        change(() -> pods.computeIfPresent(node, (name, pod) -> pod.withReady()));
    }

    /** The deletion of the node's pod begins. */
    public void terminating(String node) {
        change(() -> pods.computeIfPresent(node, (name, pod) -> pod.withDeleted(clock.instant())));
    }

    /** The node's pod is gone. */
    public void ended(String node) {
        forgetTokens(node);
        change(() -> pods.remove(node));
    }

    private synchronized void change(Runnable change) {
        change.run();
        if (api.isEmpty()) {
            try {
                writeNames();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The pods at this moment, in the order of their nodes' first start. */
    public synchronized List<Pod> pods() {
        return List.copyOf(pods.values());
    }

    /** The pod of another application that has the same namespace. */
    public Pod foreign() {
        return foreign;
    }

    /** Counts what the foreign pod received, if something listens there. */
    public void foreignTraffic(Supplier<ForeignTraffic> traffic) {
        foreignTraffic = traffic;
    }

    /** What the foreign pod has received. */
    public ForeignTraffic foreignTraffic() {
        return foreignTraffic.get();
    }

    /** Whether nodes with this environment take the pod of another application for one of theirs. */
    public boolean takesForeign(Map<String, String> environment) {
        try {
            return api.isPresent()
                    && LabelSelector.parse(environment.getOrDefault("KUBERNETES_LABELS", ""))
                            .matches(foreign.labels());
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** What is wrong with the deployment of the nodes of this plan that have pods; empty if nothing is. */
    public List<CloudFinding> findings(Topology plan) {
        List<Container> containers = new ArrayList<>();
        Set<String> verbs;
        synchronized (this) {
            verbs = refuses(FORBIDDEN) ? Set.of() : deployment.verbs();
            List<Pod> told = troubles.told(List.copyOf(pods.values()));
            for (NodeSpec node : plan.nodes()) {
                told.stream()
                        .filter(pod -> pod.node().equals(Optional.of(node.name())))
                        .findFirst()
                        .ifPresent(pod -> containers.add(container(plan, node, pod)));
            }
        }
        return containers.isEmpty()
                ? List.of()
                : DeploymentCheck.of(
                        new DeploymentCheck.Common(
                                api.isEmpty(),
                                verbs,
                                deployment.isHeadless(),
                                deployment.publishesNotReady(),
                                foreign,
                                foreignTraffic(),
                                membership.readTimeout()),
                        containers);
    }

    private Container container(Topology plan, NodeSpec node, Pod pod) {
        Map<String, String> variables = new LinkedHashMap<>(environment(node.name()));
        variables.putAll(plan.app().environment());
        List<String> options = new ArrayList<>(jvmOptions());
        options.addAll(plan.host().runtime(node.name()).jvmOptions());
        return new Container(
                node.name(),
                pod,
                node.receiverPort(),
                variables,
                options,
                api.isEmpty() || isFile(variables.get("SA_TOKEN_FILE")),
                api.isEmpty() || trusts(variables.get("KUBERNETES_CA_CERTIFICATE_FILE")),
                Optional.ofNullable(last.get(node.name())));
    }

    private static boolean isFile(@Nullable String path) {
        return path != null && Files.isRegularFile(Path.of(path));
    }

    private boolean trusts(@Nullable String path) {
        try {
            return path != null && Files.readString(Path.of(path)).contains(certificate.pem());
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** What the API server answered last to each node that has asked. */
    public Map<String, ApiAnswer> answers() {
        return Map.copyOf(last);
    }

    /** The environment that the pod's template gives a node: what Tomcat's provider reads. */
    public Map<String, String> environment(String node) {
        return deployment.environment(soundEnvironment(node));
    }

    private Map<String, String> soundEnvironment(String node) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (api.isPresent()) {
            environment.put("KUBERNETES_SERVICE_HOST", Topology.LOOPBACK);
            environment.put(
                    "KUBERNETES_SERVICE_PORT", Integer.toString(api.get().port()));
            environment.put("KUBERNETES_NAMESPACE", NAMESPACE);
            environment.put("KUBERNETES_LABELS", LABELS);
            environment.put("KUBERNETES_CA_CERTIFICATE_FILE", authority().toString());
            environment.put("SA_TOKEN_FILE", token(node).toString());
        } else {
            environment.put("DNS_MEMBERSHIP_SERVICE_NAME", SERVICE);
        }
        return environment;
    }

    /**
     * Options of a node's JVM. With {@code dns} it resolves names by a file of the lab only (InetAddress.HostsFileNameService), all
     * addresses of which count.
     */
    public List<String> jvmOptions() {
        return api.isEmpty()
                ? deployment.jvmOptions(
                        List.of("-Djdk.net.hosts.file=" + namesFile(), DeploymentCheck.TTL + NAMES_KEPT))
                : List.of();
    }

    private Path authority() {
        return folder.resolve("ca.crt");
    }

    private Path token(String node) {
        return folder.resolve("token-" + node);
    }

    /** The file with a line for each address of each name. */
    public Path namesFile() {
        return folder.resolve("hosts");
    }

    private void writeNames() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Topology.LOOPBACK + " localhost");
        lines.add(Topology.LOOPBACK + " " + ownName());
        names().forEach(address -> lines.add(address + " " + SERVICE));
        write(namesFile(), String.join("\n", lines) + "\n");
    }

    /** Of this machine: {@code InetAddress.getLocalHost} of the nodes has to find it. */
    private static String ownName() throws IOException {
        return InetAddress.getLocalHost().getHostName();
    }

    /** A reader sees the old or the new text. */
    private void write(Path file, String text) throws IOException {
        Path made = folder.resolve(file.getFileName() + ".new");
        try (OutputStream out = OwnerOnly.replace(made)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** From now on something is wrong with the answers, until it is removed. */
    public void put(String id, Trouble trouble) {
        change(() -> troubles.put(id, trouble, List.copyOf(pods.values())));
    }

    /** Ends a trouble. Tokens that are past their time are not valid again: new ones are issued. */
    public void remove(String id) {
        change(() -> {
            if (troubles.remove(id).filter(Trouble.EXPIRED_TOKENS::equals).isPresent()) {
                renewTokens();
            }
        });
    }

    /** Whether nodes ask an API server; else they look up names. */
    public boolean hasApi() {
        return api.isPresent();
    }

    /** The addresses to which the Service's name resolves now. */
    public synchronized List<String> names() {
        if (!deployment.isHeadless()) {
            return List.of(SERVICE_ADDRESS);
        }
        LabelSelector selector = LabelSelector.parse(LABELS);
        return troubles.told(List.copyOf(pods.values())).stream()
                .filter(pod -> selector.matches(pod.labels()))
                .filter(pod -> pod.ready() || deployment.publishesNotReady())
                .map(Pod::address)
                .toList();
    }

    /** The node that a token was issued to, also if that is past its time. */
    Optional<String> owner(String token) {
        return Optional.ofNullable(tokens.getOrDefault(token, expired.get(token)));
    }

    /** Whether a token is past its time. */
    boolean isExpired(String token) {
        return expired.containsKey(token);
    }

    /** Whether the API server refuses with this status what it would grant otherwise. */
    synchronized boolean refuses(int status) {
        return troubles.refusal().filter(refused -> refused == status).isPresent();
    }

    /** Why the service account may not list the pods of this namespace, in the API server's words; empty if it may. */
    Optional<String> forbids(String namespace) {
        return namespace.equals(NAMESPACE) && deployment.verbs().contains("list") && !refuses(FORBIDDEN)
                ? Optional.empty()
                : Optional.of("pods is forbidden: User \"system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT
                        + "\" cannot list resource \"pods\" in API group \"\" in the namespace \"" + namespace + "\"");
    }

    /** The pods of a namespace, as they are told. */
    synchronized List<Pod> told(String namespace) {
        if (!namespace.equals(NAMESPACE)) {
            return List.of();
        }
        List<Pod> all = new ArrayList<>(troubles.told(List.copyOf(pods.values())));
        all.add(foreign);
        return all;
    }

    /** Whether the list of pods does not change. */
    synchronized boolean isStale() {
        return troubles.isStale();
    }

    /** How long the API server waits before it answers. */
    synchronized long delayMillis() {
        return troubles.delayMillis();
    }

    @Override
    public void close() {
        api.ifPresent(ApiServer::close);
    }
}
