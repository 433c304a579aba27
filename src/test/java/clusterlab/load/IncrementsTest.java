package clusterlab.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IncrementsTest {
    private static final String ID = "0123456789ABCDEF";
    private final Increments increments = new Increments();

    @Test
    void aCounterThatGoesUpByOneHasLostNothing() {
        assertThat(increments.answered(ID + ".node1", 1)).isZero();
        assertThat(increments.answered(ID + ".node1", 2)).isZero();
        assertThat(increments.answered(ID + ".node1", 3)).isZero();
    }

    @Test
    void anotherRouteIsTheSameSession() {
        increments.answered(ID + ".node1", 1);
        assertThat(increments.answered(ID + ".node2", 2)).isZero();
    }

    @Test
    void aRequestWithoutAnswerMayHaveIncrementedOrNot() {
        increments.answered(ID, 5);
        assertThat(increments.answered(ID, 7)).isZero();
        assertThat(increments.answered(ID, 8)).isZero();
    }

    @Test
    void aSmallerCounterCountsWhatIsMissingUntilItIsWhereItWas() {
        increments.answered(ID, 10);
        assertThat(increments.answered(ID, 8)).isEqualTo(1);
        assertThat(increments.answered(ID, 9)).isEqualTo(1);
        assertThat(increments.answered(ID, 10)).isEqualTo(1);
        assertThat(increments.answered(ID, 11)).isZero();
    }

    @Test
    void atNoMomentOfASplitMoreAreLostThanAreMissingWhicheverSideStays() {
        long[] side = {10, 10};
        long[] lost = {increments.answered(ID + ".node1", 10)};
        for (int answers = 1; answers <= 60; answers++) {
            // Two of three to the first side, in turn.
            int to = answers % 3 == 0 ? 1 : 0;
            lost[0] += increments.answered(ID + ".node" + (to + 1), ++side[to]);
            assertThat(lost[0]).isLessThanOrEqualTo(10 + answers - Math.max(side[0], side[1]));
        }
        assertThat(lost[0]).isEqualTo(20);
    }

    @Test
    void aSplitInWhichTheSidesTakeTurnsLosesNoMoreThanWereAnswered() {
        long lost = increments.answered(ID, 1);
        for (int answers = 0; answers < 100; answers++) {
            lost += increments.answered(ID, answers % 2 == 0 ? 51 + answers / 2 : 2 + answers / 2);
        }
        lost += increments.answered("FEDCBA9876543210", 1);
        assertThat(lost).isEqualTo(101);
    }

    @Test
    void theSameCounterTwiceIsOneIncrementLost() {
        increments.answered(ID, 4);
        assertThat(increments.answered(ID, 4)).isEqualTo(1);
    }

    @Test
    void aNewSessionLosesAllOfTheOldOne() {
        increments.answered(ID + ".node1", 41);
        assertThat(increments.answered("FEDCBA9876543210.node2", 1)).isEqualTo(41);
        assertThat(increments.answered("FEDCBA9876543210.node2", 2)).isZero();
    }

    @Test
    void theFirstSessionReplacesNothing() {
        assertThat(increments.answered(ID, 1)).isZero();
    }
}
