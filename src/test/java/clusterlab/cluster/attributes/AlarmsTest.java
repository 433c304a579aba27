package clusterlab.cluster.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.attributes.Alarm.Kind;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final EventLog events = new EventLog(100, Clock.systemUTC());
    private final Alarms alarms = new Alarms(events, Clock.systemUTC());

    private static AttributeFinding finding(String session, String attribute, String cause) {
        return new AttributeFinding(
                Kind.CHANGED_IN_PLACE,
                session,
                List.of(attribute),
                attribute,
                "demo.Cart",
                List.of("node1"),
                "what",
                "happens",
                "remedy",
                cause);
    }

    private List<Event> raised() {
        return events.after(0, 100).stream().map(Stamped::event).toList();
    }

    @Test
    void theSameMistakeInSeveralSessionsIsOneAlarm() {
        for (int i = 0; i < 41; i++) {
            alarms.raise(finding("S" + i + ".node1", "cart", ""));
            alarms.raise(finding("S" + i + ".node2", "cart", ""));
        }
        assertThat(alarms.list()).singleElement().satisfies(alarm -> {
            assertThat(alarm.id()).isEqualTo("a1");
            assertThat(alarm.sessions()).isEqualTo(41);
            assertThat(alarm.times()).isEqualTo(82);
        });
        assertThat(raised()).hasSize(1);
        alarms.raise(finding("S1", "user", ""));
        alarms.raise(finding("S1", "cart", "another death"));
        assertThat(alarms.list()).extracting(Alarm::id).containsExactly("a1", "a2", "a3");
    }

    @Test
    void anAcknowledgedAlarmComesBackWithAnotherSessionOnly() throws Exception {
        alarms.raise(finding("A.node1", "cart", ""));
        alarms.acknowledge("a1");
        assertThat(alarms.list()).isEmpty();
        alarms.raise(finding("A.node2", "cart", ""));
        assertThat(alarms.list()).isEmpty();
        alarms.raise(finding("B.node1", "cart", ""));
        assertThat(alarms.list()).singleElement().satisfies(alarm -> {
            assertThat(alarm.id()).isEqualTo("a2");
            assertThat(alarm.sessions()).isEqualTo(1);
        });
        assertThat(raised())
                .containsExactly(
                        new Event.AlarmRaised("a1", "CHANGED_IN_PLACE", "A", "what"),
                        new Event.AlarmAcknowledged("a1", "what"),
                        new Event.AlarmRaised("a2", "CHANGED_IN_PLACE", "B", "what"));
        alarms.acknowledgeAll();
        assertThat(alarms.list()).isEmpty();
    }

    @Test
    void whatACutLinkLeftBehindEndsWhenAllItsSessionsAreTheSameAgain() {
        AttributeFinding missed = AttributeFindings.sessionAbsent("A.node1", "node1", List.of("node3"));
        assertThat(missed.remedy()).contains("--send-options sync");
        assertThat(AttributeFindings.advised(missed, true, false).remedy()).doesNotContain("sync");
        for (String session : List.of("A.node1", "B.node1")) {
            alarms.raise(AttributeFindings.advised(
                    AttributeFindings.sessionAbsent(session, "node1", List.of("node3")), true, true));
        }
        assertThat(alarms.list()).singleElement().satisfies(alarm -> {
            assertThat(alarm.remedy()).contains("link was cut").doesNotContain("sync");
            assertThat(alarm.sessions()).isEqualTo(2);
        });
        alarms.raise(finding("A.node1", "cart", ""));
        alarms.same("A.node2");
        assertThat(alarms.list()).hasSize(2);
        alarms.same("B.node1");
        assertThat(alarms.list()).extracting(Alarm::kind).containsExactly(Kind.CHANGED_IN_PLACE);
        assertThat(raised()).last().isInstanceOf(Event.AlarmEnded.class);
    }

    @Test
    void whatIsChangedInPlaceIsNotCalledStaleToo() {
        alarms.raise(stale("cart"));
        alarms.raise(finding("A", "cart", ""));
        alarms.raise(finding("A", "list", ""));
        alarms.raise(stale("list"));
        assertThat(alarms.list())
                .extracting(alarm -> alarm.kind() + " " + alarm.attributes())
                .containsExactly("STALE [cart]", "CHANGED_IN_PLACE [cart]", "CHANGED_IN_PLACE [list]");
    }

    private static AttributeFinding stale(String attribute) {
        AttributeFinding one = finding("A", attribute, "");
        return new AttributeFinding(
                Kind.STALE,
                one.session(),
                one.attributes(),
                one.path(),
                one.type(),
                one.nodes(),
                one.what(),
                one.happens(),
                one.remedy(),
                one.cause());
    }

    @Test
    void anUnknownAlarmIsRefusedWithThoseThatStand() {
        assertThatThrownBy(() -> alarms.acknowledge("a7")).hasMessage("There is no alarm a7; none stands.");
        alarms.raise(finding("A", "cart", ""));
        assertThatThrownBy(() -> alarms.acknowledge("a7")).hasMessage("There is no alarm a7; there are a1.");
    }
}
