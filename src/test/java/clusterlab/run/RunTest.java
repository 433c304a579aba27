package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.fault.LinksFault;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {
    @Test
    void slowLinksDelayEachMessageOnce() {
        List<String> nodes = List.of("node1", "node2", "node3");
        List<LinksFault> delays = Run.delays(nodes, 5);
        for (String from : nodes) {
            for (String to : nodes) {
                long millis = delays.stream()
                        .mapToLong(delay -> delay.on(from, to).delayMillis())
                        .sum();
                assertThat(millis).as(from + " to " + to).isEqualTo(from.equals(to) ? 0 : 5);
            }
        }
    }
}
