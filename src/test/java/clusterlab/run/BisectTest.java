package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.BootException;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.BisectReport;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The search with a runner that only answers. */
class BisectTest {
    private final List<String> ran = new ArrayList<>();

    private static List<TomcatHome> versions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TomcatHome("11.0." + i, Path.of("tomcat-" + i)))
                .toList();
    }

    /** One letter for each version: K kept, L lost, U unknown, B does not boot. */
    private BisectReport search(String verdicts) throws Exception {
        List<TomcatHome> versions = versions(verdicts.length());
        return new Bisect(
                        "failover",
                        versions,
                        (tomcat, time) -> {
                            ran.add(tomcat.version());
                            return switch (verdicts.charAt(versions.indexOf(tomcat))) {
                                case 'K' -> new Bisect.Outcome(Status.VALID, "kept");
                                case 'L' -> new Bisect.Outcome(Status.INVALID, "lost");
                                case 'B' -> throw new BootException("Not ready.");
                                default -> new Bisect.Outcome(Status.UNKNOWN, "too slow");
                            };
                        },
                        line -> {})
                .run();
    }

    @Test
    void everyPlaceOfAChangeIsFoundInAFewRuns() throws Exception {
        for (int change = 1; change < 20; change++) {
            for (String pair : List.of("KL", "LK")) {
                ran.clear();
                BisectReport found = search(
                        pair.substring(0, 1).repeat(change) + pair.substring(1).repeat(20 - change));
                assertThat(found.change()).contains(new BisectReport.Change(change - 1, change));
                assertThat(ran).startsWith("11.0.0", "11.0.19").doesNotHaveDuplicates();
                assertThat(ran.size()).isLessThanOrEqualTo(2 + 5);
                assertThat(found.exitCode()).isEqualTo(1);
            }
        }
        assertThat(search("KKLL").sentence())
                .isEqualTo("The verdict changes from KEPT to LOST between 11.0.1 and 11.0.2 (the versions that are at"
                        + " hand).");
    }

    @Test
    void equalEndsAreSaidAndNothingBetweenIsRun() throws Exception {
        BisectReport found = search("LKKL");
        assertThat(ran).containsExactly("11.0.0", "11.0.3");
        assertThat(found.change()).isEmpty();
        assertThat(found.exitCode()).isZero();
        assertThat(found.sentence())
                .isEqualTo("The verdict of 11.0.0 and 11.0.3 is the same, LOST; what is between them was not run.");
        assertThat(found.text()).contains("11.0.1      -         not run");
    }

    @Test
    void unknownIsRunThreeTimesThenSkippedAndNamed() throws Exception {
        BisectReport found = search("KUULL");
        assertThat(ran).filteredOn("11.0.2"::equals).hasSize(3);
        assertThat(ran).filteredOn("11.0.1"::equals).hasSize(3);
        assertThat(found.change()).contains(new BisectReport.Change(0, 3));
        assertThat(found.sentence())
                .endsWith(
                        "between 11.0.0 and 11.0.3 (the versions that are at hand). Skipped, since their verdict stayed"
                                + " UNKNOWN: 11.0.1, 11.0.2.");
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.text()).contains("11.0.2      UNKNOWN   as no. 3, 3 times");
    }

    @Test
    void verdictAfterAnUnknownCounts() throws Exception {
        List<TomcatHome> versions = versions(3);
        BisectReport found = new Bisect(
                        "failover",
                        versions,
                        (tomcat, time) -> new Bisect.Outcome(
                                time < 3 ? Status.UNKNOWN : tomcat == versions.get(2) ? Status.INVALID : Status.VALID,
                                ""),
                        line -> {})
                .run();
        assertThat(found.change()).contains(new BisectReport.Change(1, 2));
    }

    @Test
    void endWithoutAVerdictMakesItUnknown() throws Exception {
        for (String ends : List.of("UKL", "KKU", "BLL", "UKU")) {
            BisectReport found = search(ends);
            assertThat(found.exitCode()).isEqualTo(2);
            assertThat(found.change()).isEmpty();
            assertThat(found.sentence()).startsWith("Whether the verdict changes between 11.0.0 and 11.0.2 is UNKNOWN");
        }
        assertThat(search("BLL").tried().get(0).sentence()).isEqualTo("Not ready.");
    }

    @Test
    void jsonHasTheRunsAndTheChange() throws Exception {
        Map<String, Object> tree = new HashMap<>(search("KUL").tree());
        assertThat(tree).containsEntry("experiment", "failover").containsEntry("exitCode", 1);
        assertThat(tree.get("skipped")).isEqualTo(List.of("11.0.1"));
        assertThat(tree.get("change"))
                .isEqualTo(Map.of(
                        "before", "11.0.0",
                        "after", "11.0.2",
                        "verdictBefore", "VALID",
                        "verdictAfter", "INVALID"));
        assertThat((List<?>) tree.get("runs")).hasSize(3);
        assertThat(search("KK").tree().get("change")).isNull();
    }

    @Test
    void oneVersionHasNothingBetween() {
        assertThatThrownBy(() -> new Bisect("failover", versions(1), (tomcat, time) -> null, line -> {}))
                .hasMessageContaining("two versions");
    }
}
