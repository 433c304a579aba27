package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.SpecException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
    private static final long GB = 1_000_000_000;

    @Test
    void defaultsFitInASmallHeap() {
        assertThatCode(() -> MemoryNeed.refuseIfTooMuch(3, Duration.ofSeconds(12), 800, GB / 8))
                .doesNotThrowAnyException();
    }

    @Test
    void anHourAtFullSpeedIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> MemoryNeed.refuseIfTooMuch(3, Duration.ofHours(1), 0, 6 * GB))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("18,000,000 requests needs about 14.2 GB")
                .hasMessageContaining("-Xmx18g");
    }

    @Test
    void moreNodesNeedMore() {
        Duration load = Duration.ofSeconds(600);
        assertThatCode(() -> MemoryNeed.refuseIfTooMuch(3, load, 2000, 3 * GB / 2))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MemoryNeed.refuseIfTooMuch(16, load, 2000, 3 * GB / 2))
                .isInstanceOf(SpecException.class);
    }
}
