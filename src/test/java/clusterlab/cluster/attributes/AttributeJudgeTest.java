package clusterlab.cluster.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.AttributeLook;
import clusterlab.agent.AttributeLook.Problem;
import clusterlab.agent.CopyRole;
import clusterlab.agent.SessionLook;
import clusterlab.cluster.attributes.Alarm.Kind;
import clusterlab.cluster.attributes.AttributeJudge.Circumstances;
import clusterlab.cluster.attributes.AttributeJudge.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributeJudgeTest {
    private static final String ID = "789D2F00.node1";

    private final AttributeJudge judge = new AttributeJudge();
    private long millis = 100_000;
    private long steady = 60_000;
    private boolean sync;
    private boolean oneMoment = true;
    private String unreadable = "";

    /** An attribute whose content is a word. */
    private static AttributeLook attribute(String name, String digest, long sets, long since) {
        return attribute(name, digest, 100, sets, since, Problem.NONE);
    }

    private static AttributeLook attribute(
            String name, String digest, int bytes, long sets, long since, Problem problem) {
        return new AttributeLook(
                name,
                "demo.Cart",
                "",
                false,
                bytes,
                digest,
                sets,
                sets > 0 ? 10_000 : -1,
                since,
                problem,
                problem == Problem.NONE ? "" : name + ".owner",
                problem == Problem.NONE ? "" : "demo.Owner");
    }

    private static SessionLook owner(long requests, long idle, AttributeLook... attributes) {
        return new SessionLook(CopyRole.PRIMARY, requests, idle, 20_000, true, List.of(attributes));
    }

    private static SessionLook copy(AttributeLook... attributes) {
        return new SessionLook(CopyRole.REPLICA, -1, -1, -1, true, List.of(attributes));
    }

    private List<AttributeFinding> look(SessionLook... looks) {
        return result(looks).findings();
    }

    private Result result(SessionLook... looks) {
        return judge.judge(
                ID,
                byNode(looks),
                oneMoment,
                new Circumstances(millis, steady, false, sync),
                (owner, session, attribute, reader) -> unreadable);
    }

    private static Map<String, SessionLook> byNode(SessionLook... looks) {
        Map<String, SessionLook> byNode = new LinkedHashMap<>();
        for (int i = 0; i < looks.length; i++) {
            byNode.put("node" + (i + 1), looks[i]);
        }
        return byNode;
    }

    private void pass(long more) {
        millis += more;
        steady += steady < 0 ? 0 : more;
    }

    private static Kind only(List<AttributeFinding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0).kind();
    }

    @Test
    void equalCopiesAreFine() {
        for (int i = 0; i < 5; i++) {
            Result result =
                    result(owner(i, 1_000, attribute("cart", "x" + i, i, 0)), copy(attribute("cart", "x" + i, 0, -1)));
            assertThat(result.findings()).isEmpty();
            assertThat(result.againMillis()).isEmpty();
            pass(5_000);
        }
    }

    @Test
    void aValueThatChangesThoughNobodySetsItWasChangedInPlace() {
        SessionLook behind = copy(attribute("cart", "one", 0, -1));
        assertThat(look(owner(1, 1_000, attribute("cart", "one", 1, 0)), behind))
                .isEmpty();
        pass(2_000);
        Result first = result(owner(2, 1_000, attribute("cart", "two", 1, 1)), behind);
        assertThat(first.findings()).isEmpty();
        assertThat(first.againMillis()).contains(AttributeJudge.SOON);
        pass(AttributeJudge.SOON);
        assertThat(only(look(owner(2, 1_600, attribute("cart", "two", 1, 1)), behind)))
                .isEqualTo(Kind.CHANGED_IN_PLACE);
    }

    @Test
    void aValueThatWasSetMeanwhileWasNot() {
        SessionLook behind = copy(attribute("cart", "one", 0, -1));
        look(owner(1, 1_000, attribute("cart", "one", 1, 0)), behind);
        pass(2_000);
        look(owner(2, 1_000, attribute("cart", "two", 2, 0)), behind);
        pass(AttributeJudge.SOON);
        assertThat(look(owner(2, 1_600, attribute("cart", "two", 2, 0)), behind))
                .isEmpty();
        pass(AttributeJudge.LATE);
        assertThat(only(look(owner(2, 4_600, attribute("cart", "two", 2, 0)), behind)))
                .isEqualTo(Kind.STALE);
    }

    @Test
    void withSynchronousReplicationOneLookIsEnoughIfItSawOneMoment() {
        sync = true;
        SessionLook behind = copy(attribute("cart", "one", 0, -1));
        SessionLook ahead = owner(3, 20, attribute("cart", "three", 1, 2));
        oneMoment = false;
        assertThat(look(ahead, behind)).isEmpty();
        oneMoment = true;
        assertThat(only(look(ahead, behind))).isEqualTo(Kind.CHANGED_IN_PLACE);
    }

    @Test
    void aTornLookIsNoEvidenceOfWhatANodeHeldAlone() {
        SessionLook copies = copy(attribute("n", "5", 0, -1));
        oneMoment = false;
        look(owner(7, 1_000, attribute("n", "4", 4, 0)), copies);
        assertThat(die(copies)).isEmpty();
    }

    @Test
    void butNotIfANodeCameOrWentSinceItWasSet() {
        sync = true;
        steady = 19_000;
        SessionLook behind = copy(attribute("cart", "one", 0, -1));
        SessionLook ahead = owner(3, 1_000, attribute("cart", "three", 1, 2));
        look(ahead, behind);
        pass(AttributeJudge.SOON);
        assertThat(look(ahead, behind)).isEmpty();
    }

    @Test
    void aChangeOnItsWayIsNoMistake() {
        look(owner(1, 1_000, attribute("cart", "one", 1, 0)), copy());
        pass(AttributeJudge.LATE - 1);
        assertThat(look(owner(1, 3_999, attribute("cart", "one", 1, 0)), copy()))
                .isEmpty();
        pass(10);
        assertThat(look(owner(1, 4_009, attribute("cart", "one", 1, 0)), copy(attribute("cart", "one", 0, -1))))
                .isEmpty();
    }

    @Test
    void whatNeverArrivesIsAbsent() {
        SessionLook own = owner(1, 1_000, attribute("cart", "one", 1, 0));
        look(own, copy());
        pass(AttributeJudge.LATE);
        List<AttributeFinding> findings = look(own, copy());
        assertThat(only(findings)).isEqualTo(Kind.ABSENT);
        assertThat(findings.get(0).what()).isEqualTo("session 789D2F: `cart` is on node1 and absent on node2");
    }

    @Test
    void whatWasRemovedAndStaysOnACopyIsNamed() {
        SessionLook own = owner(2, 1_000, attribute("cart", "one", 1, 0));
        SessionLook copy = copy(attribute("cart", "one", 0, -1), attribute("user", "ann", 0, -1));
        look(own, copy);
        pass(AttributeJudge.LATE);
        List<AttributeFinding> findings = look(own, copy);
        assertThat(only(findings)).isEqualTo(Kind.STALE);
        assertThat(findings.get(0).what()).endsWith("`user` is not on node1, and still on node2");
    }

    @Test
    void underLoadACopyThatGetsNothingIsStaleAndOneThatFollowsIsNot() {
        SessionLook stuck = copy(attribute("n", "old", 0, -1));
        assertThat(look(owner(5, 20, attribute("n", "5", 5, 0)), stuck)).isEmpty();
        pass(AttributeJudge.LATE);
        assertThat(only(look(owner(9, 20, attribute("n", "9", 9, 0)), stuck))).isEqualTo(Kind.STALE);
        AttributeJudge other = new AttributeJudge();
        for (int i = 10; i < 20; i++) {
            pass(AttributeJudge.LATE);
            assertThat(other.judge(
                                    ID,
                                    byNode(
                                            owner(i, 20, attribute("n", "" + i, i, 0)),
                                            copy(attribute("n", "" + (i - 1), 0, -1))),
                                    true,
                                    new Circumstances(millis, steady, false, false),
                                    (owner, session, attribute, reader) -> "")
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    void nothingIsComparedWhileARequestRunsOrTheClusterChanges() {
        SessionLook behind = copy(attribute("cart", "one", 0, -1));
        for (int i = 0; i < 5; i++) {
            pass(5_000);
            assertThat(result(owner(1, 0, attribute("cart", "two", 1, 0)), behind)
                            .running())
                    .isTrue();
        }
        steady = -1;
        for (int i = 0; i < 5; i++) {
            pass(5_000);
            assertThat(look(owner(1, 1_000, attribute("cart", "two", 1, 0)), behind))
                    .isEmpty();
        }
    }

    @Test
    void whatIsNotSerializableExplainsWhatDidNotArriveWithIt() {
        SessionLook own = owner(
                1, 1_000, attribute("cart", "?", -1, 1, 0, Problem.NOT_SERIALIZABLE), attribute("user", "ann", 1, 0));
        look(own, copy());
        pass(AttributeJudge.LATE);
        List<AttributeFinding> findings = look(own, copy());
        assertThat(only(findings)).isEqualTo(Kind.NOT_SERIALIZABLE);
        assertThat(findings.get(0).path()).isEqualTo("cart.owner");
        assertThat(findings.get(0).happens()).endsWith("So `user` did not arrive either.");
    }

    @Test
    void whatTheOtherNodeCannotReadIsNamed() {
        unreadable = "ClassNotFoundException: demo.Cart";
        SessionLook own = owner(1, 1_000, attribute("cart", "one", 1, 0));
        look(own, copy());
        pass(AttributeJudge.LATE);
        List<AttributeFinding> findings = look(own, copy());
        assertThat(only(findings)).isEqualTo(Kind.UNREADABLE);
        assertThat(findings.get(0).remedy()).contains("WEB-INF/lib");
    }

    @Test
    void aMissingSessionIsNamed() {
        SessionLook own = owner(1, 1_000, attribute("cart", "one", 1, 0));
        look(own, SessionLook.without(CopyRole.ABSENT));
        pass(AttributeJudge.LATE);
        List<AttributeFinding> findings = look(own, SessionLook.without(CopyRole.ABSENT));
        assertThat(only(findings)).isEqualTo(Kind.ABSENT);
        assertThat(findings.get(0).attributes()).isEmpty();
    }

    private List<AttributeFinding> grow(int... bytes) {
        List<AttributeFinding> findings = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            AttributeLook held = attribute("seen", "d" + bytes[i], bytes[i], i, 0, Problem.NONE);
            findings.addAll(look(owner(i * 5L, 1_000, held), copy(held)));
            pass(1_000);
        }
        return findings;
    }

    @Test
    void whatGrowsWithEachRequestIsNamed() {
        assertThat(only(grow(1_000, 2_000, 3_000, 4_000))).isEqualTo(Kind.GROWS);
    }

    @Test
    void whatHasABoundOrGrowsLittleIsNot() {
        assertThat(grow(1_000, 3_000, 5_000, 5_000, 5_000, 5_000, 5_000)).isEmpty();
        assertThat(grow(1_000, 1_050, 1_100, 1_150, 1_200, 1_250, 1_300)).isEmpty();
        assertThat(grow(1_000, 2_000, 500, 1_500, 2_500, 400, 1_400)).isEmpty();
    }

    private Optional<AttributeFinding> die(SessionLook... survivors) {
        Map<String, SessionLook> looks = new LinkedHashMap<>();
        for (int i = 0; i < survivors.length; i++) {
            looks.put("node" + (i + 2), survivors[i]);
        }
        return judge.heldAloneBy("node1").stream()
                .flatMap(held -> held.lost(looks, "node1", "died", "1").stream())
                .findFirst();
    }

    @Test
    void whatOnlyTheDeadNodeHeldIsLost() {
        SessionLook copy = copy(attribute("list", "old", 0, -1), attribute("user", "ann", 0, -1));
        look(
                owner(
                        2,
                        1_000,
                        attribute("list", "new", 1, 1),
                        attribute("nested", "n", 1, 0),
                        attribute("user", "ann", 1, 0)),
                copy,
                copy);
        AttributeFinding lost = die(copy, copy).orElseThrow();
        assertThat(lost.what()).isEqualTo("session 789D2F: `list` and `nested` were lost when node1 died");
        assertThat(lost.happens())
                .isEqualTo("No other node held `nested`. Of `list` the other nodes hold an older value.");
    }

    @Test
    void whatArrivedInTheLastMomentIsNot() {
        look(owner(2, 1_000, attribute("list", "new", 1, 0)), copy(attribute("list", "old", 0, -1)));
        assertThat(die(copy(attribute("list", "new", 0, -1)))).isEmpty();
        assertThat(die(copy(attribute("list", "changed since", 1, 0)))).isEmpty();
        assertThat(die(SessionLook.without(CopyRole.ABSENT))).as("it ended").isEmpty();
    }

    @Test
    void whatANodeChangedThatServedTheSessionSinceThenDoesNotHideTheLoss() {
        SessionLook copy = copy(attribute("list", "old", 0, -1));
        look(owner(2, 1_000, attribute("list", "new", 1, 1)), copy, copy);
        assertThat(die(owner(1, 50, attribute("list", "old and more", 0, -1)), copy))
                .isPresent();
        look(owner(2, 1_000, attribute("list", "new", 1, 1)), copy, copy);
        assertThat(die(copy(attribute("list", "newer", 0, -1)), copy))
                .as("a change arrived after the last look")
                .isEmpty();
    }

    @Test
    void aSessionWithoutAnyCopyIsLost() {
        look(owner(1, 1_000, attribute("cart", "x", 1, 0)), SessionLook.without(CopyRole.ABSENT));
        assertThat(die(SessionLook.without(CopyRole.ABSENT)).orElseThrow().what())
                .contains("the whole session was lost when node1 died, with `cart`");
    }
}
