package clusterlab.plants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlantsTest {
    @Test
    void thereAreSixteenKindsOrMoreEachWithItsOwnName() {
        assertThat(Plants.ALL).extracting(Plant::kind).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(16);
    }
}
