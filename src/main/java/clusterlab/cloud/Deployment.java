package clusterlab.cloud;

import clusterlab.spec.Misconfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator wrote: pod template, Role, Service. It is sound, or has one mistake.
 *
 * @param planted the mistake
 */
record Deployment(Optional<Misconfiguration> planted) {
    private static final Set<String> VERBS = Set.of("get", "list", "watch");

    private boolean has(Misconfiguration mistake) {
        return planted.filter(mistake::equals).isPresent();
    }

    /** The variables of the pod template, in place of the sound ones. */
    Map<String, String> environment(Map<String, String> sound) {
        Map<String, String> variables = new LinkedHashMap<>(sound);
        if (has(Misconfiguration.NO_LABELS)) {
            variables.remove("KUBERNETES_LABELS");
        } else if (has(Misconfiguration.WRONG_LABELS)) {
            variables.put("KUBERNETES_LABELS", "app=tomcat");
        } else if (has(Misconfiguration.NO_NAMESPACE)) {
            variables.remove("KUBERNETES_NAMESPACE");
        } else if (has(Misconfiguration.WRONG_NAMESPACE)) {
            variables.put("KUBERNETES_NAMESPACE", "default");
        } else if (has(Misconfiguration.PLAIN_HTTP)) {
            variables.put("KUBERNETES_MASTER_PROTOCOL", "http");
        } else if (has(Misconfiguration.WRONG_SERVICE)) {
            variables.put("DNS_MEMBERSHIP_SERVICE_NAME", "tomcat." + Kubernetes.NAMESPACE + ".svc.cluster.local");
        }
        return variables;
    }

    /** Options of the JVM, in place of the sound ones. */
    List<String> jvmOptions(List<String> sound) {
        return has(Misconfiguration.NAMES_FOR_EVER)
                ? sound.stream()
                        .map(option -> option.startsWith(DeploymentCheck.TTL) ? DeploymentCheck.TTL + "-1" : option)
                        .toList()
                : sound;
    }

    /** The labels of a pod. */
    Map<String, String> labels(Map<String, String> sound, boolean last) {
        return last && has(Misconfiguration.POD_LABEL) ? Map.of() : sound;
    }

    /** What the service account may do with the pods of its namespace. */
    Set<String> verbs() {
        if (has(Misconfiguration.NO_ROLE)) {
            return Set.of();
        }
        return has(Misconfiguration.ROLE_WITHOUT_LIST) ? Set.of("get", "watch") : VERBS;
    }

    /** Whether each pod gets a token. */
    boolean mountsToken() {
        return !has(Misconfiguration.NO_TOKEN);
    }

    /** Whether kubelet renews the tokens. */
    boolean renewsTokens() {
        return !has(Misconfiguration.EXPIRED_TOKEN);
    }

    /** Whether {@code ca.crt} is that of the API server. */
    boolean knowsAuthority() {
        return !has(Misconfiguration.WRONG_CA);
    }

    /** Whether the Service's name resolves to the pods, and not to an address of its own. */
    boolean isHeadless() {
        return !has(Misconfiguration.CLUSTER_IP);
    }

    /** Whether the Service lists pods that are not ready. */
    boolean publishesNotReady() {
        return !has(Misconfiguration.ONLY_READY);
    }
}
