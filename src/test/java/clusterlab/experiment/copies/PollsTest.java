package clusterlab.experiment.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PollsTest {
    private final Polls polls = new Polls();

    @Test
    void howeverLongItWatchesItKeepsThree() {
        for (int at = 0; at < 1000; at++) {
            polls.add(at % 3 == 0 ? differing(at) : alike(at));
        }
        assertThat(polls.kept()).extracting(CopySnapshot::at).containsExactly(0L, 999L);
        polls.add(alike(1000));
        polls.add(alike(1001));
        assertThat(polls.kept()).extracting(CopySnapshot::at).containsExactly(0L, 999L, 1000L);
    }

    @Test
    void copiesThatWereAlikeAllTheTimeNeedOnlyTheFirst() {
        polls.add(alike(1));
        polls.add(alike(2));
        assertThat(polls.kept()).extracting(CopySnapshot::at).containsExactly(1L);
    }

    private static CopySnapshot alike(long at) {
        return snapshot(at, 7);
    }

    private static CopySnapshot differing(long at) {
        return snapshot(at, 6);
    }

    private static CopySnapshot snapshot(long at, long second) {
        return new CopySnapshot(
                at,
                List.of(
                        CopyState.of(0, "node1", CopyState.Role.REPLICA, 7),
                        CopyState.of(0, "node2", CopyState.Role.REPLICA, second)));
    }
}
