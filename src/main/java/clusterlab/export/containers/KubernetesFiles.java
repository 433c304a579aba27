package clusterlab.export.containers;

import clusterlab.config.StockCluster;
import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.Source;
import clusterlab.export.TargetJson;
import clusterlab.export.tomcat.AppFiles;
import clusterlab.export.tomcat.StockServerXml;
import clusterlab.export.tomcat.TomcatFiles;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests of Kubernetes 1.25 or newer, one file for each purpose, which {@code kubectl apply -f FOLDER} takes. */
public final class KubernetesFiles {
    private static final String CONF = ImageFiles.HOME + "/conf/";

    private final Topology topology;
    private final PodOptions options;
    private final Source source;
    private final int http;
    private final int receiver;

    /** What is mounted: the path in the container, by the key in the ConfigMap. */
    private final Map<String, String> mounts = new LinkedHashMap<>();

    private KubernetesFiles(Topology topology, PodOptions options, Source source) {
        this.topology = topology;
        this.options = options;
        this.source = source;
        this.http = topology.nodes().get(0).httpPort();
        this.receiver = topology.nodes().get(0).receiverPort();
    }

    /** Whether the user's files have to be in an image, so that {@link PodOptions#image} has to name it. */
    public static boolean needsImage(Topology topology) {
        return ImageFiles.needed(topology);
    }

    /**
     * All files.
     *
     * @param key of the EncryptInterceptor, hexadecimal
     * @throws IOException if a file of the user can't be read; the message is a part of a sentence
     */
    public static Export of(Topology topology, PodOptions options, Secret key, Source source) throws IOException {
        return new KubernetesFiles(topology, options, source).all(key);
    }

    private Export all(Secret key) throws IOException {
        List<ConfigFile> files = new ArrayList<>();
        String config = config();
        files.add(new ConfigFile(
                "01-config.yaml", source.hash() + config, topology.imported().isPresent()));
        files.add(new ConfigFile("02-secret.yaml", source.hash() + secret(key), true));
        files.add(new ConfigFile("03-account.yaml", source.hash() + account(), false));
        files.add(new ConfigFile("04-services.yaml", source.hash() + services(), false));
        files.add(new ConfigFile("05-statefulset.yaml", source.hash() + statefulSet(), false));
        files.add(new ConfigFile("06-network-policy.yaml", source.hash() + networkPolicy(), false));
        files.add(new ConfigFile("07-disruption-budget.yaml", source.hash() + disruptionBudget(), false));
        if (topology.balancer().kind() != BalancerSpec.Kind.NONE) {
            files.add(new ConfigFile("08-ingress.yaml", source.hash() + ingress(), false));
        }
        // kubectl apply -f FOLDER would take it for a manifest.
        files.add(new ConfigFile("lab/" + TargetJson.FILE, target(), false));
        files.add(new ConfigFile("README.md", PodSteps.of(topology, options, source), false));
        Export all = Export.of(files);
        return ImageFiles.needed(topology) ? all.and(ImageFiles.of(topology, source)) : all;
    }

    /** Through the tunnels of the README, one for each pod; only the Ingress is a front for all of them. */
    private String target() {
        List<TargetJson.Target> pods = new ArrayList<>();
        for (int i = 0; i < topology.nodes().size(); i++) {
            pods.add(new TargetJson.Target(
                    options.name() + "-" + i, Topology.LOOPBACK, PodSteps.tunnel(topology, i), Optional.empty()));
        }
        return TargetJson.of(
                topology,
                topology.balancer().kind() == BalancerSpec.Kind.NONE
                        ? Optional.empty()
                        // A wildcard is no host.
                        : options.ingressHost()
                                .filter(host -> !host.contains("*"))
                                .map(host -> "http://" + host),
                pods);
    }

    /** The beginning of an object; {@code suffix} makes its name. */
    private String head(String apiVersion, String kind, String suffix) {
        return """
                apiVersion: %s
                kind: %s
                metadata:
                  name: %s%s
                  namespace: %s
                  labels:
                    app: %s
                """
                .formatted(apiVersion, kind, options.name(), suffix, options.namespace(), options.name());
    }

    private String config() throws IOException {
        String serverXml = StockServerXml.container(
                topology,
                source,
                "One of the pods of " + options.name()
                        + "; its environment has ${HOSTNAME}, which is the pod's name, and ${CLUSTER_KEY}.",
                "${HOSTNAME}",
                StockCluster.encrypted(StockCluster.discovering(topology, options.discovery(), receiver)),
                false,
                Optional.empty());
        Map<String, String> contents = new LinkedHashMap<>();
        mount(contents, "server.xml", CONF + "server.xml", serverXml);
        mount(contents, "context.xml", CONF + "context.xml", TomcatFiles.contextXml(topology, source));
        mount(contents, "logging.properties", CONF + "logging.properties", source.hash() + TomcatFiles.LOGGING);
        if (topology.webapp().isEmpty()) {
            String folder = ImageFiles.HOME + "/webapps/" + AppFiles.baseName(topology) + "/";
            for (ConfigFile file : AppFiles.counter("app")) {
                String name = file.path().substring("app/".length());
                mount(contents, "app-" + name.replaceAll(".*/", ""), folder + name, file.content());
            }
        }
        StringBuilder data = new StringBuilder(head("v1", "ConfigMap", "-config")).append("data:\n");
        contents.forEach(
                (name, text) -> data.append("  ").append(name).append(": ").append(Yaml.block(text, 4)));
        return data.toString();
    }

    private void mount(Map<String, String> contents, String name, String path, String text) {
        contents.put(name, text);
        mounts.put(name, path);
    }

    private String secret(Secret key) throws IOException {
        StringBuilder text = new StringBuilder(head("v1", "Secret", ""));
        text.append("type: Opaque\nstringData:\n")
                .append("  # Of the EncryptInterceptor: all pods have it, nobody else does.\n  cluster-key: ")
                .append(Yaml.quoted(key.value()))
                .append("\n  java-opts: ")
                .append(Yaml.quoted(Jvm.options(topology, options.discovery() == Discovery.DNS)))
                .append('\n');
        for (Map.Entry<String, String> variable : topology.app().environment().entrySet()) {
            text.append("  env-")
                    .append(variable.getKey())
                    .append(": ")
                    .append(Yaml.quoted(variable.getValue()))
                    .append('\n');
        }
        Optional<String> context = AppFiles.context(topology, source);
        if (context.isPresent()) {
            text.append("  context-of-app.xml: ").append(Yaml.block(context.get(), 4));
        }
        return text.toString();
    }

    private String account() {
        String account = head("v1", "ServiceAccount", "");
        if (options.discovery() == Discovery.DNS) {
            return account + "# The pods ask the name service only.\nautomountServiceAccountToken: false\n";
        }
        return account
                + "---\n# KubernetesMembershipProvider lists the pods of the namespace that have the label; without the Role it gets 403.\n"
                + head("rbac.authorization.k8s.io/v1", "Role", "-members")
                + """
                rules:
                  - apiGroups: [""]
                    resources: [pods]
                    verbs: [get, list]
                """
                + "---\n"
                + head("rbac.authorization.k8s.io/v1", "RoleBinding", "-members")
                + """
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: Role
                  name: %s-members
                subjects:
                  - kind: ServiceAccount
                    name: %s
                    namespace: %s
                """
                        .formatted(options.name(), options.name(), options.namespace());
    }

    private String services() {
        return "# For the StatefulSet, and for DNSMembershipProvider: its addresses are those of all pods.\n"
                + head("v1", "Service", "-members")
                + """
                spec:
                  clusterIP: None
                  # A pod has to find the others, and get their sessions, before it is ready.
                  publishNotReadyAddresses: true
                  selector:
                    app: %s
                  ports:
                    - name: receiver
                      port: %d
                      targetPort: receiver
                ---
                # For clients: pods that are ready.
                """
                        .formatted(options.name(), receiver)
                + head("v1", "Service", "")
                + """
                spec:
                  selector:
                    app: %s
                  ports:
                    - name: http
                      port: 80
                      targetPort: http
                """
                        .formatted(options.name());
    }

    private String statefulSet() {
        StringBuilder text = new StringBuilder(head("apps/v1", "StatefulSet", ""));
        text.append(
                """
                spec:
                  serviceName: @NAME@-members
                  replicas: @REPLICAS@
                  # One after the other: pods that start together can wait 60 s for each other's sessions (DeltaManager.getAllClusterSessions).
                  podManagementPolicy: OrderedReady
                  # So long a new pod has to be ready before the next one goes.
                  minReadySeconds: 10
                  selector:
                    matchLabels:
                      app: @NAME@
                  template:
                    metadata:
                      labels:
                        app: @NAME@
                    spec:
                      serviceAccountName: @NAME@
                      # preStop, then the end of the requests.
                      terminationGracePeriodSeconds: 60
                      securityContext:
                        runAsNonRoot: true
                        runAsUser: 1000
                        runAsGroup: 1000
                        fsGroup: 1000
                        seccompProfile:
                          type: RuntimeDefault
                      topologySpreadConstraints:
                        - maxSkew: 1
                          topologyKey: kubernetes.io/hostname
                          whenUnsatisfiable: ScheduleAnyway
                          labelSelector:
                            matchLabels:
                              app: @NAME@
                      containers:
                        - name: tomcat
                          image: @IMAGE@
                          securityContext:
                            allowPrivilegeEscalation: false
                            capabilities:
                              drop: [ALL]
                          ports:
                            - name: http
                              containerPort: @HTTP@
                            - name: receiver
                              containerPort: @RECEIVER@
                          env:
                """
                        .replace("@NAME@", options.name())
                        .replace("@REPLICAS@", Integer.toString(topology.nodes().size()))
                        .replace("@IMAGE@", Yaml.quoted(options.image().orElse(ImageFiles.official(topology))))
                        .replace("@HTTP@", Integer.toString(http))
                        .replace("@RECEIVER@", Integer.toString(receiver)));
        String indent = " ".repeat(12);
        secretEnv(text, indent, StockCluster.KEY_VARIABLE, "cluster-key");
        secretEnv(text, indent, "JAVA_OPTS", "java-opts");
        if (options.discovery() == Discovery.KUBERNETES) {
            text.append(
                    """
                                # KubernetesMembershipProvider reads these two: without the labels every pod of the namespace would be a member.
                                - name: KUBERNETES_NAMESPACE
                                  valueFrom:
                                    fieldRef:
                                      fieldPath: metadata.namespace
                                - name: KUBERNETES_LABELS
                                  value: app=%s
                    """
                            .formatted(options.name()));
        } else {
            text.append(
                    """
                                # DNSMembershipProvider reads it.
                                - name: DNS_MEMBERSHIP_SERVICE_NAME
                                  value: %s-members
                    """
                            .formatted(options.name()));
        }
        topology.app().environment().keySet().forEach(name -> secretEnv(text, indent, name, "env-" + name));
        text.append(
                """
                          # %s begins no session. It answers when the applications have started, and DeltaManager's start ends
                          # when the sessions of the others are there, or after 60 s without an answer (stateTransferTimeout).
                          startupProbe:
                            httpGet: {path: %s, port: http}
                            periodSeconds: 2
                            failureThreshold: 90
                          readinessProbe:
                            httpGet: {path: %s, port: http}
                            periodSeconds: 2
                            timeoutSeconds: 2
                            failureThreshold: 2
                          livenessProbe:
                            httpGet: {path: %s, port: http}
                            periodSeconds: 10
                            timeoutSeconds: 5
                            failureThreshold: 6
                          lifecycle:
                            # Drain: while this sleeps, the pod serves, and Services and the Ingress learn that it goes.
                            preStop:
                              exec:
                                command: [sleep, "15"]
                          resources:
                            requests: {cpu: 250m, memory: @MEMORY@}
                            limits: {memory: @MEMORY@}
                          volumeMounts:
                """
                        .formatted(TomcatFiles.HEALTH, TomcatFiles.HEALTH, TomcatFiles.HEALTH, TomcatFiles.HEALTH)
                        .replace("@MEMORY@", Jvm.memoryMebibytes(topology) + "Mi"));
        text.append(
                "            # By subPath: Tomcat serves no links, which the files of a whole ConfigMap are (AbstractFileResourceSet.file).\n");
        mounts.forEach((name, path) -> volumeMount(text, indent, "config", path, name));
        text.append(
                        "            # Tomcat makes a folder there.\n            - name: catalina\n              mountPath: ")
                .append(CONF)
                .append("Catalina\n");
        if (topology.app().contextXml().isPresent()) {
            volumeMount(
                    text,
                    indent,
                    "secret",
                    CONF + "Catalina/localhost/" + AppFiles.baseName(topology) + ".xml",
                    "context-of-app.xml");
        }
        text.append(
                """
                      volumes:
                        - name: config
                          configMap:
                            name: %s-config
                        - name: catalina
                          emptyDir: {}
                """
                        .formatted(options.name()));
        if (topology.app().contextXml().isPresent()) {
            text.append(
                    """
                            - name: secret
                              secret:
                                secretName: %s
                                items:
                                  - {key: context-of-app.xml, path: context-of-app.xml}
                    """
                            .formatted(options.name()));
        }
        return text.toString();
    }

    private void secretEnv(StringBuilder text, String indent, String variable, String key) {
        text.append(indent)
                .append("- name: ")
                .append(variable)
                .append('\n')
                .append(indent)
                .append("  valueFrom:\n")
                .append(indent)
                .append("    secretKeyRef: {name: ")
                .append(options.name())
                .append(", key: ")
                .append(key)
                .append("}\n");
    }

    private static void volumeMount(StringBuilder text, String indent, String volume, String path, String key) {
        text.append(indent)
                .append("- name: ")
                .append(volume)
                .append('\n')
                .append(indent)
                .append("  mountPath: ")
                .append(Yaml.quoted(path))
                .append('\n')
                .append(indent)
                .append("  subPath: ")
                .append(key)
                .append('\n')
                .append(indent)
                .append("  readOnly: true\n");
    }

    private String networkPolicy() {
        return "# Only these pods reach the receivers: whoever does can read and change sessions. Clients reach HTTP.\n"
                + head("networking.k8s.io/v1", "NetworkPolicy", "")
                + """
                spec:
                  podSelector:
                    matchLabels:
                      app: %s
                  policyTypes: [Ingress]
                  ingress:
                    - from:
                        - podSelector:
                            matchLabels:
                              app: %s
                      ports:
                        - protocol: TCP
                          port: receiver
                    - ports:
                        - protocol: TCP
                          port: http
                """
                        .formatted(options.name(), options.name());
    }

    private String disruptionBudget() {
        return "# A drained machine takes one pod at a time: the next one has to have the sessions first.\n"
                + head("policy/v1", "PodDisruptionBudget", "")
                + """
                spec:
                  maxUnavailable: 1
                  selector:
                    matchLabels:
                      app: %s
                """
                        .formatted(options.name());
    }

    private String ingress() {
        StringBuilder text = new StringBuilder();
        if (topology.balancer().sticky()) {
            text.append(
                            "# Sticky for ingress-nginx: a cookie of its own, lab_route, names the pod. When the pod is gone it chooses another one. Other\n")
                    .append("# controllers have other annotations for it.\n");
        }
        text.append(head("networking.k8s.io/v1", "Ingress", ""));
        text.append("  annotations:\n");
        if (topology.balancer().sticky()) {
            text.append(
                    """
                        nginx.ingress.kubernetes.io/affinity: cookie
                        nginx.ingress.kubernetes.io/affinity-mode: persistent
                        nginx.ingress.kubernetes.io/session-cookie-name: lab_route
                        nginx.ingress.kubernetes.io/session-cookie-change-on-failure: "true"
                    """);
        }
        text.append(
                """
                    # A GET that a pod died on goes to another one; a POST that a pod may have begun never does.
                    nginx.ingress.kubernetes.io/proxy-next-upstream: error timeout
                spec:
                  ingressClassName: %s
                  rules:
                    - %shttp:
                        paths:
                          - path: %s
                            pathType: Prefix
                            backend:
                              service:
                                name: %s
                                port:
                                  name: http
                """
                        .formatted(
                                options.ingressClass(),
                                options.ingressHost()
                                        .map(host -> "host: " + Yaml.quoted(host) + "\n      ")
                                        .orElse(""),
                                topology.contextPath().isEmpty() ? "/" : topology.contextPath(),
                                options.name()));
        return text.toString();
    }
}
