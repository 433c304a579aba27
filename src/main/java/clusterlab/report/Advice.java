package clusterlab.report;

import static clusterlab.lang.Lang.tr;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.workload.WorkloadPlan.Mode;
import clusterlab.spec.ManagerSpec;
import java.util.Optional;

/**
 * What a finding means for users, and what to change.
 *
 * @param checker whose findings
 * @param meaning one or two sentences
 * @param change what to do about it
 */
public record Advice(String checker, String meaning, String change) {
    private static String sync() {
        return tr("Set channelSendOptions=\"6\" (SYNC_ACK with USE_ACK) on <Cluster>: the answer then"
                + " waits until every reachable member has applied the change.");
    }

    private static String backupMoves() {
        return tr("BackupManager waits already: it sends with mapSendOptions on <Manager>, 6 unless set, whatever"
                + " channelSendOptions says. But a change that is made while a backup is replaced reaches no"
                + " replica. Use DeltaManager for a few nodes.");
    }

    private static String restartFrozen() {
        return tr(
                "Restart a node that was suspended for longer than its members wait for it, before the front uses it again: sessions"
                        + " are transferred when a node starts, at no other time.");
    }

    private static String noMerge() {
        return tr(
                "Tomcat does not merge. Have the front send to one side only while the cluster is split, and restart the"
                        + " other side after the heal: sessions are transferred when a node starts, at no other time.");
    }

    private static String beside() {
        return tr(
                "Deploy the new version beside the old one (shop##2.war): open sessions stay with the old one to their ends, and new"
                        + " ones begin in the new one.");
    }

    /** What holds for an experiment that brings a new version of the application; empty for what is the same there as anywhere. */
    private static Optional<Advice> ofRelease(String checker) {
        return switch (checker) {
            case "lost-session" ->
                advice(
                        checker,
                        tr(
                                "A user is logged out, and the content of the session is gone: no node that has the new version could read"
                                        + " it."),
                        beside()
                                + tr(
                                        " Else keep the serialVersionUID of each class that a session holds, and only add fields to it."));
            case "acknowledged-then-lost", "stale-read", "diverged-copies" ->
                advice(
                        checker,
                        tr(
                                "An application that is replaced takes its sessions from one other node, as a node that joins does: a change"
                                        + " that is under way at that moment may be missing on it, and a class that it can't read loses"
                                        + " the whole message."),
                        beside());
            default -> Optional.empty();
        };
    }

    /** What holds for an experiment that freezes a node; empty for what is the same there as anywhere. */
    private static Optional<Advice> ofFreeze(String checker) {
        return switch (checker) {
            case "lost-session" ->
                advice(
                        checker,
                        tr(
                                "The node that went on answered with what it had before: a session that began or moved meanwhile is"
                                        + " unknown to it, and the user starts over."),
                        restartFrozen());
            case "diverged-copies", "convergence" ->
                advice(
                        checker,
                        tr(
                                "Senders dropped the frozen node, so its copies missed what happened. It is a member again as soon as it"
                                        + " goes on, with copies that stay behind."),
                        restartFrozen());
            case "availability" ->
                advice(
                        checker,
                        tr(
                                "A frozen node's ports are open: the operating system accepts connections, and nobody answers. Clients of"
                                        + " it wait for as long as the front lets them, and synchronous changes on the other nodes wait"
                                        + " for the sender's time-out."),
                        tr(
                                "Give the front a time-out for answers and a test of its connections (mod_jk: ping_mode=A, reply_timeout)."
                                        + " performReadTest=\"true\" on TcpFailureDetector (--read-test) makes members notice."));
            default -> Optional.empty();
        };
    }

    /** What holds for an experiment that splits the cluster; empty for what is the same there as anywhere. */
    private static Optional<Advice> ofSplit(String checker) {
        return switch (checker) {
            case "acknowledged-then-lost" ->
                advice(
                        checker,
                        tr(
                                "Each side went on alone and acknowledged changes that never reached the other one; after the"
                                        + " heal the last write won."),
                        noMerge());
            case "lost-session" ->
                advice(
                        checker,
                        tr("A session that moves gets an id with its new node (JvmRouteBinderValve). The new id never"
                                + " reaches the other side, and the user starts over with every change of sides."),
                        tr("Keep sessions sticky, so that a user stays on one side. ") + noMerge());
            case "diverged-copies" ->
                advice(
                        checker,
                        tr("No user has seen it yet: the next failover to the other side's node loses the difference."),
                        noMerge());
            case "convergence" ->
                advice(
                        checker,
                        tr(
                                "After the heal the nodes go on with different copies; the node decides which one a user gets."),
                        noMerge());
            case "availability" ->
                advice(
                        checker,
                        tr(
                                "Users waited: a synchronous change waits for the member that is cut off until that member is dropped."),
                        tr("Shorten how long: timeout on <Transport> (3000 ms) and the time until a member expires"
                                + " (expirationTime, dropTime)."));
            default -> Optional.empty();
        };
    }

    /**
     * What to say of a checker's findings.
     *
     * @param fault whether the run had a fault
     */
    static Optional<Advice> of(String checker, Status status, Setup setup, Experiment experiment, boolean fault) {
        Optional<Advice> own = !fault || status == Status.UNKNOWN
                ? Optional.empty()
                : experiment.splitsCluster()
                        ? ofSplit(checker)
                        : experiment.freezes()
                                ? ofFreeze(checker)
                                : experiment.releases() ? ofRelease(checker) : Optional.empty();
        return own.isPresent() ? own : ofAny(checker, status, setup, experiment.mode(), fault);
    }

    private static Optional<Advice> ofAny(String checker, Status status, Setup setup, Mode mode, boolean fault) {
        boolean backup = setup.manager() == ManagerSpec.Kind.BACKUP;
        if (status == Status.UNKNOWN) {
            return checker.equals("evidence")
                    ? advice(
                            checker,
                            tr("Something was not seen that a good result needs: without it, it would prove nothing."),
                            tr("Run it again: on a busy machine with a lower --rate; if no session was hit, with more"
                                    + " --clients or a longer --duration."))
                    : Optional.empty();
        }
        return switch (checker) {
            case "acknowledged-then-lost" ->
                advice(
                        checker,
                        tr(
                                "A change was acknowledged to a user and then lost: an item gone from a basket, a step of a form"
                                        + " undone."),
                        backup && fault
                                ? backupMoves()
                                : setup.sync()
                                        ? tr(
                                                "Replication waits already. Look at the stories: an answer with Content-Length, a"
                                                        + " flush or a body over 8 KB leaves before the replicas have it, so send it"
                                                        + " chunked; and a change without setAttribute is not sent at all.")
                                        : sync());
            case "lost-session" ->
                advice(
                        checker,
                        tr("A user is logged out, and the content of the session is gone."),
                        mode == Mode.ID_CHANGE && fault
                                ? tr(
                                        "The replicas learn of a new id while the request still runs (DeltaManager.changeSessionId, also"
                                                + " when JvmRouteBinderValve renames). If the node dies before its answer, no node knows"
                                                + " the id that the client still has, and no option changes that. Change the id"
                                                + " at login only, not at every request.")
                                : backup
                                        ? tr(
                                                "BackupManager keeps one backup: two nodes that fail together lose sessions."
                                                        + " Use DeltaManager for a few nodes, and let one node be back before the"
                                                        + " next one stops.")
                                        : setup.sync()
                                                ? tr(
                                                        "Let a node be ready, with its sessions transferred, before the next one"
                                                                + " stops; and keep sessions sticky, since JvmRouteBinderValve gives a"
                                                                + " session that moves another id.")
                                                : sync());
            case "stale-read" ->
                advice(
                        checker,
                        tr("A user sees an older page right after a change, and may act on it."),
                        (setup.sync()
                                        ? tr("Send answers without Content-Length: those written as bytes are complete"
                                                + " for the client before ReplicationValve sends.")
                                        : sync())
                                + (setup.sticky()
                                        ? ""
                                        : tr(" Or keep sessions sticky, so that reads go where the write" + " went.")));
            case "lost-update" ->
                advice(
                        checker,
                        tr("Two requests of one session at the same moment, and one of them is lost. HttpSession"
                                + " has no transaction: read, change, setAttribute is not one step."),
                        (setup.sticky()
                                        ? ""
                                        : tr("Keep sessions sticky: an incoming delta also resets what a running"
                                                + " request has changed. "))
                                + tr("Guard the change with a lock of the session in the application, or keep what"
                                        + " counts in a database."));
            case "diverged-copies" ->
                advice(
                        checker,
                        tr("No user has seen it yet: the next failover to a node that is behind loses the difference."),
                        backup ? backupMoves() : setup.sync() ? diverged(mode, fault) : sync());
            case "attribute-never-arrives" ->
                advice(
                        checker,
                        tr("A replica has the session without the attributes of its first request, and never gets them:"
                                + " the session and its attributes are sent on different threads, and a replica drops"
                                + " attributes of a session that it does not have."),
                        backup
                                ? tr("Leave mapSendOptions on <Manager> at 6, its default: channelSendOptions does not"
                                        + " govern BackupManager.")
                                : sync()
                                        + tr(
                                                " Or put OrderInterceptor before MessageDispatchInterceptor in <Channel>, with expire above"
                                                        + " the longest delay; maxThreads=\"1\" on MessageDispatchInterceptor makes it rare only."));
            case "convergence" ->
                advice(
                        checker,
                        tr(
                                "After the heal the nodes go on with different copies; the node decides which one a user gets."),
                        backup ? backupMoves() : setup.sync() ? diverged(mode, fault) : sync());
            case "availability" ->
                advice(
                        checker,
                        tr("Users waited for a page, or saw an error."),
                        (setup.modJk()
                                        ? tr(
                                                "Set socket_connect_timeout, ping_mode=A with ping_timeout, and reply_timeout on the front's"
                                                        + " workers. ")
                                        : "")
                                + tr("Drain a node before it is stopped.")
                                + (backup
                                        ? tr(
                                                " Shorten rpcTimeout (15000 ms) on <Manager>: a request that asks a failed node"
                                                        + " for a session waits that long.")
                                        : ""));
            case "stickiness" ->
                advice(
                        checker,
                        tr("Sessions move although their node is up: each move changes the session's id and costs a"
                                + " replication."),
                        tr("jvmRoute of <Engine> and the worker's name at the front must be equal")
                                + (setup.modJk() ? tr("; set sticky_session=1.") : "."));
            case "counted-twice" ->
                advice(
                        checker,
                        tr("A request took effect twice: the front sent it again when the first node died."),
                        (setup.modJk() ? tr("Set recovery_options=3: what was delivered is not sent again. ") : "")
                                + tr("Make requests that change something repeatable."));
            case "mixed-sessions" ->
                advice(
                        checker,
                        tr("A user saw or holds what another user wrote."),
                        tr(
                                "Look for state that requests share: static fields, fields of a servlet, a cache keyed by the wrong"
                                        + " thing. Tomcat's replication is not known to do this."));
            case "came-back" ->
                advice(
                        checker,
                        tr("A node did not come back whole: it serves nobody, or the members do not see each other."),
                        tr(
                                "Read the node's log in the run folder (--dir). With static membership a node that stopped may stay"
                                        + " unseen until it announces another end: start it again."));
            case "old-id" ->
                advice(
                        checker,
                        tr("An id from before the login still opens the session after it: session fixation."),
                        tr(
                                "Invalidate the session at login and create a new one instead of changing its id; keep sessions"
                                        + " sticky."));
            default -> Optional.empty();
        };
    }

    /** The causes that are left if every answer waited: see docs/findings.md. */
    private static String diverged(Mode mode, boolean fault) {
        String repair = tr(" Setting the attribute again repairs it.");
        return mode == Mode.PARALLEL
                ? tr(
                                "Avoid parallel requests of one session: their changes may arrive in another order, and the last one"
                                        + " wins.")
                        + repair
                : fault
                        ? tr(
                                        "A node that rejoins drops changes that are older than the state which it fetches, though that state"
                                                + " may not have them (DeltaManager.getAllClusterSessions; its log says \"Drop message\")."
                                                + " Set stateTimestampDrop=\"false\" on <Manager>: of 40 rejoins under load 1 lost a change"
                                                + " then, 17 without it.")
                                + repair
                        : tr(
                                        "There was no fault and there were no parallel requests: this is a race inside Tomcat, and no"
                                                + " option is known to prevent it.")
                                + repair;
    }

    private static Optional<Advice> advice(String checker, String meaning, String change) {
        return Optional.of(new Advice(checker, meaning, change));
    }
}
