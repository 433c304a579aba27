package clusterlab.experiment;

import clusterlab.experiment.Experiment.Defaults;
import clusterlab.experiment.check.AcknowledgedThenLost;
import clusterlab.experiment.check.AttributeNeverArrives;
import clusterlab.experiment.check.Availability;
import clusterlab.experiment.check.CameBack;
import clusterlab.experiment.check.Checker;
import clusterlab.experiment.check.Convergence;
import clusterlab.experiment.check.CountedTwice;
import clusterlab.experiment.check.DivergedCopies;
import clusterlab.experiment.check.LostSession;
import clusterlab.experiment.check.LostUpdate;
import clusterlab.experiment.check.MixedSessions;
import clusterlab.experiment.check.OldId;
import clusterlab.experiment.check.PositiveEvidence;
import clusterlab.experiment.check.StaleRead;
import clusterlab.experiment.check.Stickiness;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.workload.CountingPage;
import clusterlab.experiment.workload.Release;
import clusterlab.experiment.workload.Site;
import clusterlab.experiment.workload.WorkloadPlan.Mode;
import clusterlab.fault.SchedulePlan;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue. A new experiment is one entry here and its page {@code docs/experiments/NAME.md}. */
public final class Experiments {
    private Experiments() {}

    private static final Checker EVIDENCE = new PositiveEvidence();
    private static final Checker LOST = new AcknowledgedThenLost();
    private static final Checker SESSIONS = new LostSession();
    private static final Checker TWICE = new CountedTwice();
    private static final Checker COPIES = new DivergedCopies();
    private static final Checker SERVED = new Availability();
    private static final Checker STICKY = new Stickiness();
    private static final Checker TOGETHER = new Convergence();
    private static final Checker READS = new StaleRead(false);
    private static final Checker READS_ELSEWHERE = new StaleRead(true);
    private static final Checker OWN = new MixedSessions();
    private static final Checker BACK = new CameBack();

    private static final int NODES = 3;

    private static final List<Variant> ONLY = List.of(Variant.PLAIN);

    private static final Defaults STEADY = defaults(16, 8, 800, 200);

    /** All experiments, in the order of the book. */
    public static final List<Experiment> ALL = List.of(
            new Experiment(
                    "failover",
                    "clients with sticky sessions; owners are killed",
                    "increments lost, sessions lost, longest gap, failed requests",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.KILLS),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, READS, TWICE, OWN, COPIES, SERVED, STICKY),
                    ONLY,
                    defaults(16, 6, 800, 200)),
            new Experiment(
                    "rolling-restart",
                    "each node is stopped and started in turn under load",
                    "the same, and whether the cluster comes back whole",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.ROLLING_RESTART),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, BACK, READS, TWICE, OWN, COPIES, TOGETHER, SERVED, STICKY),
                    ONLY,
                    defaults(16, 12, 500, 200)),
            new Experiment(
                    "rolling-upgrade",
                    "each node is stopped and comes back with the next Tomcat",
                    "what --from X --to Y loses beyond the same restarts without it",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.ROLLING_UPGRADE),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, BACK, READS, TWICE, OWN, COPIES, TOGETHER, SERVED, STICKY),
                    ONLY,
                    defaults(16, 30, 300, 200)),
            new Experiment(
                    "scale",
                    "scaled to 1 node, to all, to 2 and back under load",
                    "sessions lost; does each new node get them, and in time",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.SCALE),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, BACK, READS, TWICE, OWN, COPIES, TOGETHER, SERVED, STICKY),
                    ONLY,
                    new Defaults(16, Duration.ofSeconds(24), 400, 50, 4, 5)),
            new Experiment(
                    "redeploy",
                    "version 2 of the application comes while it is used",
                    "which way keeps the sessions, also if a class of theirs changed",
                    Mode.SEQUENTIAL,
                    Optional.empty(),
                    false,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, READS, TWICE, OWN, COPIES, SERVED, STICKY),
                    releases(),
                    defaults(16, 20, 400, 200)),
            new Experiment(
                    "first-request",
                    "no fault: new sessions that set an attribute at once",
                    "attributes that never arrive on a replica",
                    Mode.NEW_SESSIONS,
                    Optional.empty(),
                    false,
                    true,
                    List.of(EVIDENCE, new AttributeNeverArrives(), SESSIONS, OWN, SERVED),
                    ONLY,
                    defaults(8, 4, 0, 0)),
            new Experiment(
                    "stale-read",
                    "no sticky sessions: write on one node, read on the next",
                    "how many reads are stale, and for how long",
                    Mode.ROAMING,
                    Optional.empty(),
                    false,
                    false,
                    List.of(EVIDENCE, READS_ELSEWHERE, LOST, SESSIONS, TWICE, OWN, COPIES, SERVED),
                    ONLY,
                    defaults(8, 5, 400, 200)),
            new Experiment(
                    "lost-update",
                    "parallel requests of one session, sticky and not",
                    "increments that vanished",
                    Mode.PARALLEL,
                    Optional.empty(),
                    false,
                    true,
                    List.of(EVIDENCE, new LostUpdate(), LOST, SESSIONS, OWN, COPIES, SERVED),
                    List.of(Dimension.STICKY.variant(true), Dimension.STICKY.variant(false)),
                    defaults(4, 4, 400, 100)),
            new Experiment(
                    "partition",
                    "the cluster is split, both sides are served, then healed",
                    "sessions that differ, which side wins, what stays different",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.SPLIT),
                    true,
                    false,
                    List.of(EVIDENCE, LOST, SESSIONS, READS, OWN, COPIES, TOGETHER, SERVED),
                    ONLY,
                    defaults(16, 12, 400, 100)),
            new Experiment(
                    "rejoin",
                    "a node returns under load",
                    "does it have all sessions, and when",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.LONG_STOP),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, BACK, READS, TWICE, OWN, COPIES, TOGETHER, SERVED),
                    ONLY,
                    STEADY),
            new Experiment(
                    "freeze",
                    "an owner is frozen for a while (SIGSTOP), and goes on",
                    "how long clients wait, and what is stale after the thaw",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.FREEZE),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, BACK, READS, TWICE, OWN, COPIES, TOGETHER, SERVED),
                    ONLY,
                    defaults(16, 45, 200, 200)),
            new Experiment(
                    "double-failure",
                    "two owners die within a moment",
                    "delta against backup: what is left",
                    Mode.SEQUENTIAL,
                    Optional.of(SchedulePlan.DOUBLE_KILL),
                    true,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, READS, TWICE, OWN, SERVED),
                    List.of(
                            Dimension.MANAGER.variant(ManagerSpec.Kind.DELTA),
                            Dimension.MANAGER.variant(ManagerSpec.Kind.BACKUP)),
                    defaults(16, 8, 800, 40)),
            new Experiment(
                    "id-change",
                    "the session's id changes, as at a login, during failover",
                    "sessions lost; does an old id still open one",
                    Mode.ID_CHANGE,
                    Optional.of(SchedulePlan.KILLS),
                    false,
                    true,
                    List.of(EVIDENCE, LOST, SESSIONS, READS, TWICE, OWN, new OldId(), SERVED),
                    ONLY,
                    STEADY),
            new Experiment(
                    "response-before-replication",
                    "read on a replica the moment the answer is complete",
                    "how far the client is ahead, with and without Content-Length",
                    Mode.ROAMING,
                    Optional.empty(),
                    false,
                    true,
                    List.of(EVIDENCE, READS_ELSEWHERE, LOST, SESSIONS, OWN, COPIES, SERVED),
                    List.of(
                            Variant.of("chunked", CountingPage.onANetwork(Site.CHUNKED, true)),
                            Variant.of("Content-Length", CountingPage.onANetwork(Site.WITH_LENGTH, true)),
                            Variant.of("Content-Length, front", CountingPage.onANetwork(Site.WITH_LENGTH, false))),
                    defaults(4, 4, 0, 200)));

    private static List<Variant> releases() {
        return Stream.of(true, false)
                .flatMap(same -> Stream.of(Release.Way.values()).map(way -> Variant.of(new Release(way, same))))
                .toList();
    }

    private static Defaults defaults(int clients, int seconds, double perSecond, int sessionLength) {
        return new Defaults(clients, Duration.ofSeconds(seconds), perSecond, sessionLength, 4, NODES);
    }

    /** The experiment of this name. */
    public static Optional<Experiment> named(String name) {
        return ALL.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    private static String control(Experiment e) {
        return !e.needsControl()
                ? ""
                : e.upgrades()
                        ? "(with a control run: the same restarts, no other version)"
                        : "(with a control run without the fault)";
    }

    /** What {@code experiment list} prints: 80 columns at most. */
    public static String list() {
        StringBuilder text = new StringBuilder();
        for (Experiment e : ALL) {
            text.append((e.name() + "  " + control(e)).stripTrailing()).append('\n');
            text.append("    ").append(e.what()).append('\n');
            text.append("    ").append("asked: " + e.asked()).append('\n');
            text.append("    ").append("default: " + defaults(e)).append('\n');
            if (e.freezes()) {
                text.append("    ")
                        .append("needs: --process or --tomcat, or --target with --freeze-command")
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String defaults(Experiment e) {
        Defaults defaults = e.defaults();
        return (defaults.nodes() == NODES ? "" : defaults.nodes() + " nodes, ")
                + Times.plural(defaults.clients(), "client") + ", "
                + defaults.duration().toSeconds() + " s, "
                + (defaults.perSecond() == 0
                        ? "as fast as they can"
                        : Times.count(Math.round(defaults.perSecond())) + " requests/s")
                + ", " + Words.STICKINESS.word(e.sticky());
    }
}
