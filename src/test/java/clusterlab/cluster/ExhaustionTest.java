package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ExhaustionTest {
    @Test
    void theInnermostCauseSaysWhatIsExhausted() {
        assertThat(Exhaustion.of(new IllegalStateException(
                        new OutOfMemoryError("unable to create native thread: possibly out of memory"))))
                .contains(Exhaustion.THREADS);
        assertThat(Exhaustion.of(HostException.of(new SocketException("Too many open files"))))
                .contains(Exhaustion.FILES);
        assertThat(Exhaustion.of(new OutOfMemoryError("Java heap space"))).contains(Exhaustion.HEAP);
        assertThat(Exhaustion.of(new IOException("Address already in use"))).isEmpty();
        assertThat(Exhaustion.of(null)).isEmpty();
    }

    @Test
    void theAdviceNamesTheLimit() {
        assertThat(Exhaustion.FILES.advice()).contains("ulimit -n").endsWith("fewer nodes.");
        assertThat(Exhaustion.THREADS.advice()).contains("ulimit -u");
        assertThat(Exhaustion.HEAP.advice()).contains("-Xmx");
    }
}
