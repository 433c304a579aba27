package clusterlab.cluster.embedded;

import clusterlab.cloud.Kubernetes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.catalina.tribes.MembershipService;
import org.apache.catalina.tribes.membership.Membership;
import org.apache.catalina.tribes.membership.cloud.AbstractStreamProvider;
import org.apache.catalina.tribes.membership.cloud.CloudMembershipService;
import org.apache.catalina.tribes.membership.cloud.KubernetesMembershipProvider;

/**
 * The KubernetesMembershipProvider of a node that shares its JVM with others. Tomcat's reads its settings from the environment
 * (CloudMembershipProvider.getEnv), which a JVM has once; this one gets the variables of its own pod. What asks, reads the
 * answer, adds and drops members is Tomcat's code (heartbeat, fetchMembers, parsePods).
 */
public final class EmbeddedPodProvider extends KubernetesMembershipProvider {
    /** Properties of the service: the variables of the pod, and the file of names. */
    static final String VARIABLE = "environment.";

    static final String NAMES = "names";

    private Properties settings = new Properties();

    /** Gives a membership of the cloud its provider with the variables of its pod; others stay as they are. */
    static void install(MembershipService membership, Kubernetes pods, String node) {
        if (membership instanceof CloudMembershipService service) {
            service.setMembershipProviderClassName(
                    (pods.hasApi() ? EmbeddedPodProvider.class : EmbeddedPodNames.class).getName());
            Properties properties = service.getProperties();
            pods.environment(node).forEach((name, value) -> properties.setProperty(VARIABLE + name, value));
            properties.setProperty(NAMES, pods.namesFile().toString());
        }
    }

    @Override
    public void init(Properties properties) throws IOException {
        super.init(properties);
        settings = properties;
        localIp = properties.getProperty("tcpListenHost");
    }

    /** As KubernetesMembershipProvider.start, for a service account's token. */
    @Override
    public void start(int level) throws Exception {
        if ((level & MembershipService.MBR_RX) == 0) {
            return;
        }
        if (membership == null) {
            membership = new Membership(service.getLocalMember(true));
        }
        service.getChannel().addChannelListener(this);
        streamProvider =
                new Account(Path.of(variable("SA_TOKEN_FILE")), Path.of(variable("KUBERNETES_CA_CERTIFICATE_FILE")));
        url = (variable("KUBERNETES_MASTER_PROTOCOL").isEmpty() ? "https" : variable("KUBERNETES_MASTER_PROTOCOL"))
                + "://" + variable("KUBERNETES_SERVICE_HOST") + ":" + variable("KUBERNETES_SERVICE_PORT")
                + "/api/v1/namespaces/" + encoded(getNamespace()) + "/pods";
        String labels = variable("KUBERNETES_LABELS");
        if (!labels.isEmpty()) {
            url += "?labelSelector=" + encoded(labels);
        }
        heartbeat();
    }

    /** Empty for one that is not set. */
    private String variable(String name) {
        return settings.getProperty(VARIABLE + name, "");
    }

    /** As CloudMembershipProvider.getNamespace. */
    @Override
    protected String getNamespace() {
        String namespace = variable("KUBERNETES_NAMESPACE");
        return namespace.isEmpty() ? super.getNamespace() : namespace;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As TokenStreamProvider, whose constructor is Tomcat's own; reads the token anew for each question. */
    private static final class Account extends AbstractStreamProvider {
        private final Path token;
        private final SSLSocketFactory factory;

        private Account(Path token, Path authority) throws Exception {
            this.token = token;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, configureCaCert(authority.toString()), null);
            factory = context.getSocketFactory();
        }

        @Override
        protected SSLSocketFactory getSocketFactory() {
            return factory;
        }

        @Override
        public InputStream openStream(String url, Map<String, String> headers, int connectTimeout, int readTimeout)
                throws IOException {
            headers.put("Authorization", "Bearer " + Files.readString(token, StandardCharsets.US_ASCII));
            return super.openStream(url, headers, connectTimeout, readTimeout);
        }
    }
}
