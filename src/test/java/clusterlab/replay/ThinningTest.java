package clusterlab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.replay.ReplayData.Frame;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    /** Four a second. */
    private static List<Frame> frames(int seconds) {
        return LongStream.rangeClosed(0, seconds * 4L)
                .mapToObj(i -> new Frame(i * 250, List.of(), Map.of()))
                .toList();
    }

    private static long between(List<Frame> frames, long from, long to) {
        return frames.stream()
                .filter(frame -> frame.millis() >= from && frame.millis() < to)
                .count();
    }

    @Test
    void aFaultAndItsSurroundingsKeepTheirDensity() {
        List<Frame> frames = frames(600);
        TreeSet<Long> marks = new TreeSet<>(List.of(300_000L));
        for (int i = 0; i < 4; i++) {
            frames = Thinning.thin(frames, marks);
        }
        assertThat(between(frames, 299_000, 302_500)).isEqualTo(14);
        assertThat(between(frames, 0, 290_000)).isBetween(60L, 80L);
        assertThat(frames.get(0).millis()).isZero();
        assertThat(frames.get(frames.size() - 1).millis()).isEqualTo(600_000);
    }

    @Test
    void withMarksEverywhereTheFirstFrameAfterEachStays() {
        List<Frame> frames = frames(100);
        TreeSet<Long> marks = new TreeSet<>();
        for (long at = 100; at < 100_000; at += 2_000) {
            marks.add(at);
        }
        List<Frame> thin = Thinning.thin(frames, marks);
        assertThat(thin).hasSizeLessThan(frames.size() * 2 / 3);
        for (long mark : marks) {
            long first = (mark + 249) / 250 * 250;
            assertThat(thin).as("after %d", mark).anyMatch(frame -> frame.millis() == first);
        }
    }

    @Test
    void thinningAgainAndAgainEnds() {
        List<Frame> frames = frames(60);
        TreeSet<Long> marks = new TreeSet<>(List.of(0L, 30_000L));
        for (int i = 0; i < 40; i++) {
            frames = Thinning.thin(frames, marks);
        }
        assertThat(frames).hasSizeLessThan(60);
    }
}
