package clusterlab.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    @Test
    void aLogThatIsOffWaitsForTheWholeTimeoutAfterAnEventToo() throws Exception {
        EventLog off = new EventLog(0, Clock.systemUTC());
        off.append(new Event.LoadChanged(true, 1));
        long start = System.nanoTime();
        List<Stamped> events = off.await(0, 10, TIMEOUT);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
        assertThat(events).isEmpty();
    }

    @Test
    void aLogThatIsOnReturnsAtOnceWithWhatIsThere() throws Exception {
        EventLog on = new EventLog(2, Clock.systemUTC());
        Stamped event = on.append(new Event.LoadChanged(true, 1));
        assertThat(on.await(0, 10, Duration.ofHours(1))).containsExactly(event);
    }
}
