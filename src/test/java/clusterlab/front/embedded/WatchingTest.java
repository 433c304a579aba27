package clusterlab.front.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchingTest {
    private final Watching watching = new Watching();

    @Test
    void theEndWaitsForWhatBeganAndNothingBeginsAfterIt() throws Exception {
        assertThat(watching.begin()).isNull();
        watching.tell(passed -> {});
        assertThat(watching.begin()).isNotNull();
        FutureTask<Void> end = new FutureTask<>(() -> {
            watching.end(Duration.ofSeconds(20));
            return null;
        });
        Thread ending = new Thread(end);
        ending.start();
        eventually("it waits").until(() -> ending.getState() == Thread.State.TIMED_WAITING);
        assertThat(watching.begin()).isNull();
        assertThat(end).isNotDone();
        watching.over();
        end.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatDoesNotEndIsNotAwaitedForEver() throws Exception {
        watching.tell(passed -> {});
        assertThat(watching.begin()).isNotNull();
        watching.end(Duration.ofMillis(1));
        assertThat(watching.begin()).isNull();
    }
}
