package clusterlab.front.program;

import clusterlab.export.HttpdTarget.Activation;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program with its folder. */
public interface FrontProgram {
    /** Its name, for messages. */
    String name();

    /**
     * Writes the configuration and lets the program check it.
     *
     * @throws IOException if it can't be written, or the program rejects it
     */
    void configure(Topology topology, Map<String, Activation> activations) throws IOException;

    /** Starts the program. It is not up yet when this returns. */
    ProgramProcess start() throws IOException;

    /** Its log. */
    Path errorLog();

    /** The reason why it ended during its start. */
    IOException whyNotStarted(int port) throws IOException;

    /** The port of a node that it sends requests to. */
    int port(NodeSpec node);
}
