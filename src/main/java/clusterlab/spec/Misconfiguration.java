package clusterlab.spec;

import static clusterlab.spec.MembershipSpec.Kind.DNS;
import static clusterlab.spec.MembershipSpec.Kind.KUBERNETES;

import java.util.Locale;

/** A mistake in a Kubernetes deployment that hurts Tomcat's membership; {@code --misconfigure} plants it. */
public enum Misconfiguration {
    /** The variable is not set: Tomcat asks for all pods of the namespace. */
    NO_LABELS("KUBERNETES_LABELS is not set", KUBERNETES),
    /** The selector matches no pod. */
    WRONG_LABELS("KUBERNETES_LABELS selects no pod", KUBERNETES),
    /** The last node's pod has no labels. */
    POD_LABEL("the pod of the last node lacks its labels", KUBERNETES, DNS),
    /** No Role is bound to the service account. */
    NO_ROLE("no RoleBinding gives the service account a Role", KUBERNETES),
    /** The Role has {@code get} and {@code watch}, but not {@code list}. */
    ROLE_WITHOUT_LIST("the Role lacks the verb list", KUBERNETES),
    /** The token was valid once, and nobody renews the file. */
    EXPIRED_TOKEN("the token is past its time and not renewed", KUBERNETES),
    /** {@code automountServiceAccountToken: false}. */
    NO_TOKEN("no token is mounted (automountServiceAccountToken: false)", KUBERNETES),
    /** The variable is not set: Tomcat asks for the namespace {@code tomcat}. */
    NO_NAMESPACE("KUBERNETES_NAMESPACE is not set", KUBERNETES),
    /** The variable names another namespace. */
    WRONG_NAMESPACE("KUBERNETES_NAMESPACE names another namespace", KUBERNETES),
    /** {@code ca.crt} is that of another cluster. */
    WRONG_CA("ca.crt belongs to another cluster", KUBERNETES),
    /** {@code KUBERNETES_MASTER_PROTOCOL=http}. */
    PLAIN_HTTP("KUBERNETES_MASTER_PROTOCOL is http", KUBERNETES),
    /** The last node's Receiver has another port than the others. */
    RECEIVER_PORT("the Receiver of the last node has another port", KUBERNETES, DNS),
    /** The variable names a Service that does not exist. */
    WRONG_SERVICE("DNS_MEMBERSHIP_SERVICE_NAME names no Service", DNS),
    /** The Service has an address of its own, to which its name resolves. */
    CLUSTER_IP("the Service is not headless (clusterIP: None is missing)", DNS),
    /** The Service lists pods only when they are ready. */
    ONLY_READY("the Service lists ready pods only (publishNotReadyAddresses is missing)", DNS),
    /** The JVM never asks twice for a name. */
    NAMES_FOR_EVER("the JVM keeps names for ever (networkaddress.cache.ttl=-1)", DNS);

    private final String summary;
    private final MembershipSpec.Kind usual;
    private final boolean ofBoth;

    Misconfiguration(String summary, MembershipSpec.Kind only) {
        this.summary = summary;
        usual = only;
        ofBoth = false;
    }

    Misconfiguration(String summary, MembershipSpec.Kind usual, MembershipSpec.Kind other) {
        this.summary = summary;
        this.usual = usual;
        ofBoth = usual != other;
    }

    /** The word of {@code --misconfigure}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong, a clause. */
    public String summary() {
        return summary;
    }

    /** Whether a membership of this kind can have it. */
    public boolean concerns(MembershipSpec.Kind membership) {
        return membership == usual || (ofBoth && (membership == KUBERNETES || membership == DNS));
    }

    /** The membership that has it if none was asked for. */
    public MembershipSpec.Kind usual() {
        return usual;
    }
}
