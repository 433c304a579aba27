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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

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

    /** Of the JVM, in seconds, instead of 30 without a security manager (networkaddress.cache.ttl in java.security). */
    private static final int NAMES_KEPT = 1;

    private final MembershipSpec.Kind kind;
    private final Path folder;
    private final Clock clock;
    private final SelfSigned certificate;
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, ApiAnswer> last = new ConcurrentHashMap<>();
    private final Optional<ApiServer> api;
    private int replacements;

    private Kubernetes(MembershipSpec.Kind kind, Path folder, Clock clock) throws IOException {
        this.kind = kind;
        this.folder = OwnerOnly.folders(folder);
        this.clock = clock;
        certificate = SelfSigned.create();
        if (kind == MembershipSpec.Kind.KUBERNETES) {
            write(folder.resolve("ca.crt"), certificate.pem());
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
        return new Kubernetes(plan.channel().membership().kind(), folder, clock);
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
        tokens.values().removeIf(node.name()::equals);
        String token = Secret.random().value();
        tokens.put(token, node.name());
        try {
            write(token(node.name()), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Pod pod = new Pod(
                node.name().toLowerCase(Locale.ROOT) + "-"
                        + Integer.toString(
                                36 * 36 * 36 + ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 35), 36),
                UUID.randomUUID().toString(),
                Optional.of(node.name()),
                node.address(),
                labels(),
                false,
                clock.instant(),
                Optional.empty());
        change(() -> pods.put(node.name(), pod));
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
        tokens.values().removeIf(node::equals);
        change(() -> pods.remove(node));
    }

    private synchronized void change(Runnable change) {
        change.run();
        if (kind == MembershipSpec.Kind.DNS) {
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

    /** What the API server answered last to each node that has asked. */
    public Map<String, ApiAnswer> answers() {
        return Map.copyOf(last);
    }

    /** The environment that the pod's template gives a node: what Tomcat's provider reads. */
    public Map<String, String> environment(String node) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (api.isPresent()) {
            environment.put("KUBERNETES_SERVICE_HOST", Topology.LOOPBACK);
            environment.put(
                    "KUBERNETES_SERVICE_PORT", Integer.toString(api.get().port()));
            environment.put("KUBERNETES_NAMESPACE", NAMESPACE);
            environment.put("KUBERNETES_LABELS", LABELS);
            environment.put(
                    "KUBERNETES_CA_CERTIFICATE_FILE", folder.resolve("ca.crt").toString());
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
        return kind == MembershipSpec.Kind.DNS
                ? List.of("-Djdk.net.hosts.file=" + names(), "-Dsun.net.inetaddr.ttl=" + NAMES_KEPT)
                : List.of();
    }

    private Path token(String node) {
        return folder.resolve("token-" + node);
    }

    private Path names() {
        return folder.resolve("hosts");
    }

    private void writeNames() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Topology.LOOPBACK + " localhost");
        lines.add(Topology.LOOPBACK + " " + ownName());
        for (Pod pod : pods.values()) {
            lines.add(pod.address() + " " + SERVICE);
        }
        write(names(), String.join("\n", lines) + "\n");
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

    /** The node that a token was issued to. */
    Optional<String> authenticate(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    /** Why the service account may not list the pods of this namespace, in the API server's words; empty if it may. */
    Optional<String> forbids(String namespace) {
        return namespace.equals(NAMESPACE)
                ? Optional.empty()
                : Optional.of("pods is forbidden: User \"system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT
                        + "\" cannot list resource \"pods\" in API group \"\" in the namespace \"" + namespace + "\"");
    }

    /** The pods of a namespace. */
    List<Pod> listed(String namespace) {
        return namespace.equals(NAMESPACE) ? pods() : List.of();
    }

    /** How long the API server waits before it answers. */
    long delayMillis() {
        return 0;
    }

    @Override
    public void close() {
        api.ifPresent(ApiServer::close);
    }
}
