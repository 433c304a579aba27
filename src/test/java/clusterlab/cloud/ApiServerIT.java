package clusterlab.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server as its clients meet it, over TLS. */
class ApiServerIT {
    @TempDir
    private Path temp;

    private Kubernetes kubernetes;
    private NodeSpec node;

    @BeforeEach
    void open() throws Exception {
        Topology plan = Planner.plan(
                        ClusterSpec.builder(Preset.LAB)
                                .membership(Preset.LAB.membership(MembershipSpec.Kind.KUBERNETES))
                                .build(),
                        PortPolicy.assuming(Set.of()))
                .topology();
        kubernetes = Kubernetes.open(plan, temp.resolve("kubernetes"), Clock.systemUTC());
        node = plan.nodes().get(1);
        kubernetes.started(node);
    }

    @AfterEach
    void close() {
        kubernetes.close();
    }

    private String variable(String name) {
        return kubernetes.environment(node.name()).get(name);
    }

    private String token() throws Exception {
        return Files.readString(Path.of(variable("SA_TOKEN_FILE")));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                Files.readAllBytes(Path.of(variable("KUBERNETES_CA_CERTIFICATE_FILE"))))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return get(path, token, context);
    }

    private HttpResponse<String> get(String path, String token, SSLContext context) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://" + variable("KUBERNETES_SERVICE_HOST") + ":"
                                        + variable("KUBERNETES_SERVICE_PORT") + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String pods(String namespace, String selector) {
        return "/api/v1/namespaces/" + namespace + "/pods?labelSelector="
                + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    @Test
    void listsThePodsOfTheNamespaceThatTheSelectorMatches() throws Exception {
        HttpResponse<String> answer = get(pods(Kubernetes.NAMESPACE, Kubernetes.LABELS), token());
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, Object> list = JSON.std.mapFrom(answer.body());
        assertThat(list).containsEntry("kind", "PodList").containsEntry("apiVersion", "v1");
        Map<?, ?> pod = (Map<?, ?>) ((List<?>) list.get("items")).get(0);
        assertThat((Map<?, ?>) pod.get("status"))
                .extracting("phase", "podIP")
                .containsExactly("Running", node.address());
        assertThat((Map<?, ?>) pod.get("metadata"))
                .extracting("uid", "namespace")
                .containsExactly(kubernetes.pods().get(0).uid(), Kubernetes.NAMESPACE);
        assertThat(get(pods(Kubernetes.NAMESPACE, "app=other"), token()).body()).contains("\"items\":[]");
        assertThat(kubernetes.answers().get(node.name()).selector()).isEqualTo("app=other");
    }

    @Test
    void refusesAsTheRealOneDoes() throws Exception {
        assertThat(get(pods(Kubernetes.NAMESPACE, ""), "none").statusCode()).isEqualTo(401);
        HttpResponse<String> other = get(pods("shop", ""), token());
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(JSON.std.mapFrom(other.body()))
                .containsEntry("reason", "Forbidden")
                .containsEntry(
                        "message",
                        "pods is forbidden: User \"system:serviceaccount:lab:tomcat\" cannot list resource \"pods\" in API group"
                                + " \"\" in the namespace \"shop\"");
        assertThat(get(pods(Kubernetes.NAMESPACE, "app: x"), token()).statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/nodes", token()).statusCode()).isEqualTo(404);
    }

    @Test
    void tokenOfAPodThatIsGoneIsWorthNothing() throws Exception {
        String token = token();
        kubernetes.ended(node.name());
        assertThat(get(pods(Kubernetes.NAMESPACE, ""), token).statusCode()).isEqualTo(401);
        kubernetes.started(node);
        assertThat(token()).isNotEqualTo(token);
        assertThat(get(pods(Kubernetes.NAMESPACE, ""), token()).statusCode()).isEqualTo(200);
    }

    @Test
    void isTrustedByItsOwnCertificateOnly() throws Exception {
        SSLContext usual = SSLContext.getDefault();
        assertThatThrownBy(() -> get(pods(Kubernetes.NAMESPACE, ""), token(), usual))
                .isInstanceOf(SSLHandshakeException.class);
    }
}
