package clusterlab.front;

import clusterlab.front.Balancer.Worker;

/**
 * The balancer detected that a worker's state changed.
 *
 * @param node name of the worker
 * @param from the state before
 * @param to the state now; never the same
 * @param why the reason in a few words, for the user
 */
public record WorkerChange(String node, Worker.State from, Worker.State to, String why) {}
