package clusterlab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.replay.ReplayData.Frame;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrameLogTest {
    private final FrameLog log = new FrameLog();

    private void look(long now, long requests) {
        log.add(now, List.of(requests), Map.of("nodes", Map.of()), new TreeSet<>());
    }

    /** One request at 1 s and one at 30 s: between them the rate has to be 0, not a slope. */
    @Test
    void aQuietTimeHasAFrameAtItsBeginAndOneAtItsEnd() {
        for (long now = 0; now <= 40_000; now += 250) {
            look(now, now < 1_000 ? 0 : now < 30_000 ? 1 : 2);
        }
        assertThat(log.frames())
                .extracting(Frame::millis)
                .containsExactly(0L, 1_000L, 2_000L, 29_750L, 30_000L, 31_000L);
        assertThat(log.frames()).extracting(frame -> frame.requests().get(0)).containsExactly(0L, 1L, 1L, 1L, 2L, 2L);
        assertThat(log.looked()).isEqualTo(40_000);
    }

    @Test
    void eachChangeIsAFrame() {
        for (int i = 0; i < 10; i++) {
            look(250L * i, i);
        }
        assertThat(log.frames()).hasSize(10);
    }

    @Test
    void aLongRunIsThinnedOut() {
        for (int i = 0; i < 10_000; i++) {
            look(250L * i, i);
        }
        assertThat(log.frames()).hasSizeBetween(500, 1_500);
    }
}
