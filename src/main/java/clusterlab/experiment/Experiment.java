package clusterlab.experiment;

import clusterlab.experiment.check.AttributeNeverArrives;
import clusterlab.experiment.check.Checker;
import clusterlab.experiment.workload.WorkloadPlan;
import clusterlab.fault.SchedulePlan;
import clusterlab.spec.HostSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An experiment of the catalogue: what happens, what its verdict is about, and what it needs.
 *
 * @param name of the command {@code experiment NAME}
 * @param what happens, one line
 * @param asked what its verdict is about, one line
 * @param mode the workload's pattern
 * @param faults which ones the load gets; empty for none
 * @param needsControl whether the same seed runs once without the fault, for comparison
 * @param sticky the front's default
 * @param checkers each of them must have something to check, or the run is UNKNOWN
 * @param variants runs that differ by something of the experiment's own and are reported side by side; one or more
 * @param defaults what is used unless asked otherwise
 */
public record Experiment(
        String name,
        String what,
        String asked,
        WorkloadPlan.Mode mode,
        Optional<SchedulePlan> faults,
        boolean needsControl,
        boolean sticky,
        List<Checker> checkers,
        List<Variant> variants,
        Defaults defaults) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no variant
     */
    public Experiment {
        checkers = List.copyOf(checkers);
        variants = List.copyOf(variants);
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("an experiment has at least one variant");
        }
    }

    /**
     * What is used unless asked otherwise.
     *
     * @param clients of the workload
     * @param duration of the load
     * @param perSecond requests a second of all clients, 0 for as fast as they can
     * @param sessionLength about how many requests a session has, 0 for one session a client
     * @param width parallel requests of one session
     * @param nodes of the cluster
     */
    public record Defaults(int clients, Duration duration, double perSecond, int sessionLength, int width, int nodes) {}

    /** Whether its faults leave two sides that both go on. */
    public boolean splitsCluster() {
        return faults.filter(SchedulePlan::splits).isPresent();
    }

    /** Whether a node is suspended and goes on. */
    public boolean freezes() {
        return faults.filter(SchedulePlan::freezes).isPresent();
    }

    /** Whether a new version of the application comes under load. */
    public boolean releases() {
        return variants.stream().anyMatch(variant -> variant.release().isPresent());
    }

    /**
     * Why nodes on this host can't have its faults, or don't show what it asks for; a sentence that says what to do, empty if
     * they can.
     *
     * @param calm whether it runs without its faults
     */
    public Optional<String> refusal(HostSpec host, boolean calm) {
        if (host.isBlind() && asksForCopies()) {
            return Optional.of(
                    "it reads the copies inside the nodes or slows their links, which needs an agent in each node,"
                            + " and the file of --target names none.");
        }
        return calm ? Optional.empty() : faults.flatMap(plan -> plan.refusal(host));
    }

    /** Whether clients alone can't see what it asks for. */
    private boolean asksForCopies() {
        return checkers.stream().anyMatch(AttributeNeverArrives.class::isInstance)
                || variants.stream().anyMatch(variant -> variant.page().linkMillis() > 0);
    }

    /** Whether its nodes come back with another Tomcat; its control has the same restarts without that. */
    public boolean upgrades() {
        return faults.filter(SchedulePlan::upgrades).isPresent();
    }

    /** The checkers of a run without its fault. */
    public List<Checker> controlCheckers() {
        return checkers.stream().filter(c -> !c.needsFault()).toList();
    }

    /** The workload of this seed with the defaults. */
    public WorkloadPlan plan(long seed) {
        return plan(seed, defaults.clients(), defaults.perSecond());
    }

    /** The workload of this seed; it has no end of its own, the runner stops it after the duration. */
    public WorkloadPlan plan(long seed, int clients, double perSecond) {
        return new WorkloadPlan(seed, clients, 0, perSecond, defaults.sessionLength(), mode, defaults.width());
    }
}
