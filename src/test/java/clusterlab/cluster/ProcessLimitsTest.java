package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessLimitsTest {
    private static ProcessLimits limits(long files, long threads, long heap) {
        return new ProcessLimits(OptionalLong.of(files), OptionalLong.of(threads), "ulimit -u", heap);
    }

    @Test
    void tooFewFilesNameTheLimitTheNeedAndTheNodesThatFit() {
        assertThatThrownBy(() -> limits(96, 1000, 1000).refuseIfTooLow(3, true))
                .isInstanceOf(BootException.class)
                .hasMessage("3 nodes need 104 open files, but only 96 are available (ulimit -n);"
                        + " raise the limit, or use --nodes 2.");
    }

    @Test
    void tooFewThreadsForOneNodeGiveNoNumberOfNodes() {
        assertThatThrownBy(() -> limits(1000, 50, 1000).refuseIfTooLow(1, true))
                .hasMessage("1 node needs 62 threads, but only 50 are available (ulimit -u); raise the limit.");
    }

    @Test
    void aSmallHeapSaysTheOptionOfJava() {
        assertThatThrownBy(() -> limits(100_000, 10_000, 48).refuseIfTooLow(20, true))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("20 nodes need ")
                .hasMessageContaining(" MB of heap, but only 48 are available (-Xmx); start java with -Xmx")
                .hasMessageContaining(", or use --nodes ");
    }

    @Test
    void nodesThatKeepNoConnectionsNeedFewerFiles() {
        assertThatCode(() -> limits(1024, 10_000, 1000).refuseIfTooLow(20, false))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> limits(1024, 10_000, 1000).refuseIfTooLow(20, true))
                .isInstanceOf(BootException.class);
    }

    /** What was measured, with a margin of 15; a limit that is that low must not be refused. */
    @ParameterizedTest
    @CsvSource({"3, 115, 100", "10, 614, 227", "20, 1672, 410", "32, 2627, 625", "64, 9344, 1201"})
    void whatWasMeasuredIsNotRefused(int nodes, long files, long threads) {
        assertThatCode(() -> limits(files, threads, 10_000).refuseIfTooLow(nodes, true))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutLimitsNothingIsRefused() {
        ProcessLimits none = new ProcessLimits(OptionalLong.empty(), OptionalLong.empty(), "", 10_000);
        assertThatCode(() -> none.refuseIfTooLow(64, true)).doesNotThrowAnyException();
    }

    @Test
    void thisProcessHasRoomForTheDefaultLab() {
        ProcessLimits own = ProcessLimits.ofThisProcess();
        assertThat(own.heapMegabytes()).isPositive();
        assertThatCode(() -> own.refuseIfTooLow(3, true)).doesNotThrowAnyException();
    }
}
