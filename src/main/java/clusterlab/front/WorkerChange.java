package clusterlab.front;

import clusterlab.front.Balancer.Worker;

/**
 * A worker's state changed, as the balancer itself found out.
 *
 * @param node its name
 * @param from the state before
 * @param to the state now; never the same
 * @param why in a few words, for people
 */
public record WorkerChange(String node, Worker.State from, Worker.State to, String why) {}
