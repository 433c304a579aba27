package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final LinkFault LOSSY = new LinkFault(false, 0.3, 0, 0);
    private static final LinkFault JITTERY = new LinkFault(false, 0, 50, 20);

    @Test
    void theSameSeedLosesTheSameMessagesOfALink() {
        assertThat(lost(new Draws("node1", 7), "node2")).isEqualTo(lost(new Draws("node1", 7), "node2"));
    }

    @Test
    void otherMessagesAreLostWithAnotherSeedOnAnotherLinkAndInTheOtherDirection() {
        List<Boolean> one = lost(new Draws("node1", 7), "node2");
        assertThat(lost(new Draws("node1", 8), "node2")).isNotEqualTo(one);
        assertThat(lost(new Draws("node1", 7), "node3")).isNotEqualTo(one);
        assertThat(lost(new Draws("node2", 7), "node1")).isNotEqualTo(one);
    }

    @Test
    void trafficOnOneLinkDoesNotChangeWhatAnotherLoses() {
        Draws draws = new Draws("node1", 7);
        lost(draws, "node3");
        assertThat(lost(draws, "node2")).isEqualTo(lost(new Draws("node1", 7), "node2"));
    }

    @Test
    void losesAboutTheShareThatWasAskedFor() {
        long lost = lost(new Draws("node1", 7), "node2").stream()
                .filter(Boolean::booleanValue)
                .count();
        assertThat(lost).isBetween(2_850L, 3_150L);
    }

    @Test
    void jitterComesFromTheSeedAndStaysInItsRange() {
        List<Long> delays = delays(new Draws("node1", 7));
        assertThat(delays).isEqualTo(delays(new Draws("node1", 7))).allSatisfy(delay -> assertThat(delay)
                .isBetween(30L, 70L));
        assertThat(delays).contains(30L, 50L, 70L);
    }

    private static List<Boolean> lost(Draws draws, String to) {
        return IntStream.range(0, 10_000).mapToObj(i -> draws.isLost(to, LOSSY)).toList();
    }

    private static List<Long> delays(Draws draws) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> draws.delayMillis("node2", JITTERY))
                .toList();
    }
}
