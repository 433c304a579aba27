package clusterlab.web;

import clusterlab.cluster.RefusedException;
import clusterlab.load.LoadView;
import java.util.Optional;

/** The built-in load, as API and dashboard drive it. */
public interface LoadControl {

    /**
     * Begins the load, or goes on with these numbers if it runs.
     *
     * @param clients 1 to 1000
     * @param ratePerSecond requests in a second, all clients together, more than 0; empty for as many as they can
     * @throws RefusedException if there is nothing to send requests to
     */
    void start(int clients, Optional<Double> ratePerSecond) throws RefusedException;

    /** Ends the load; returns when the last request was answered or given up. */
    void stop();

    /** What it does now. */
    LoadView snapshot();
}
