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
    void aSmallerCounterCountsWhatIsMissing() {
        increments.answered(ID, 10);
        assertThat(increments.answered(ID, 8)).isEqualTo(3);
        assertThat(increments.answered(ID, 9)).as("it goes on from what it saw").isZero();
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
