package clusterlab.export;

import clusterlab.spec.BalancerSpec.Connector;
import java.util.Map;
import java.util.Optional;

/**
 * The httpd that the files are for.
 *
 * @param connector which of the two ways to the nodes the complete {@code httpd.conf} uses
 * @param dir absolute path of the folder that the files will be in; it becomes ServerRoot
 * @param modules absolute path of the folder with httpd's {@code mod_*.so}
 * @param jkModule absolute path of {@code mod_jk.so}
 * @param user of httpd's children when root starts it, or empty if another user will: then httpd can't and need
 *     not change it
 * @param activations what the operator allows for nodes by name; active for those that are not in it
 */
public record HttpdTarget(
        Connector connector,
        String dir,
        String modules,
        String jkModule,
        Optional<Account> user,
        Map<String, Activation> activations) {

    /** mod_jk builds the name of its lock file in 256 bytes, without a check ({@code jk_shm.c, do_shm_open_lock}). */
    private static final int LONGEST_DIR = 200;

    /**
     * Refuses what can't be written into a configuration.
     *
     * @throws IllegalArgumentException if a path is not absolute, or has control characters or <code>${</code>, or if
     *     {@code dir} is longer than 200 bytes or has a character of file patterns
     */
    public HttpdTarget {
        Quote.path("the folder", dir, LONGEST_DIR);
        if (dir.matches(".*[*?\\[].*")) {
            // Include takes them for a pattern, in ServerRoot too.
            throw new IllegalArgumentException("The path of the folder, " + dir + ", has one of * ? [; use another.");
        }
        Quote.path("the folder of httpd's modules", modules, 1000);
        Quote.path("mod_jk", jkModule, 1000);
        activations = Map.copyOf(activations);
    }

    /** For files that go to another machine: modules where this layout has them, started by a user who is not root. */
    public static HttpdTarget of(HttpdLayout layout, Connector connector, String dir) {
        String modules = layout.modules().get(0);
        return new HttpdTarget(connector, dir, modules, modules + "/mod_jk.so", Optional.empty(), Map.of());
    }

    /** What the operator allows a node. */
    public enum Activation {
        /** Everything. */
        ACTIVE("A", ""),
        /** Requests of sessions that it has. */
        DISABLED("D", " status=+N"),
        /** Nothing. */
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
         * Refuses what is not a name.
         *
         * @throws IllegalArgumentException for other characters than letters, digits and {@code . _ -}
         */
        public Account {
            if (!name.matches("[A-Za-z0-9._-]+") || !group.matches("#?[A-Za-z0-9._-]+")) {
                throw new IllegalArgumentException("no names of a user and a group: " + name + ", " + group);
            }
        }
    }
}
