package clusterlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.app.journey.Difference;
import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
import clusterlab.experiment.verdict.Status;
import clusterlab.lang.Lang;
import clusterlab.report.VerifyReport.Cell;
import clusterlab.report.VerifyReport.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
    private static final List<String> FAULTS = List.of("kill", "stop", "move");
    private static final int THREE_SCREENS = 3 * 24;

    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    private static Found found(String fault, int after, int step, String text) {
        List<Difference> differences = IntStream.range(0, 8)
                .mapToObj(i -> new Difference(
                        new Place(Kind.TEXT, "ul.basket > li:nth(" + i + ")"),
                        text + i,
                        i % 2 == 0 ? "" : "nothing else"))
                .toList();
        return new Found(
                fault,
                "the " + fault + " of node1",
                "node1",
                after,
                "node2",
                step,
                "2D0846235228592477EF2B6392B39EFE.node1",
                2,
                differences,
                3,
                4);
    }

    /** A journey that loses something after each step in {@code lost}, with each fault. */
    private static VerifyReport report(int steps, List<Integer> lost, int remarks) {
        List<Cell> cells = new ArrayList<>();
        List<Found> findings = new ArrayList<>();
        for (int step = 1; step < steps; step++) {
            for (String fault : FAULTS) {
                cells.add(new Cell(fault, step, lost.contains(step) ? Status.INVALID : Status.VALID));
                if (lost.contains(step)) {
                    findings.add(found(fault, step, step + 1, "tea ".repeat(60)));
                }
            }
        }
        return new VerifyReport(
                "shop.war",
                Instant.EPOCH,
                Duration.ofSeconds(20),
                IntStream.rangeClosed(1, steps)
                        .mapToObj(i -> "POST /shop/a/rather/long/path/of/an/application/page" + i)
                        .toList(),
                cells,
                findings,
                List.of(),
                List.of(),
                IntStream.range(0, remarks)
                        .mapToObj(
                                i -> "remark " + i + " of two or three lines, since it says how and why and what to do "
                                        + "instead, as those of the doctor do: cart.items[0].owner is not serializable.")
                        .toList(),
                List.of(),
                Map.of(
                        "nodes",
                        "3",
                        "manager",
                        "delta",
                        "journey",
                        "x",
                        "requests",
                        "9",
                        "noise",
                        "a place ".repeat(14),
                        "took",
                        "20 s"));
    }

    @Test
    void theVerdictComesFirstInASentence() {
        List<String> lines =
                VerifyText.of(report(5, List.of(3), 0)).lines().skip(1).toList();
        assertThat(lines.get(0)).isEqualTo("shop.war: LOST (INVALID)");
        assertThat(lines.get(1)).startsWith("  After the kill of node1 after step 3 ");
        assertThat(String.join("\n", lines))
                .containsSubsequence(
                        "What was checked", "kill    stop    move", "kept    kept    kept", "LOST    LOST    LOST");
    }

    /** The worst of what is usual: twenty steps, all of them lost with each fault, and many notes. */
    @Test
    void noReportIsLongerThanThreeScreensOrWiderThanOne() {
        for (int steps : List.of(2, 5, 12, 13, 40)) {
            for (int lost : List.of(0, 1, 12, 40)) {
                VerifyReport report =
                        report(steps, IntStream.rangeClosed(1, lost).boxed().toList(), 9);
                for (Lang lang : Lang.values()) {
                    Lang.use(lang);
                    List<String> lines = VerifyText.of(report).lines().toList();
                    assertThat(lines).as("%d steps, %d lost", steps, lost).hasSizeLessThanOrEqualTo(THREE_SCREENS);
                    assertThat(lines).allSatisfy(line -> assertThat(clusterlab.lang.Cells.of(line))
                            .as(line)
                            .isLessThanOrEqualTo(80));
                }
            }
        }
    }

    @Test
    void theSameFindingOfSeveralFaultsIsToldOnce() {
        String text = VerifyText.of(report(5, List.of(3), 0));
        assertThat(text.split("✗", -1)).hasSize(2);
        assertThat(text.replaceAll("\\s+", " "))
                .contains("(kill, stop, move)", "6 clients", "and 9 more places of this answer");
    }

    @Test
    void whatIsLeftOutIsInThePage() {
        VerifyReport report = report(40, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 9);
        assertThat(VerifyText.of(report, true).replaceAll("\\s+", " "))
                .contains(
                        "and 5 more findings; see the report.",
                        "and 6 more notes; see the report.",
                        "28 other steps kept kept kept and 2 more steps that were not kept");
        assertThat(VerifyText.of(report)).contains("run again with --report FILE.html");
        Document page = Jsoup.parse(VerifyHtml.of(report));
        assertThat(page.select("main > section > details[open]")).hasSize(5);
        assertThat(page.select("details.fold:not([open]) > summary h2").eachText())
                .contains("Kept after 28 other steps", "6 further findings", "4 further notes", "Configuration");
        // Everything is there, folded or not.
        assertThat(page.text()).contains(report.steps().get(38), "remark 8 of");
        assertThat(page.select("table td.bad")).hasSize(11 * 8);
    }

    @Test
    void koreanHasNoEnglishFrame() {
        VerifyReport report = report(5, List.of(3), 9);
        Lang.use(Lang.KO);
        assertThat(VerifyText.of(report))
                .contains("확인한 것", "참고:")
                .doesNotContain("What was checked", "Note:", "expected");
        assertThat(Jsoup.parse(VerifyHtml.of(report)).select("html").attr("lang"))
                .isEqualTo("ko");
        // For machines it is English.
        assertThat(VerifyText.tree(report).toString()).doesNotContainPattern("\\p{IsHangul}");
    }
}
