package clusterlab.plants;

import clusterlab.experiment.verdict.Status;
import clusterlab.run.Rig;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/** All of them. A new one is an entry here. */
final class Plants {
    private Plants() {}

    private static final Trial CALM = new Trial("failover", true, 8, 4, 150);
    private static final Trial SHORT_AT_FULL_SPEED = new Trial("failover", true, 16, 12, 0);
    private static final Trial FULL_SPEED = new Trial("failover", true, 16, 25, 0);
    private static final Trial FAILOVER = new Trial("failover", false, 8, 3, 150);
    private static final Trial REJOIN = new Trial("rejoin", false, 8, 3, 150);
    private static final Trial PARTITION = new Trial("partition", false, 8, 3, 100);
    private static final Trial READS = new Trial("stale-read", false, 8, 5, 0);
    private static final Trial IDS = new Trial("id-change", true, 8, 4, 150);

    /** First those that harm sessions, then those in which something that a verdict needs does not happen. */
    static final List<Plant> ALL = List.of(
            harms("drops-1-of-50", "one replica drops 1 delta of 50", CALM, seed -> Replica.drops(50)),
            harms(
                    "drops-1-of-500",
                    "one replica drops 1 delta of 500",
                    SHORT_AT_FULL_SPEED,
                    seed -> Replica.drops(500)),
            harms("drops-1-of-5000", "one replica drops 1 delta of 5,000", FULL_SPEED, seed -> Replica.drops(5_000)),
            harms(
                    "corrupts-value",
                    "one replica alters an element, 1 delta of 50",
                    CALM,
                    seed -> Replica.corruptsValue(50)),
            harms(
                    "deletes-attribute",
                    "one replica deletes an older element, 1 delta of 50",
                    CALM,
                    seed -> Replica.deletesAttribute(50)),
            harms(
                    "forgets-session",
                    "one replica forgets the session, 1 delta of 50",
                    CALM,
                    seed -> Replica.forgetsSession(50)),
            harms("old-id-lives", "replicas keep the old id too, 1 change of 10", IDS, seed -> Replica.keepsOldId(10)),
            harms("read-lies", "1 read of 100 lacks an element", READS, seed -> Page.readLies(100)),
            harms(
                    "sessions-mixed",
                    "1 increment of 100 goes to another user's session",
                    CALM,
                    seed -> Page.mixesSessions(100)),
            harms(
                    "acknowledged-early",
                    "1 element of 100 is written 0.5 s after its answer",
                    CALM,
                    seed -> Page.answersBeforeItWrites(100)),
            harms(
                    "answered-not-written",
                    "1 element of 100 is not written",
                    CALM,
                    seed -> Page.answersWithoutWriting(100)),
            harms(
                    "old-counter",
                    "1 increment of 100 does nothing, answers 200 with the old counter",
                    CALM,
                    seed -> Page.answersOldCounter(100)),
            harms("counts-twice", "1 increment of 100 is done twice", CALM, seed -> Page.countsTwice(100)),
            harms(
                    "comes-back-empty",
                    "a killed node returns without sessions",
                    FAILOVER,
                    seed -> Hosts.comesBackEmpty()),
            harms("never-comes-back", "a stopped node does not start again", REJOIN, seed -> Hosts.neverStartsAgain()),
            harms(
                    "start-does-nothing",
                    "a stopped node starts, it says, and does nothing",
                    REJOIN,
                    seed -> Hosts.startDoesNothing()),
            hides("kill-does-nothing", "a killed node goes on", FAILOVER, seed -> Hosts.killDoesNothing()),
            hides("partition-does-nothing", "no link is cut", PARTITION, seed -> Hosts.linksDoNothing()),
            hides(
                    "fault-hits-nobody",
                    "the node that is killed had no sessions",
                    FAILOVER,
                    seed -> Clients.avoidTheNodeThatIsHit(FAILOVER, seed)),
            hides(
                    "load-stalls",
                    "clients stop after half of the time",
                    CALM,
                    seed -> Clients.stopAfter(Duration.ofSeconds(CALM.seconds()).dividedBy(2))),
            hides(
                    "empty-page",
                    "1 increment of 5 does nothing, answers 200 with nothing",
                    CALM,
                    seed -> Page.answersNothing(5)));

    /** Without a plant these must end VALID. Those with a fault are left out: around a fault Tomcat itself may lose something. */
    static final List<Trial> CLEAN = List.of(CALM, SHORT_AT_FULL_SPEED, FULL_SPEED, READS, IDS);

    /**
     * The plant of this kind.
     *
     * @throws NoSuchElementException if there is none
     */
    static Plant named(String kind) {
        return ALL.stream()
                .filter(plant -> plant.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Plant harms(String kind, String what, Trial trial, LongFunction<Rig> rig) {
        return new Plant(kind, what, trial, Status.INVALID, rig);
    }

    private static Plant hides(String kind, String what, Trial trial, LongFunction<Rig> rig) {
        return new Plant(kind, what, trial, Status.UNKNOWN, rig);
    }
}
