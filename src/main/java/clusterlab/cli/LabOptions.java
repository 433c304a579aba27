package clusterlab.cli;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.function.ToIntFunction;

/** The options of a lab that fits the files of an exported front; {@code cluster-lab @FILE} reads them. */
final class LabOptions {
    /** The name of the file. */
    static final String FILE = "lab.options";

    private LabOptions() {}

    /**
     * The file.
     *
     * @param ajp whether the front uses the AJP connectors; else the HTTP connectors
     * @throws SpecException if the ports of the plan are in no regular distance
     */
    static String text(ClusterSpec spec, Topology topology, boolean ajp) throws SpecException {
        String option = ajp ? "--ajp-port" : "--http-port";
        ToIntFunction<NodeSpec> port = ajp ? NodeSpec::ajpPort : NodeSpec::httpPort;
        int first = port.applyAsInt(topology.nodes().get(0));
        int step = spec.ajp().step();
        if (topology.nodes().stream().anyMatch(node -> port.applyAsInt(node) != first + node.index() * step)) {
            throw new SpecException(List.of(Problem.usage(
                    option + " " + (ajp ? spec.ajp() : spec.http()).base() + ": the " + (ajp ? "AJP" : "HTTP")
                            + " ports collide with other ports of the plan; use another " + option + ".")));
        }
        StringBuilder text = new StringBuilder();
        text.append("# The lab that belongs to these files: java -jar cluster-lab.jar @")
                .append(FILE)
                .append('\n');
        text.append("# Its front is the ")
                .append(ajp ? "httpd" : "proxy")
                .append(" with these files. You can add options.\n");
        text.append("--front none\n");
        text.append("--preset ").append(topology.preset().word()).append('\n');
        text.append("--nodes ").append(topology.nodes().size()).append('\n');
        text.append(option).append(' ').append(first).append('\n');
        text.append("--port-step ").append(step).append('\n');
        if (!topology.contextPath().isEmpty()) {
            text.append("--context-path ").append(topology.contextPath()).append('\n');
        }
        if (ajp) {
            text.append("--ajp-secret ").append(topology.ajpSecret().value()).append('\n');
        }
        return text.toString();
    }
}
