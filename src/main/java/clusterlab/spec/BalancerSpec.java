package clusterlab.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The front before the nodes.
 *
 * @param kind which balancer, or none
 * @param sticky whether a session's requests go to the node that its id names
 * @param httpd the httpd program to run, or empty to look for it; for {@link Kind#HTTPD} only
 * @param connector how httpd talks to the nodes, or empty for mod_jk where it is installed, else mod_proxy
 */
public record BalancerSpec(Kind kind, boolean sticky, Optional<Path> httpd, Optional<Connector> connector) {

    /** The default: built in, sticky. */
    public static final BalancerSpec DEFAULT =
            new BalancerSpec(Kind.EMBEDDED, true, Optional.empty(), Optional.empty());

    /** Which front. */
    public enum Kind {
        /** Built in, speaks AJP to the nodes. */
        EMBEDDED,
        /** An installed Apache httpd, run as a child process. */
        HTTPD,
        /** An installed HAProxy; speaks HTTP to the nodes. */
        HAPROXY,
        /** An installed nginx; speaks HTTP to the nodes. */
        NGINX,
        /** No front: clients talk to the nodes. */
        NONE,
        /** The front of a cluster elsewhere: clients use it, and nobody here controls it. */
        GIVEN;

        /** Whether it sends requests to the nodes' AJP connectors; else to their HTTP connectors. */
        public boolean speaksAjp() {
            return this == EMBEDDED || this == HTTPD;
        }

        /** The word of {@code --front}; {@code given} for one that has none. */
        public String word() {
            return this == GIVEN ? "given" : Words.FRONT.word(this);
        }
    }

    /** How httpd talks to the nodes: AJP both ways. */
    public enum Connector {
        /** Tomcat's own module. */
        MOD_JK,
        /** httpd's mod_proxy_ajp and mod_proxy_balancer, httpd 2.4.42 or newer. */
        MOD_PROXY;

        /** The word of {@code --connector}. */
        public String word() {
            return Words.CONNECTOR.word(this);
        }
    }

    /** The same front with or without sticky sessions. */
    public BalancerSpec withSticky(boolean newSticky) {
        return new BalancerSpec(kind, newSticky, httpd, connector);
    }

    /** Another front with the same settings. */
    public BalancerSpec withKind(Kind newKind) {
        return new BalancerSpec(newKind, sticky, httpd, connector);
    }

    /** Another httpd program. */
    public BalancerSpec withHttpd(Path program) {
        return new BalancerSpec(kind, sticky, Optional.of(program), connector);
    }

    /** Another way from httpd to the nodes. */
    public BalancerSpec withConnector(Connector newConnector) {
        return new BalancerSpec(kind, sticky, httpd, Optional.of(newConnector));
    }
}
