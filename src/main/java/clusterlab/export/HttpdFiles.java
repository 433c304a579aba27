package clusterlab.export;

import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.Topology;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Generates the front as files for Apache httpd 2.4.
 *
 * <pre>
 * httpd.conf          complete: httpd -f DIR/httpd.conf
 *   └─ Include        one of
 *      mod_jk.conf ──► workers.properties
 *      mod_proxy.conf
 * </pre>
 *
 * An existing httpd can include both fragments.
 */
public final class HttpdFiles {

    /** The complete configuration. */
    public static final String HTTPD_CONF = "httpd.conf";
    /** The fragment for mod_jk. */
    public static final String JK_CONF = "mod_jk.conf";
    /** mod_jk's workers. */
    public static final String WORKERS = "workers.properties";
    /** The fragment for mod_proxy. */
    public static final String PROXY_CONF = "mod_proxy.conf";
    /** Folder of the logs. */
    public static final String LOGS = "logs";
    /** Folder of the pid file, locks and shared memory. */
    public static final String RUN = "run";

    /** Name of mod_jk's balancing worker and of mod_proxy's balancer. */
    public static final String BALANCER = "lb";
    /** The request header that the control path needs. */
    public static final String TOKEN_HEADER = "X-Cluster-Lab-Token";

    /** The response header that explains a 403. */
    public static final String HINT_HEADER = "X-Cluster-Lab-Hint";

    /** The text of {@link #HINT_HEADER}. */
    public static final String HINT =
            "403 from a node. If every path returns 403, the AJP secrets of front and node differ.";

    /** {@code PROXY_WORKER_MAX_SECRET_SIZE} in {@code mod_proxy.h}, less the byte at the end. */
    private static final int LONGEST_PROXY_SECRET = 63;

    private HttpdFiles() {}

    /**
     * Returns all files. If the secret is too long for mod_proxy, the files of mod_jk come without the fragment of mod_proxy.
     *
     * @throws IllegalArgumentException if the plan has no front or no node, or if a configuration cannot contain a name
     *     or path of it
     */
    public static List<ConfigFile> of(Topology topology, HttpdTarget target) {
        if (topology.frontPort() < 1 || topology.nodes().isEmpty()) {
            throw new IllegalArgumentException(
                    "The plan has no front or no node, so there is no configuration to write.");
        }
        topology.nodes().forEach(node -> Quote.worker(node.name()));
        Quote.contextPath(topology.contextPath());
        List<ConfigFile> files = new ArrayList<>(List.of(
                // httpd makes no folder.
                new ConfigFile(LOGS + "/.keep", "", false),
                new ConfigFile(RUN + "/.keep", "", false),
                new ConfigFile(HTTPD_CONF, ServerText.conf(topology, target), false),
                new ConfigFile(JK_CONF, JkText.conf(topology, target), true),
                new ConfigFile(WORKERS, JkText.workers(topology, target), true)));
        if (topology.ajpSecret().value().length() <= LONGEST_PROXY_SECRET) {
            files.add(new ConfigFile(PROXY_CONF, ProxyText.conf(topology, target), true));
        } else if (target.connector() == Connector.MOD_PROXY) {
            throw new IllegalArgumentException("mod_proxy takes an AJP secret of at most " + LONGEST_PROXY_SECRET
                    + " characters; choose a shorter one, or use mod_jk.");
        }
        return List.copyOf(files);
    }

    /** Path of the page that shows the workers to a browser on this machine; it changes nothing. */
    public static String statusPath(Topology topology) {
        return ownPath(topology) + "/status";
    }

    /** Path of the status worker or balancer-manager that accepts commands with the token. */
    public static String controlPath(Topology topology) {
        return ownPath(topology) + "/control";
    }

    /**
     * The value that {@link #TOKEN_HEADER} must have on the control path. mod_jk's status worker accepts any GET, so a page
     * in the user's browser could drain nodes; the header prevents that. The token is derived from the secret, so the plan
     * does not store it, and it does not reveal the secret.
     */
    public static String controlToken(Topology topology) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(topology.ajpSecret().value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] bytes = mac.doFinal("cluster-lab httpd control".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** A path that the application does not have. */
    private static String ownPath(Topology topology) {
        return (topology.contextPath() + "/").startsWith("/cluster-lab/") ? "/cluster-lab-front" : "/cluster-lab";
    }

    /**
     * Restricts access to the front's own pages. Location prefixes end at a slash, but mod_jk removes {@code ;jsessionid=}
     * before it maps a path, so this uses LocationMatch without an end. The check of Host stops web pages whose host name
     * points to this machine (DNS rebinding).
     */
    static String guards(Topology topology) {
        String host = "  Require expr \"%{HTTP_HOST} =~ m#^(127[.]0[.]0[.]1|localhost)(:[0-9]+)?$#\"\n";
        return "# The page of the workers, for a browser on this machine.\n"
                + "<LocationMatch \"^/+" + statusPath(topology).substring(1) + "\">\n"
                + "  <RequireAll>\n"
                + "  Require local\n"
                + host
                + "  Require method GET HEAD\n"
                + "  </RequireAll>\n"
                + "</LocationMatch>\n"
                + "# Commands of the lab; they need its token.\n"
                + "<LocationMatch \"^/+" + controlPath(topology).substring(1) + "\">\n"
                + "  <RequireAll>\n"
                + "  Require local\n"
                + host
                + "  Require expr \"%{HTTP:" + TOKEN_HEADER + "} == '" + controlToken(topology) + "'\"\n"
                + "  </RequireAll>\n"
                + "</LocationMatch>\n";
    }

    /** Tomcat's 403 for a wrong secret gives no reason ({@code AjpProcessor.prepareRequest}). */
    static String hint(Topology topology) {
        return "# Tomcat gives no reason when it refuses a wrong secret.\n"
                + "Header always set " + HINT_HEADER
                + " \"" + HINT + "\""
                + " \"expr=%{REQUEST_STATUS} -eq 403 && %{REQUEST_URI} !~ m#^/+"
                + ownPath(topology).substring(1)
                + "/#\"\n";
    }

    /** Comments that explain for each layout how to include a fragment. */
    static String hints(String fragment) {
        StringBuilder hints = new StringBuilder();
        for (HttpdLayout layout : HttpdLayout.ALL) {
            hints.append("# ")
                    .append(layout.name())
                    .append(" (")
                    .append(layout.install())
                    .append("):\n");
            layout.include().forEach(line -> hints.append("#   ")
                    .append(line.replace("FRAGMENT", fragment))
                    .append('\n'));
        }
        return hints.toString();
    }
}
