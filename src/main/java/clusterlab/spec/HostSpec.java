package clusterlab.spec;

import java.io.File;
import java.util.Map;

/**
 * Where the nodes run, and on what.
 *
 * @param kind the same for all nodes
 * @param usual what a node runs on unless it is named below; not used by {@link Kind#JVM}
 * @param of by the name of the node
 */
public record HostSpec(Kind kind, NodeRuntime usual, Map<String, NodeRuntime> of) {
    /** All nodes in this JVM. */
    public static final HostSpec JVM = new HostSpec(Kind.JVM, NodeRuntime.OWN, Map.of());

    /** The kinds of hosts. */
    public enum Kind {
        /** All nodes in the JVM of the lab. */
        JVM,
        /** Each node is the lab's own Tomcat in a JVM of its own. */
        PROCESS,
        /** Each node is an unmodified Tomcat in a JVM of its own. */
        STOCK;

        /** Whether its nodes can be frozen here: SIGSTOP needs a process of its own, and Windows has none. */
        public boolean freezes() {
            return this != JVM && File.separatorChar == '/';
        }

        /** A sentence for a freeze that a host of this kind can't do. */
        public String whyNoFreeze() {
            return this == JVM
                    ? "freeze needs nodes in processes of their own: start the lab with --process or --tomcat."
                    : "freeze needs SIGSTOP, which this operating system does not have.";
        }
    }

    /** Copies the map. */
    public HostSpec {
        of = Map.copyOf(of);
    }

    /** What the node of this name runs on. */
    public NodeRuntime runtime(String node) {
        return of.getOrDefault(node, usual);
    }
}
