package clusterlab;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How the tests wait: they look at once and then every 10 ms. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);

    private Eventually() {}

    /**
     * Waits at most 20 s; {@link ConditionFactory#atMost(Duration)} sets another limit. Conditions run in the caller's thread,
     * so that a test that counts threads counts none of Awaitility's.
     *
     * @param what names the condition if it does not become true
     */
    public static ConditionFactory eventually(String what) {
        return Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE);
    }
}
