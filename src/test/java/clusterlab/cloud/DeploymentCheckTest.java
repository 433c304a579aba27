package clusterlab.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DeploymentCheckTest {
    private static final Map<String, String> SOUND = Map.of(
            "KUBERNETES_SERVICE_HOST", "127.0.0.1",
            "KUBERNETES_SERVICE_PORT", "6443",
            "KUBERNETES_NAMESPACE", Kubernetes.NAMESPACE,
            "KUBERNETES_LABELS", Kubernetes.LABELS,
            "KUBERNETES_CA_CERTIFICATE_FILE", "/ca.crt",
            "SA_TOKEN_FILE", "/token");
    private static final Map<String, String> NAMES = Map.of("DNS_MEMBERSHIP_SERVICE_NAME", Kubernetes.SERVICE);
    private static final Pod SHOP = pod("shop-1", "127.2.0.2", Map.of("app", "shop"));

    private static Pod pod(String name, String address, Map<String, String> labels) {
        return new Pod(name, name, Optional.of(name), address, labels, true, Instant.EPOCH, Optional.empty());
    }

    private static Pod sound(int index) {
        return pod("node" + index, "127.0.0." + (index + 1), Map.of("app", "cluster-lab"));
    }

    private static ApiAnswer answer(int index, int status, String message, long delay) {
        return new ApiAnswer(
                "node" + index, Kubernetes.NAMESPACE, Kubernetes.LABELS, status, message, delay, false, List.of());
    }

    private static Container container(int index, Map<String, String> environment, ApiAnswer last) {
        return new Container(
                "node" + index,
                sound(index),
                4000,
                environment,
                List.of(DeploymentCheck.TTL + "1"),
                true,
                true,
                Optional.of(last));
    }

    private static List<Container> three(UnaryOperator<Container> change) {
        return List.of(
                container(1, SOUND, answer(1, 200, "", 0)),
                container(2, SOUND, answer(2, 200, "", 0)),
                change.apply(container(3, SOUND, answer(3, 200, "", 0))));
    }

    private static DeploymentCheck.Common common(Set<String> verbs) {
        return new DeploymentCheck.Common(false, verbs, true, true, SHOP, new ForeignTraffic(25, 3), 1000);
    }

    private static CloudFinding only(DeploymentCheck.Common common, List<Container> containers) {
        List<CloudFinding> findings = DeploymentCheck.of(common, containers);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static CloudFinding only(UnaryOperator<Container> change) {
        return only(common(Set.of("list")), three(change));
    }

    private static UnaryOperator<Container> variable(String name, String value) {
        return one -> {
            Map<String, String> changed = new LinkedHashMap<>(one.environment());
            if (value.isEmpty()) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Container(
                    one.node(),
                    one.pod(),
                    one.receiverPort(),
                    changed,
                    one.jvmOptions(),
                    one.hasToken(),
                    one.trusts(),
                    one.last());
        };
    }

    private static UnaryOperator<Container> answered(int status, String message, long delay) {
        return one -> new Container(
                one.node(),
                one.pod(),
                one.receiverPort(),
                one.environment(),
                one.jvmOptions(),
                one.hasToken(),
                one.trusts(),
                Optional.of(answer(3, status, message, delay)));
    }

    private static UnaryOperator<Container> of(Pod pod, int port, boolean token, boolean trusts) {
        return one ->
                new Container(one.node(), pod, port, one.environment(), one.jvmOptions(), token, trusts, one.last());
    }

    @Test
    void soundDeploymentHasNoFinding() {
        assertThat(DeploymentCheck.of(common(Set.of("get", "list")), three(one -> one)))
                .isEmpty();
        assertThat(DeploymentCheck.of(
                        common(Set.of("list")), List.of(three(one -> one).get(0))))
                .isEmpty();
    }

    @Test
    void nodeThatHasNotAskedYetIsNotBlamed() {
        UnaryOperator<Container> silent = one -> new Container(
                one.node(), one.pod(), 4000, one.environment(), one.jvmOptions(), true, true, Optional.empty());
        assertThat(DeploymentCheck.of(common(Set.of()), three(silent).subList(2, 3)))
                .isEmpty();
    }

    @Test
    void variablesThatAskForOtherPodsAreNamed() {
        CloudFinding labels = only(variable("KUBERNETES_LABELS", ""));
        assertThat(labels.name()).isEqualTo("no-labels");
        assertThat(labels.nodes()).containsExactly("node3");
        assertThat(labels.text())
                .contains("shop-1 (127.2.0.2), which has received 25 messages and could read 3 sessions")
                .contains("Set KUBERNETES_LABELS to the labels of your pods, such as app=cluster-lab.");
        assertThat(only(variable("KUBERNETES_NAMESPACE", "")).name()).isEqualTo("no-namespace");
        CloudFinding other = only(variable("KUBERNETES_NAMESPACE", "default"));
        assertThat(other.name()).isEqualTo("wrong-namespace");
        assertThat(other.what()).isEqualTo("KUBERNETES_NAMESPACE is default in node3, and the pods are in lab.");
        CloudFinding selector = only(variable("KUBERNETES_LABELS", "app=tomcat"));
        assertThat(selector.name()).isEqualTo("wrong-labels");
        assertThat(selector.what()).isEqualTo("KUBERNETES_LABELS is app=tomcat in node3, and no pod has that.");
    }

    @Test
    void whatKeepsAQuestionFromItsAnswerIsNamed() {
        assertThat(only(of(sound(3), 4000, false, true)).name()).isEqualTo("no-token");
        assertThat(only(of(sound(3), 4000, true, false)).name()).isEqualTo("wrong-ca");
        assertThat(only(variable("KUBERNETES_MASTER_PROTOCOL", "http")).name()).isEqualTo("plain-http");
    }

    @Test
    void refusalsAreNamedByTheirCause() {
        UnaryOperator<Container> forbidden = answered(403, "pods is forbidden", 0);
        CloudFinding role = only(common(Set.of()), three(forbidden));
        assertThat(role.name()).isEqualTo("no-role");
        assertThat(role.what()).isEqualTo("The API server refuses node3 with 403: pods is forbidden.");
        CloudFinding verb = only(common(Set.of("get", "watch")), three(forbidden));
        assertThat(verb.name()).isEqualTo("role-without-list");
        assertThat(verb.what()).contains("the Role allows get, watch on pods");
        assertThat(only(answered(401, "Unauthorized", 0)).name()).isEqualTo("expired-token");
        assertThat(only(answered(503, "", 0)).name()).isEqualTo("outage");
        assertThat(only(answered(200, "", 1500)).what())
                .isEqualTo(
                        "The API server answers node3 after 1500 ms, and Tomcat waits 1000 ms for one (readTimeout).");
        assertThat(DeploymentCheck.of(common(Set.of("list")), three(answered(200, "", 900))))
                .isEmpty();
    }

    @Test
    void podThatNobodyFindsIsNamed() {
        CloudFinding label = only(of(pod("node3", "127.0.0.4", Map.of()), 4000, true, true));
        assertThat(label.name()).isEqualTo("pod-label");
        assertThat(label.nodes()).containsExactly("node3");
        assertThat(label.what())
                .isEqualTo("The pod of node3 lacks the label app=cluster-lab, so that nobody finds it.");
        CloudFinding port = only(of(sound(3), 4001, true, true));
        assertThat(port.name()).isEqualTo("receiver-port");
        assertThat(port.what()).isEqualTo("The Receiver of node3 has port 4001, and the others have 4000.");
    }

    @Test
    void ofTwoPortsTheFirstNodesIsTakenForTheRightOne() {
        List<Container> two = three(of(sound(3), 4001, true, true)).subList(1, 3);
        assertThat(only(common(Set.of("list")), two).nodes()).containsExactly("node3");
    }

    private static CloudFinding named(boolean headless, boolean notReady, String service, String ttl) {
        Container one = new Container(
                "node1",
                sound(1),
                4000,
                Map.of("DNS_MEMBERSHIP_SERVICE_NAME", service),
                List.of(ttl),
                true,
                true,
                Optional.empty());
        return only(
                new DeploymentCheck.Common(true, Set.of(), headless, notReady, SHOP, ForeignTraffic.NONE, 1000),
                List.of(one));
    }

    @Test
    void mistakesOfAServiceAreNamed() {
        assertThat(named(true, true, "tomcat", DeploymentCheck.TTL + "1").name())
                .isEqualTo("wrong-service");
        assertThat(named(false, true, Kubernetes.SERVICE, DeploymentCheck.TTL + "1")
                        .name())
                .isEqualTo("cluster-ip");
        assertThat(named(true, false, Kubernetes.SERVICE, DeploymentCheck.TTL + "1")
                        .name())
                .isEqualTo("only-ready");
        assertThat(named(true, true, Kubernetes.SERVICE, DeploymentCheck.TTL + "-1")
                        .name())
                .isEqualTo("names-for-ever");
        assertThat(DeploymentCheck.of(
                        new DeploymentCheck.Common(true, Set.of(), true, true, SHOP, ForeignTraffic.NONE, 1000),
                        List.of(new Container(
                                "node1",
                                sound(1),
                                4000,
                                NAMES,
                                List.of(DeploymentCheck.TTL + "30"),
                                true,
                                true,
                                Optional.empty()))))
                .isEmpty();
    }
}
