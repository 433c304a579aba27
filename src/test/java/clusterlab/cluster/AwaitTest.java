package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Eventually;
import clusterlab.cluster.Await.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final AtomicBoolean starting = new AtomicBoolean();

    private void passes(Duration time, Deadline... looked) {
        for (Duration left = time; !left.isZero(); left = left.minusSeconds(1)) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            for (Deadline deadline : looked) {
                deadline.passed();
            }
        }
    }

    private Deadline deadline(Duration most) {
        return Deadline.pausing(Duration.ofSeconds(30), most, starting::get, now::get);
    }

    @Test
    void theStartOfAnApplicationDoesNotCount() {
        Deadline deadline = deadline(Duration.ofMinutes(5));
        passes(Duration.ofSeconds(10), deadline);
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(20));
        starting.set(true);
        passes(Duration.ofSeconds(40), deadline);
        assertThat(deadline.passed()).isFalse();
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(20));
        starting.set(false);
        passes(Duration.ofSeconds(19), deadline);
        assertThat(deadline.passed()).isFalse();
        passes(Duration.ofSeconds(1), deadline);
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void anApplicationThatHangsIsEndedAfterTheLongestPause() {
        Deadline deadline = deadline(Duration.ofSeconds(300));
        starting.set(true);
        passes(Duration.ofSeconds(329), deadline);
        assertThat(deadline.passed()).isFalse();
        passes(Duration.ofSeconds(1), deadline);
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void aLimitThatTheUserChoseIsKept() {
        Deadline deadline = deadline(Duration.ZERO);
        starting.set(true);
        passes(Duration.ofSeconds(30), deadline);
        assertThat(deadline.passed()).isTrue();
        assertThat(deadline.left()).isZero();
    }

    @Test
    void whatIsDerivedPausesToo() {
        Deadline deadline = deadline(Duration.ofMinutes(5));
        Deadline later = deadline.later(Duration.ofSeconds(1));
        starting.set(true);
        passes(Duration.ofSeconds(60), later);
        assertThat(later.left()).isEqualTo(Duration.ofSeconds(31));
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(30));
        assertThat(deadline.orIn(Duration.ofSeconds(2)).left()).isEqualTo(Duration.ofSeconds(2));
        assertThat(deadline.orIn(Duration.ofSeconds(99))).isSameAs(deadline);
    }

    @Test
    void aLongStartIsToldUntilItEnds() {
        List<String> told = new CopyOnWriteArrayList<>();
        BootListener ears = new BootListener() {
            @Override
            public void progress(int started, int seesAll, int nodes) {}

            @Override
            public void waiting(String what, long seconds) {
                told.add(what);
            }

            @Override
            public void warning(String sentence) {}

            @Override
            public void log(String node, LogRecord line) {}
        };
        Duration soon = Duration.ofMillis(1);
        try (StartWatch watch = StartWatch.of("node2", () -> Optional.of("it starts"), ears, soon, soon)) {
            assertThat(watch).isNotNull();
            Eventually.eventually("it is told more than once").until(() -> told.size() > 1);
        }
        assertThat(told).containsOnly("node2: it starts");
    }
}
