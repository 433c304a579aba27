package clusterlab.export.proxy;

import clusterlab.export.HttpdTarget.Activation;
import clusterlab.export.Placement;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.Map;
import java.util.Optional;

/**
 * What the files of a proxy are for.
 *
 * @param comment first lines of the file, each with a hash and a line break
 * @param placement of front and nodes
 * @param check what the proxy asks a node for, to know whether it is up
 * @param socket path of HAProxy's socket for commands; empty for none
 * @param activations activation by node name; a node that is not in the map is active
 */
public record ProxyTarget(
        String comment,
        Placement placement,
        Check check,
        Optional<String> socket,
        Map<String, Activation> activations) {

    /** A question that begins no session. */
    public enum Check {
        /** {@code OPTIONS *}, which Tomcat's connector answers itself (CoyoteAdapter.postParseRequest). */
        CONNECTOR,
        /** The HealthCheckValve of exported bases: everything has started. */
        HEALTH
    }

    /** Copies the map. */
    public ProxyTarget {
        activations = Map.copyOf(activations);
        if (socket.isPresent() && !socket.get().matches("/[A-Za-z0-9/._+-]+")) {
            throw new IllegalArgumentException("The path of the front's socket, " + socket.get()
                    + ", has other characters than letters, digits and . _ + -; use another path.");
        }
    }

    /** All on this machine, or on these. */
    public static ProxyTarget of(String comment, Placement placement, Check check) {
        return new ProxyTarget(comment, placement, check, Optional.empty(), Map.of());
    }

    String address(NodeSpec node) {
        return placement.address(node) + ":" + node.httpPort();
    }

    String listen(Topology topology) {
        return placement.front() + ":" + topology.frontPort();
    }

    Activation activation(NodeSpec node) {
        return activations.getOrDefault(node.name(), Activation.ACTIVE);
    }
}
