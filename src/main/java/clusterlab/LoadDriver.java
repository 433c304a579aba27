package clusterlab;

import clusterlab.cluster.RefusedException;
import clusterlab.load.LoadGenerator;
import clusterlab.load.LoadView;
import clusterlab.web.LoadControl;
import java.util.Optional;
import java.util.OptionalDouble;

/** The load generator as API and dashboard drive it. */
final class LoadDriver implements LoadControl {
    private final LoadGenerator load;

    LoadDriver(LoadGenerator load) {
        this.load = load;
    }

    @Override
    public void start(int clients, Optional<Double> ratePerSecond) throws RefusedException {
        try {
            load.start(clients, ratePerSecond.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void stop() {
        load.stop();
    }

    @Override
    public LoadView snapshot() {
        return load.snapshot();
    }
}
