package clusterlab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergePatchTest {
    private static final Map<String, Object> BEFORE = Map.of(
            "nodes", Map.of("node1", Map.of("state", "UP", "members", Map.of("node2", 1))), "counts", List.of(1, 2));

    @Test
    void equalTreesHaveAnEmptyPatch() {
        assertThat(MergePatch.of(BEFORE, BEFORE)).isEmpty();
    }

    @Test
    void onlyWhatChangedIsInIt() {
        Map<String, Object> now =
                Map.of("nodes", Map.of("node1", Map.of("state", "UP", "members", Map.of())), "counts", List.of(1, 3));
        Map<String, Object> patch = MergePatch.of(BEFORE, now);
        assertThat(patch).containsOnlyKeys("nodes", "counts").containsEntry("counts", List.of(1, 3));
        assertThat(patch.get("nodes")).hasToString("{node1={members={node2=null}}}");
    }

    @Test
    void whatIsGoneBecomesNull() {
        assertThat(MergePatch.of(BEFORE, Map.of("counts", List.of(1, 2))))
                .containsOnlyKeys("nodes")
                .containsEntry("nodes", null);
    }

    @Test
    void partsThatDidNotChangeAreTheSameObject() {
        Map<String, Object> now = Map.of(
                "nodes", Map.of("node1", Map.of("state", "UP", "members", Map.of("node2", 1))), "counts", List.of(7));
        Map<?, ?> shared = (Map<?, ?>) MergePatch.shared(BEFORE, now);
        assertThat(shared).isEqualTo(now);
        assertThat(shared.get("nodes")).isSameAs(BEFORE.get("nodes"));
        assertThat(MergePatch.shared(BEFORE, Map.copyOf(BEFORE))).isSameAs(BEFORE);
    }
}
