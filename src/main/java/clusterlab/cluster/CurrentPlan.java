package clusterlab.cluster;

import clusterlab.spec.Topology;
import java.util.function.UnaryOperator;

/**
 * The plan of a running cluster. One change at a time, the front's part included: so the front never gets an older plan
 * last. Whoever changes more than the plan holds its monitor meanwhile.
 */
public final class CurrentPlan {
    private volatile Topology topology;
    private volatile Listener listener = plan -> {};

    CurrentPlan(Topology topology) {
        this.topology = topology;
    }

    /** Gets each change of the plan before it is made, one at a time. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A node is to be added, removed or moved to other ports, or the front was changed.
         *
         * @throws BootException if that is impossible; the plan stays as it is then
         */
        void changed(Topology plan) throws BootException;
    }

    /** A change of the front. */
    @FunctionalInterface
    public interface FrontChange {
        /** Throws if the front stays as it is. */
        void make() throws BootException;
    }

    /** The plan at this moment. */
    Topology topology() {
        return topology;
    }

    /** Calls this one before each change. */
    void listener(Listener changed) {
        listener = changed;
    }

    /** Changes the front, then the plan. If the front refuses the change, the plan stays as it is. */
    synchronized void change(UnaryOperator<Topology> change) throws BootException {
        Topology changed = change.apply(topology);
        listener.changed(changed);
        topology = changed;
    }

    /** The same for a change that the front needs besides. */
    synchronized void change(FrontChange front, UnaryOperator<Topology> change) throws BootException {
        front.make();
        change(change);
    }

    /** A change that concerns no listener. */
    synchronized void changeAlone(UnaryOperator<Topology> change) {
        topology = change.apply(topology);
    }
}
