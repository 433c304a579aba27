package clusterlab.export;

import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.Map;
import java.util.Optional;

/**
 * The httpd that the files are for.
 *
 * @param connector the module that the complete {@code httpd.conf} uses to reach the nodes
 * @param dir absolute path of the folder that the files will be in; it becomes ServerRoot
 * @param modules absolute path of the folder with httpd's {@code mod_*.so}
 * @param jkModule absolute path of {@code mod_jk.so}
 * @param user the user of httpd's children when root starts httpd; empty if another user starts it, because httpd then
 *     cannot change the user
 * @param activations activation by node name; a node that is not in the map is active
 * @param placement where httpd and the nodes are; empty if all are on this machine
 */
public record HttpdTarget(
        Connector connector,
        String dir,
        String modules,
        String jkModule,
        Optional<Account> user,
        Map<String, Activation> activations,
        Optional<Placement> placement) {

    /** mod_jk builds the name of its lock file in 256 bytes, without a check ({@code jk_shm.c, do_shm_open_lock}). */
    private static final int LONGEST_DIR = 200;

    /**
     * Refuses values that a configuration cannot contain.
     *
     * @throws IllegalArgumentException if a path is not absolute, or has control characters or <code>${</code>, or if
     *     {@code dir} is longer than 200 bytes or has a character of file patterns
     */
    public HttpdTarget {
        Quote.path("the folder", dir, LONGEST_DIR);
        if (dir.matches(".*[*?\\[].*")) {
            // Include treats them as a pattern, in ServerRoot too.
            throw new IllegalArgumentException(
                    "The path of the folder, " + dir + ", contains *, ? or [; use another path.");
        }
        Quote.path("the folder of httpd's modules", modules, 1000);
        Quote.path("mod_jk", jkModule, 1000);
        activations = Map.copyOf(activations);
    }

    /** All on this machine. */
    public HttpdTarget(
            Connector connector,
            String dir,
            String modules,
            String jkModule,
            Optional<Account> user,
            Map<String, Activation> activations) {
        this(connector, dir, modules, jkModule, user, activations, Optional.empty());
    }

    /** The same httpd on its own machine before nodes on theirs; clients on other machines can connect. */
    public HttpdTarget on(Placement machines) {
        return new HttpdTarget(connector, dir, modules, jkModule, user, activations, Optional.of(machines));
    }

    /** The address of a node. */
    String address(NodeSpec node) {
        return placement.map(machines -> machines.address(node)).orElse(Topology.LOOPBACK);
    }

    /** The address that httpd listens on. */
    String front() {
        return placement.map(Placement::front).orElse(Topology.LOOPBACK);
    }

    /** For files that another machine will use: the modules of this layout, and a user other than root. */
    public static HttpdTarget of(HttpdLayout layout, Connector connector, String dir) {
        String modules = layout.modules().get(0);
        return new HttpdTarget(connector, dir, modules, modules + "/mod_jk.so", Optional.empty(), Map.of());
    }

    /** Which requests the operator allows for a node. */
    public enum Activation {
        /** All requests. */
        ACTIVE("A", ""),
        /** Only requests of its own sessions. */
        DISABLED("D", " status=+N"),
        /** No requests. */
        STOPPED("S", " status=+S");

        private final String jk;
        private final String proxy;

        Activation(String jk, String proxy) {
            this.jk = jk;
            this.proxy = proxy;
        }

        String jk() {
            return jk;
        }

        String proxy() {
            return proxy;
        }
    }

    /**
     * A user and a group of the operating system.
     *
     * @param name of the user
     * @param group by name, or {@code #} and its number
     */
    public record Account(String name, String group) {

        /**
         * Refuses invalid names.
         *
         * @throws IllegalArgumentException for other characters than letters, digits and {@code . _ -}
         */
        public Account {
            if (!name.matches("[A-Za-z0-9._-]+") || !group.matches("#?[A-Za-z0-9._-]+")) {
                throw new IllegalArgumentException("invalid name of a user or a group: " + name + ", " + group);
            }
        }
    }
}
