package clusterlab.front.program;

import clusterlab.front.Balancer.Worker;
import java.io.IOException;
import java.util.Map;

/** Reads and changes the workers of a program that runs. */
public interface FrontControl {
    /**
     * The current state of a worker in the program.
     *
     * @param worker its state and its counts since the program last read its configuration
     * @param port its port in the program's configuration
     */
    record Seen(Worker worker, int port) {}

    /**
     * The current state of the balancer in one process of the program.
     *
     * @param workers all workers, by node name
     * @param sticky whether sessions stay on their nodes
     */
    record View(Map<String, Seen> workers, boolean sticky) {}

    /**
     * Reads the current state.
     *
     * @throws IOException if the program does not answer, or another program answers on its port
     */
    View view() throws IOException;

    /** Sets which requests the operator allows for a node. */
    void activate(String node, Worker.Activation activation) throws IOException;
}
