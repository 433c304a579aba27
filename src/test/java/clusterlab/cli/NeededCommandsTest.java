package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeededCommandsTest {
    @Test
    void aLabNeedsNoOtherCommand() {
        assertThat(Main.needed(List.of())).isEmpty();
        assertThat(Main.needed(List.of("--nodes", "3", "--json"))).isEmpty();
    }

    @Test
    void aNamedCommandComesWithTheOptionsOfALab() {
        assertThat(Main.needed(List.of("lesson", "crash"))).containsExactly("lesson", "run");
        assertThat(Main.needed(List.of("--json", "experiment", "failover"))).containsExactly("experiment", "run");
        assertThat(Main.needed(List.of("run", "--nodes", "2"))).containsExactly("run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "completion", "expriment", "@file"})
    void allAreReadForWhatMayNameAnyOfThem(String word) {
        assertThat(Main.needed(List.of(word)))
                .contains("run", "experiment", "train")
                .hasSize(14);
    }
}
