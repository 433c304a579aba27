package clusterlab.experiment.copies;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import clusterlab.experiment.copies.CopyState.Role;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CopyReaderTest {
    private static final List<String> NODES = List.of("node1", "node2", "node3");

    /** Sessions by id; a view is made anew at each look. */
    private static final class Held implements CopyReader.Source {
        private final Map<String, Supplier<SessionView>> sessions = new HashMap<>();
        private List<String> live = NODES;

        @Override
        public List<String> live() {
            return live;
        }

        @Override
        public Map<String, SessionView> find(Collection<String> ids) {
            Map<String, SessionView> found = new HashMap<>();
            ids.stream()
                    .filter(sessions::containsKey)
                    .forEach(id -> found.put(id, sessions.get(id).get()));
            return found;
        }

        @Override
        public List<String> idsOn(String node) {
            return List.copyOf(sessions.keySet());
        }

        Held with(String id, Object... copies) {
            SessionView view = view(id, copies);
            sessions.put(id, () -> view);
            return this;
        }
    }

    /** Roles and counters in turn, one pair for each node; a negative counter is a copy without it. */
    private static SessionView view(String id, Object... copies) {
        List<CopyView> views = new ArrayList<>();
        for (int i = 0; i < copies.length; i += 2) {
            long counter = ((Integer) copies[i + 1]).longValue();
            List<CopyView.Attribute> attributes = counter < 0
                    ? List.of()
                    : List.of(
                            new CopyView.Attribute("session_counter", "java.lang.Integer", Long.toString(counter), 81));
            views.add(new CopyView(NODES.get(i / 2), (CopyRole) copies[i], attributes, "", 0));
        }
        return new SessionView(id, views, false, 0);
    }

    @Test
    void everyLiveNodeHasItsCopyAlsoWhereNothingIs() {
        Held held = new Held().with("A.node1", CopyRole.PRIMARY, 5, CopyRole.REPLICA, -1, CopyRole.ABSENT, -1);
        List<CopyState> copies = new CopyReader(held, false)
                .read(Map.of(0, "A.node1", 1, "B.node1"), 7)
                .copies();
        assertThat(copies).hasSize(6);
        assertThat(copies.get(0).value()).isEqualTo(5);
        assertThat(copies.get(1).present()).isTrue();
        assertThat(copies.get(1).value()).isEqualTo(Operation.NONE);
        assertThat(copies.subList(2, 6)).allMatch(c -> !c.present() && c.role() == Role.REPLICA);
    }

    @Test
    void deadNodeHasNoCopyThatCouldBeMissed() {
        Held held = new Held().with("A.node1", CopyRole.PRIMARY, 5, CopyRole.REPLICA, 5, CopyRole.ABSENT, -1);
        held.live = List.of("node1", "node2");
        assertThat(new CopyReader(held, false).read(Map.of(0, "A.node1"), 0).copies())
                .extracting(CopyState::node)
                .containsExactly("node1", "node2");
    }

    @Test
    void backupManagersProxyNeedNotHoldData() {
        Held held = new Held().with("A.node1", CopyRole.PRIMARY, 5, CopyRole.BACKUP, 5, CopyRole.PROXY, -1);
        assertThat(new CopyReader(held, true).read(Map.of(0, "A.node1"), 0).copies())
                .extracting(CopyState::role)
                .containsExactly(Role.PRIMARY, Role.BACKUP, Role.PROXY);
    }

    @Test
    void sessionThatMovedWithoutItsClientKnowingIsFound() {
        Held held = new Held().with("A.node2", CopyRole.REPLICA, 9, CopyRole.PRIMARY, 9, CopyRole.REPLICA, 9);
        assertThat(new CopyReader(held, false).read(Map.of(0, "A.node1"), 0).copies())
                .allMatch(c -> c.value() == 9 && "A.node2".equals(c.sessionId()));
    }

    @Test
    void staleCopyUnderTheOldIdDoesNotHideTheLiveOne() {
        Held held = new Held()
                .with("A.node1", CopyRole.REPLICA, -1, CopyRole.ABSENT, -1, CopyRole.ABSENT, -1)
                .with("A.node2", CopyRole.REPLICA, 9, CopyRole.PRIMARY, 9, CopyRole.REPLICA, 9);
        assertThat(new CopyReader(held, false).read(Map.of(0, "A.node1"), 0).copies())
                .allMatch(c -> c.value() == 9 && "A.node2".equals(c.sessionId()));
    }

    @Test
    void elementsStandInTheOrderOfTheirPlacesAndTwiceIfTheyWereAddedTwice() {
        List<CopyView.Attribute> attributes = List.of(
                new CopyView.Attribute("e7", "java.lang.String", "2,3", 10),
                new CopyView.Attribute("e12", "java.lang.String", "1", 8),
                new CopyView.Attribute("cart", "java.lang.String", "book", 11));
        Held held = new Held();
        held.live = List.of("node1");
        held.sessions.put(
                "A.node1",
                () -> new SessionView(
                        "A.node1", List.of(new CopyView("node1", CopyRole.REPLICA, attributes, "d", 0)), false, 0));
        CopyState copy = new CopyReader(held, false)
                .read(Map.of(0, "A.node1"), 0)
                .copies()
                .get(0);
        assertThat(copy.elements()).isEqualTo(Elements.of(12, 7, 7));
        assertThat(copy.elements().repeated()).isEqualTo(Elements.of(7));
        assertThat(copy.attributes()).isEqualTo(Map.of("cart", "book"));
        assertThat(copy.digest()).isEqualTo("d");
    }

    @Test
    void changeThatIsUnderWayIsNoDifferenceButOneThatStaysIs() {
        Held held = new Held().with("B.node1", CopyRole.PRIMARY, 3, CopyRole.REPLICA, 1, CopyRole.REPLICA, 3);
        int[] looks = {0};
        held.sessions.put(
                "A.node1",
                () -> view(
                        "A.node1",
                        CopyRole.PRIMARY,
                        5,
                        CopyRole.REPLICA,
                        looks[0]++ == 0 ? 4 : 5,
                        CopyRole.REPLICA,
                        5));
        CopySnapshot state = new CopyReader(held, false).readUnderLoad(Map.of(0, "A.node1", 1, "B.node1"), 0);
        assertThat(CopySnapshot.problems(state.bySession().get(0))).isEmpty();
        assertThat(CopySnapshot.problems(state.bySession().get(1))).isNotEmpty();
    }

    @Test
    void oneReaderSeesEachChange() {
        Held held = new Held();
        int[] counter = {0};
        held.sessions.put(
                "A.node1",
                () -> view("A.node1", CopyRole.PRIMARY, ++counter[0] / 2, CopyRole.REPLICA, 0, CopyRole.REPLICA, 0));
        CopyReader reader = new CopyReader(held, false);
        for (long expected : new long[] {0, 1, 1, 2}) {
            assertThat(reader.read(Map.of(0, "A.node1"), 0).copies())
                    .extracting(CopyState::value)
                    .containsExactly(expected, 0L, 0L);
        }
    }
}
