package clusterlab.export.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.config.ClusterImport;
import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.TesterGolden;
import clusterlab.export.TesterPlans;
import clusterlab.spec.AppSpec;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubernetesFilesTest {
    private static final Secret KEY = new Secret("00112233445566778899aabbccddeeff");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Secret", io.fabric8.kubernetes.api.model.Secret.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "v1/Service", Service.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "rbac.authorization.k8s.io/v1/Role", Role.class,
            "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "networking.k8s.io/v1/Ingress", Ingress.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    @TempDir
    Path temp;

    @Test
    void filesAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden(
                "kubernetes", export(spec(), Discovery.KUBERNETES).files());
    }

    @ParameterizedTest
    @CsvSource({"KUBERNETES, LAB", "DNS, TUTORIAL", "KUBERNETES, MINIMAL"})
    void modelOfKubernetesKnowsEveryField(Discovery discovery, Preset preset) throws Exception {
        Path context =
                Files.writeString(temp.resolve("c.xml"), "<Context><Parameter name=\"p\" value=\"v\"/></Context>");
        Path app = Files.createDirectories(temp.resolve("app"));
        Files.writeString(app.resolve("index.html"), "shop");
        ClusterSpec.Builder spec = TesterPlans.spec(preset)
                .contextPath("/shop")
                .webapp(app)
                .hostKind(HostSpec.Kind.PROCESS)
                .app(new AppSpec(
                        Optional.of(context), Optional.empty(), Map.of("MODE", "a: \"b\" # 'c'"), Map.of("p", "it's")));
        List<HasMetadata> objects = read(export(spec, discovery));
        assertThat(objects)
                .extracting(HasMetadata::getKind)
                .contains("ConfigMap", "Secret", "Service", "StatefulSet", "NetworkPolicy", "Ingress")
                .contains("PodDisruptionBudget", "ServiceAccount");
        assertThat(objects.stream().anyMatch(Role.class::isInstance)).isEqualTo(discovery == Discovery.KUBERNETES);
        for (HasMetadata object : objects) {
            assertThat(object.getMetadata().getNamespace()).isEqualTo("shops");
            assertThat(object.getMetadata().getLabels()).containsEntry("app", "shop");
        }
        io.fabric8.kubernetes.api.model.Secret secret = one(objects, io.fabric8.kubernetes.api.model.Secret.class);
        assertThat(secret.getStringData())
                .containsEntry("env-MODE", "a: \"b\" # 'c'")
                .containsEntry("cluster-key", KEY.value());
        assertThat(secret.getStringData().get("java-opts")).contains("'-Dp=it'\\''s'");
    }

    /** Names that have to be the same in two places, or pods find nothing. */
    @ParameterizedTest
    @CsvSource({"KUBERNETES", "DNS"})
    void namesFitTogether(Discovery discovery) throws Exception {
        List<HasMetadata> objects = read(export(spec(), discovery));
        StatefulSet set = one(objects, StatefulSet.class);
        var template = set.getSpec().getTemplate();
        Map<String, String> labels = template.getMetadata().getLabels();
        assertThat(labels).isEqualTo(set.getSpec().getSelector().getMatchLabels());
        for (HasMetadata object : objects) {
            if (object instanceof Service service) {
                assertThat(service.getSpec().getSelector()).isEqualTo(labels);
            }
        }
        assertThat(one(objects, NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(one(objects, PodDisruptionBudget.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .isEqualTo(labels);
        Service members = objects.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .filter(service ->
                        service.getMetadata().getName().equals(set.getSpec().getServiceName()))
                .findFirst()
                .orElseThrow();
        assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();

        var container = template.getSpec().getContainers().get(0);
        Map<String, String> env = new TreeMap<>();
        container.getEnv().forEach(variable -> env.put(variable.getName(), String.valueOf(variable.getValue())));
        assertThat(env).containsKeys("CLUSTER_KEY", "JAVA_OPTS");
        if (discovery == Discovery.KUBERNETES) {
            assertThat(env).containsEntry("KUBERNETES_LABELS", "app=shop").containsKey("KUBERNETES_NAMESPACE");
            RoleBinding binding = one(objects, RoleBinding.class);
            Role role = one(objects, Role.class);
            assertThat(binding.getRoleRef().getName())
                    .isEqualTo(role.getMetadata().getName());
            assertThat(binding.getSubjects().get(0).getName())
                    .isEqualTo(template.getSpec().getServiceAccountName())
                    .isEqualTo(one(objects, ServiceAccount.class).getMetadata().getName());
            assertThat(role.getRules().get(0).getVerbs()).contains("list");
        } else {
            assertThat(env)
                    .containsEntry(
                            "DNS_MEMBERSHIP_SERVICE_NAME", members.getMetadata().getName());
        }
        ConfigMap config = one(objects, ConfigMap.class);
        Set<String> mounted = new HashSet<>();
        container.getVolumeMounts().forEach(mount -> mounted.add(String.valueOf(mount.getSubPath())));
        assertThat(mounted).containsAll(config.getData().keySet());
        assertThat(set.getSpec().getReplicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"KUBERNETES, KubernetesMembershipProvider", "DNS, DNSMembershipProvider"})
    void clusterOfThePodsIsEncryptedAndHasOnePort(Discovery discovery, String provider) throws Exception {
        for (Preset preset : Preset.values()) {
            String xml = serverXml(export(TesterPlans.spec(preset), discovery));
            assertThat(xml)
                    .contains("membershipProviderClassName=\"" + discovery.word() + "\"")
                    .containsSubsequence("EncryptInterceptor", "${CLUSTER_KEY}", "TcpFailureDetector")
                    .containsSubsequence("<Receiver", "address=\"auto\"", "port=\"4000\"", "autoBind=\"0\"")
                    .doesNotContain("McastService", "StaticMember", "DomainFilter", "127.0.0.1", provider);
        }
    }

    @Test
    void elementOfAFileKeepsWhatContainersCanHave() throws Exception {
        Path file = Files.writeString(
                temp.resolve("cluster.xml"),
                """
                <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
                  <Manager className="org.apache.catalina.ha.session.BackupManager" mapSendOptions="6"/>
                  <Channel className="org.apache.catalina.tribes.group.GroupChannel" heartbeatSleeptime="1234">
                    <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" host="10.0.0.7" maxThreads="9"/>
                  </Channel>
                </Cluster>
                """);
        String xml = serverXml(
                export(TesterPlans.spec(Preset.LAB).imported(ClusterImport.read(file)), Discovery.KUBERNETES));
        assertThat(xml)
                .contains("mapSendOptions=\"6\"", "heartbeatSleeptime=\"1234\"", "maxThreads=\"9\"")
                .as("Tomcat's own interceptors, which an added one turns off")
                .containsSubsequence("EncryptInterceptor", "MessageDispatchInterceptor", "TcpFailureDetector")
                .doesNotContain("10.0.0.7");
    }

    @Test
    void keyOfAFileComesFromTheSecretToo() throws Exception {
        Path file = Files.writeString(
                temp.resolve("cluster.xml"),
                """
                <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
                  <Channel className="org.apache.catalina.tribes.group.GroupChannel">
                    <Interceptor className="org.apache.catalina.tribes.group.interceptors.EncryptInterceptor"
                                 encryptionKey="cafebabecafebabecafebabecafebabe" encryptionAlgorithm="AES/CBC/PKCS5Padding"/>
                    <Interceptor className="org.apache.catalina.tribes.group.interceptors.TcpFailureDetector"/>
                  </Channel>
                </Cluster>
                """);
        String xml = serverXml(
                export(TesterPlans.spec(Preset.LAB).imported(ClusterImport.read(file)), Discovery.KUBERNETES));
        assertThat(xml)
                .contains("encryptionKey=\"${CLUSTER_KEY}\"", "AES/CBC/PKCS5Padding")
                .doesNotContain("cafebabe");
    }

    @ParameterizedTest
    @CsvSource({"-Xmx2g, 2304Mi", "-Xmx64m, 512Mi", "-Xms2g, 512Mi"})
    void memoryHoldsTheHeap(String option, String memory) throws Exception {
        HostSpec host = new HostSpec(
                HostSpec.Kind.PROCESS, new NodeRuntime(Optional.empty(), Optional.empty(), List.of(option)), Map.of());
        var resources = one(read(export(spec().host(host), Discovery.DNS)), StatefulSet.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getResources();
        assertThat(resources.getLimits().get("memory").toString()).isEqualTo(memory);
    }

    /** kubectl reads every .json and .yaml of the folder itself, and nothing below it. */
    @Test
    void onlyManifestsStandWhereKubectlReads() throws Exception {
        assertThat(export(spec(), Discovery.DNS).files())
                .extracting(ConfigFile::path)
                .filteredOn(path -> path.endsWith(".json"))
                .containsExactly("lab/target.json");
    }

    @Test
    void onlyTheSecretHasSecrets() throws Exception {
        Export export = export(spec(), Discovery.KUBERNETES);
        for (ConfigFile file : export.files()) {
            assertThat(file.ownerOnly()).as(file.path()).isEqualTo(file.path().contains("secret"));
            if (!file.ownerOnly()) {
                assertThat(file.content()).doesNotContain(KEY.value());
            }
        }
    }

    @Test
    void withoutAFrontThereIsNoIngress() throws Exception {
        assertThat(read(export(spec().front(BalancerSpec.Kind.NONE), Discovery.KUBERNETES)))
                .noneMatch(Ingress.class::isInstance);
        Ingress plain = one(read(export(spec().sticky(false), Discovery.KUBERNETES)), Ingress.class);
        assertThat(plain.getMetadata().getAnnotations()).doesNotContainKey("nginx.ingress.kubernetes.io/affinity");
    }

    /** The strictness of this test is tested. */
    @Test
    void unknownFieldIsFound() {
        assertThatThrownBy(() -> read(Export.of(List.of(new ConfigFile(
                        "x.yaml",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIp: None}\n",
                        false)))))
                .hasMessageContaining("clusterIp");
    }

    @ParameterizedTest
    @CsvSource({"Shop, default", "shop, 'a b'", "'', default", "a-, default", "shop, 'x: y'"})
    void nameThatKubernetesRefusesIsRefused(String name, String namespace) {
        assertThatThrownBy(() ->
                        new PodOptions(name, namespace, Optional.empty(), Discovery.DNS, "nginx", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--name");
    }

    private static ClusterSpec.Builder spec() {
        return TesterPlans.spec(Preset.LAB);
    }

    private static Export export(ClusterSpec.Builder spec, Discovery discovery) throws Exception {
        PodOptions options =
                new PodOptions("shop", "shops", Optional.empty(), discovery, "nginx", Optional.of("shop.example.com"));
        return KubernetesFiles.of(TesterPlans.plan(spec), options, KEY, TesterPlans.SOURCE);
    }

    private static String serverXml(Export export) throws Exception {
        return one(read(export), ConfigMap.class).getData().get("server.xml");
    }

    private static <T> T one(List<HasMetadata> objects, Class<T> type) {
        List<T> found =
                objects.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<HasMetadata> read(Export export) throws Exception {
        ObjectMapper mapper = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
        List<HasMetadata> objects = new ArrayList<>();
        for (ConfigFile file : export.files()) {
            if (!file.path().endsWith(".yaml")) {
                continue;
            }
            for (Map<String, Object> document : YamlFiles.documents(file)) {
                Class<? extends HasMetadata> type = KINDS.get(document.get("apiVersion") + "/" + document.get("kind"));
                assertThat(type).as(file.path() + ": " + document.get("kind")).isNotNull();
                JsonNode tree = mapper.valueToTree(document);
                HasMetadata object = mapper.treeToValue(tree, type);
                refuseUnknown(object, object.getKind(), mapper);
                objects.add(object);
            }
        }
        return objects;
    }

    /** The model puts a field that it does not know into additionalProperties. */
    private static void refuseUnknown(Object object, String where, ObjectMapper mapper) throws IOException {
        if (object == null || object instanceof CharSequence || object instanceof Number || object instanceof Boolean) {
            return;
        }
        if (object instanceof Iterable<?> many) {
            for (Object one : many) {
                refuseUnknown(one, where, mapper);
            }
            return;
        }
        if (object instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                refuseUnknown(entry.getValue(), where + "." + entry.getKey(), mapper);
            }
            return;
        }
        if (!object.getClass().getName().startsWith(Pod.class.getPackageName())) {
            return;
        }
        for (var method : object.getClass().getMethods()) {
            if (!method.getName().startsWith("get")
                    || method.getParameterCount() > 0
                    || method.getName().equals("getClass")) {
                continue;
            }
            Object value;
            try {
                value = method.invoke(object);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
            if (method.getName().equals("getAdditionalProperties")) {
                assertThat((Map<?, ?>) value).as("unknown fields of " + where).isEmpty();
            } else {
                refuseUnknown(value, where + "." + method.getName().substring(3), mapper);
            }
        }
    }
}
