package clusterlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.Experiments;
import clusterlab.experiment.verdict.Status;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.BalancerSpec.Kind;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report COMPARED = TesterReport.failover(true);

    @Test
    void setupTellsTheHost() throws SpecException {
        ClusterSpec.Builder spec = ClusterSpec.builder(Preset.LAB).nodes(2);
        assertThat(facts(spec)).containsEntry("host", "jvm");
        assertThat(facts(spec.tomcat(new NodeRuntime.TomcatHome("9.0.117", Path.of("tomcat")))))
                .containsEntry("host", "stock 9.0.117");
    }

    private static Map<String, String> facts(ClusterSpec.Builder spec) throws SpecException {
        Topology topology =
                Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
        return Setup.of(topology, Instant.EPOCH, 1, "load", "command", "<Cluster/>")
                .facts();
    }

    @Test
    void textFitsTheTerminalAndHasBothColumns() {
        String text = TextReport.of(COMPARED, false);
        assertThat(text.lines()).allSatisfy(l -> assertThat(l.length()).as(l).isLessThanOrEqualTo(80));
        assertThat(text)
                .startsWith("failover: LOST (INVALID)\n")
                .contains(
                        "with fault",
                        "acknowledged increments lost",
                        "With the fault ",
                        " of 16 sessions were harmed (lost ",
                        "change: ");
        assertThat(TextReport.of(TesterReport.hostile(), false).lines())
                .allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80).doesNotContain("\u001b"));
    }

    @Test
    void lossAndServiceAreTwoVerdictsWithWordsOfTheirOwn() throws Exception {
        Report slow = TesterReport.keptButSlow();
        assertThat(slow.status()).isEqualTo(Status.VALID);
        assertThat(TextReport.of(slow, false))
                .startsWith("failover: KEPT (VALID)\n")
                .contains("\n  service: DEGRADED. Clients had to wait too long");
        assertThat(JSON.std.mapFrom(JsonReport.of(slow)))
                .containsEntry("verdict", "VALID")
                .containsEntry("exitCode", 0)
                .containsEntry("word", "KEPT")
                .containsEntry("service", "DEGRADED");
        assertThat(HtmlReport.of(slow)).contains("✓ KEPT (VALID)</span>", "✗ DEGRADED</span>");
        assertThat(TextReport.of(COMPARED, false)).contains("\n  service: SERVED. ");
    }

    @Test
    void textRefersToAReportFileOnlyIfThereIsOne() {
        Report report = TesterReport.manyLosses();
        assertThat(TextReport.of(report, false))
                .contains("; run again with --report DIR to")
                .doesNotContain("report.html");
        assertThat(TextReport.of(report, true)).contains("see report.html");
    }

    @Test
    void jsonHasTheVerdictTheColumnsAndEveryStory() throws Exception {
        Map<String, Object> json = JSON.std.mapFrom(JsonReport.of(COMPARED));
        assertThat(json).containsEntry("verdict", "INVALID").containsEntry("exitCode", 1);
        assertThat((List<?>) json.get("comparison")).isNotEmpty();
        assertThat(json.get("comparison").toString()).contains("withFault", "control", "blamedOnFault=");
        assertThat(json.get("runs").toString()).contains("story=[");
    }

    @Test
    void htmlShowsBothColumnsTheFaultAndEachLoss() {
        String html = HtmlReport.of(COMPARED);
        assertThat(html)
                .contains("with the fault", "control, no fault", "beyond the control")
                .contains("kill node1", "&lt;Cluster ", " of 16 sessions were harmed (lost ", "class=\"mark\"")
                .contains("prefers-color-scheme: dark", "@media print");
        long stories = Pattern.compile("<details class=\"story\"")
                .matcher(html)
                .results()
                .count();
        assertThat(stories).isEqualTo(COMPARED.main().judgement().findings().size());
    }

    @Test
    void eachOfSeveralRunsStandsAboveItsControl() throws Exception {
        Report report = TesterReport.variants();
        assertThat(report.status()).isEqualTo(Status.INVALID);
        assertThat(report.table())
                .extracting(row -> row.label().text())
                .containsExactly("delta with the fault", "delta control", "backup with the fault", "backup control");
        assertThat(report.sentence()).startsWith("backup: With the fault ").endsWith("KEPT: delta.");
        assertThat(TextReport.of(report, false).lines().map(String::strip))
                .anyMatch(line -> line.startsWith("delta   "))
                .anyMatch(line -> line.startsWith("backup   "))
                .filteredOn(line -> line.startsWith("control   "))
                .hasSize(2);
        assertThat(HtmlReport.of(report)).contains("Timeline: backup control");
        Map<String, Object> json = JSON.std.mapFrom(JsonReport.of(report));
        assertThat((List<?>) json.get("comparisons")).hasSize(2);
        assertThat((List<?>) json.get("controls")).hasSize(2);
    }

    @Test
    void pairsAreOneLineForEachRunAndOneTableOfTheirSums() throws Exception {
        Report report = TesterReport.pairs();
        String text = TextReport.of(report, false);
        assertThat(text.lines()).allMatch(l -> l.length() <= 80);
        assertThat(text.lines().map(String::strip))
                .anyMatch(line -> line.startsWith("seed 46 ") && line.contains("LOST"))
                .anyMatch(line -> line.startsWith("acknowledged increments lost "))
                .filteredOn(line -> line.startsWith("control "))
                .hasSize(5);
        assertThat(report.sentence()).contains("The fault lost data of ");
        assertThat(HtmlReport.of(report)).contains("Timeline: seed 46 control", "beyond the control");
        Map<String, Object> json = JSON.std.mapFrom(JsonReport.of(report));
        assertThat(json.get("comparisons").toString()).contains("pairs=5", "effect={difference=0.", "low=0.");
        assertThat((List<?>) json.get("controls")).hasSize(5);
    }

    @Test
    void htmlRefersToNothingOutsideAndRunsNothing() {
        for (Report report : List.of(COMPARED, TesterReport.matrix(), TesterReport.hostile())) {
            String html = HtmlReport.of(report);
            // Text may say what it likes; tags and the style sheet may not.
            String tags = Pattern.compile("<[^>]+>")
                    .matcher(html)
                    .results()
                    .map(m -> m.group().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
            String style = html.substring(html.indexOf("<style>"), html.indexOf("</style>"));
            assertThat(tags + style)
                    .doesNotContain("http:", "https:", "url(", "@import", "<script", "<link", "<img", "<iframe")
                    .doesNotContain(" src=", "xlink", "javascript:")
                    .doesNotContainPattern(" href=\"[^#]")
                    .contains("default-src 'none'");
        }
    }

    @Test
    void whatServersSaidIsTextNotMarkup() {
        String html = HtmlReport.of(TesterReport.hostile());
        assertThat(html)
                .doesNotContain("<script", "<img", "onerror=\"", "' onmouseover='")
                .contains("&lt;script&gt;");
        // Every tag and attribute is one that the report itself writes.
        assertThat(Pattern.compile("<([a-zA-Z][a-z0-9]*)")
                        .matcher(html)
                        .results()
                        .map(m -> m.group(1))
                        .distinct())
                .isSubsetOf(
                        "html head meta title style body main header section p a h1 h2 h3 small span div b svg g rect line"
                                .concat(" path text table thead tbody tr th td ul ol li details summary dl dt dd pre")
                                .split(" "));
    }

    @Test
    void matrixIsOneLineForEachCombination() {
        Report report = TesterReport.matrix();
        assertThat(report.status()).isEqualTo(Status.INVALID);
        assertThat(report.sentence()).startsWith("delta async sticky: Of ").endsWith("KEPT: delta sync sticky.");
        String text = TextReport.of(report, false);
        assertThat(text.lines()).allMatch(l -> l.length() <= 80);
        assertThat(text)
                .contains("configuration", "delta async sticky", "delta sync sticky")
                .contains("delta async sticky     LOST       ");
        assertThat(HtmlReport.of(report)).contains("<th>delta async sticky</th>");
    }

    @Test
    void validReportHasNoAdviceAndNoStory() {
        Report report = TesterReport.failover(false);
        assertThat(report.status()).isEqualTo(Status.VALID);
        assertThat(report.advice()).isEmpty();
        assertThat(HtmlReport.of(report))
                .contains("With the fault 0 of 16 sessions were harmed; without it 0 of 16. All ")
                .doesNotContain("class=\"story\"");
    }

    @Test
    void textHasThreeScreensAtMost() {
        for (Report report :
                List.of(COMPARED, TesterReport.matrix(), TesterReport.pairs(), TesterReport.manyLosses())) {
            assertThat(TextReport.of(report, true).lines()).hasSizeLessThanOrEqualTo(3 * 24);
        }
    }

    @Test
    void theVerdictComesBeforeTheCheckersAndTheListsAreFolded() {
        String html = HtmlReport.of(TesterReport.manyLosses());
        assertThat(html.indexOf("class=\"sentence\"")).isBetween(0, html.indexOf("What was checked"));
        assertThat(html.indexOf("What was checked")).isLessThan(html.indexOf("Timeline: "));
        assertThat(html).doesNotContain("<details open");
        String target = "c-acknowledged-then-lost";
        assertThat(html).contains("<a href=\"#" + target + "\">", "id=\"" + target + "\"");
        assertThat(Pattern.compile("class=\"story\"").matcher(html).results().count())
                .as("of one checker")
                .isLessThanOrEqualTo(
                        200L * COMPARED.main().judgement().verdicts().size());
    }

    @Test
    void aRowOfACheckerSaysWhyItsWorstResultIsThat() {
        Report report = TesterReport.matrix();
        String html = HtmlReport.of(report);
        String table = html.substring(html.indexOf("What was checked"), html.indexOf("Timeline: "));
        for (String row : table.split("<tr>")) {
            boolean valid = row.contains("✓ VALID");
            report.runs().forEach(run -> run.judgement().verdicts().stream()
                    .filter(verdict -> row.contains(">" + verdict.checker() + "<"))
                    .forEach(verdict -> {
                        if (verdict.status() == Status.INVALID) {
                            assertThat(row).contains("✗ INVALID", "In 1 of 2 runs: ");
                        }
                        if (valid) {
                            assertThat(verdict.status()).isEqualTo(Status.VALID);
                        }
                    }));
        }
        assertThat(table).contains("✗ INVALID", "✓ VALID");
    }

    @Test
    void aReplayIsLinkedAtItsRun() {
        String html = HtmlReport.of(COMPARED, Map.of(COMPARED.main().label(), "replay.html"));
        assertThat(html).contains("<a class=\"replay\" href=\"replay.html\">");
        assertThat(HtmlReport.of(COMPARED)).doesNotContain("replay.html");
    }

    @Test
    void adviceAfterASplitIsOfTheSplit() {
        Setup sync = TesterReport.failover(false).setup();
        for (String checker : List.of("acknowledged-then-lost", "lost-session", "diverged-copies")) {
            String split = change(checker, sync, "partition", true);
            assertThat(split).contains("Tomcat does not merge");
            assertThat(change(checker, sync, "partition", false)).isNotEqualTo(split);
            assertThat(change(checker, sync, "failover", true)).isNotEqualTo(split);
        }
    }

    private static String change(String checker, Setup setup, String experiment, boolean fault) {
        return Advice.of(
                        checker,
                        Status.INVALID,
                        setup,
                        Experiments.named(experiment).orElseThrow(),
                        fault)
                .orElseThrow()
                .change();
    }

    @Test
    void adviceForTheSendOptionsIsNotForBackupManager() {
        Setup backup =
                TesterReport.setup(b -> b.manager(ManagerSpec.Kind.BACKUP).sendOptions(8));
        Setup delta = TesterReport.setup(b -> b.sendOptions(8));
        for (String checker : List.of("acknowledged-then-lost", "diverged-copies", "attribute-never-arrives")) {
            assertThat(change(checker, backup, "failover", true))
                    .contains("mapSendOptions")
                    .doesNotContain("channelSendOptions=\"6\"");
            assertThat(change(checker, delta, "failover", true)).contains("channelSendOptions=\"6\"");
        }
        assertThat(change("stale-read", backup, "stale-read", false)).doesNotContain("channelSendOptions");
    }

    @Test
    void adviceForModJkIsForModJkOnly() {
        Setup embedded = TesterReport.sync();
        Setup proxy = TesterReport.setup(b -> b.front(Kind.HTTPD).connector(Connector.MOD_PROXY));
        Setup modJk = TesterReport.setup(b -> b.front(Kind.HTTPD).connector(Connector.MOD_JK));
        for (Setup other : List.of(embedded, proxy)) {
            assertThat(change("availability", other, "failover", true)).doesNotContain("ping_mode", "timeout");
            assertThat(change("counted-twice", other, "failover", true)).doesNotContain("recovery_options");
            assertThat(change("stickiness", other, "failover", true)).doesNotContain("sticky_session");
        }
        assertThat(change("availability", modJk, "failover", true)).contains("ping_mode", "socket_connect_timeout");
        assertThat(change("counted-twice", modJk, "failover", true)).contains("recovery_options=3");
        assertThat(change("stickiness", modJk, "failover", true)).contains("sticky_session=1");
    }

    @Test
    void adviceNamesTheCauseOfItsExperiment() {
        Setup sync = TesterReport.sync();
        assertThat(change("lost-session", sync, "id-change", true))
                .contains("changeSessionId", "JvmRouteBinderValve")
                .doesNotContain("be ready");
        assertThat(change("lost-session", sync, "rejoin", true)).contains("be ready");
        assertThat(change("diverged-copies", sync, "lost-update", false)).contains("Avoid parallel requests");
        assertThat(change("diverged-copies", sync, "rejoin", true))
                .contains("rejoins")
                .doesNotContain("parallel");
        for (String checker : List.of("lost-session", "stale-read", "diverged-copies", "acknowledged-then-lost")) {
            assertThat(change(checker, sync, "redeploy", true)).contains("shop##2.war");
        }
        assertThat(change("diverged-copies", sync, "failover", false)).contains("race inside Tomcat");
    }

    @Test
    void adviceIsForTheRunThatHadTheFinding() {
        Setup lossy = TesterReport.failover(true).setup();
        Setup sync = TesterReport.sync();
        assertThat(TesterReport.matrix(Setup.common(List.of(lossy, sync))).advice())
                .anyMatch(a -> a.change().contains("channelSendOptions=\"6\""));
        assertThat(TesterReport.matrix(Setup.common(List.of(sync, lossy))).advice())
                .as("the run that lost was sync already")
                .noneMatch(a -> a.change().contains("channelSendOptions=\"6\""));
    }

    @Test
    void faultsCloseTogetherShareALabel() {
        String html = HtmlReport.of(TesterReport.twoKills());
        assertThat(html).contains(">kill node1 +1</text>", "<title>kill node2 at 3.0");
    }

    /** To look at: {@code -Dclusterlab.samples=DIR} writes the pages there. */
    @Test
    void samplesAreWrittenOnRequest() throws Exception {
        String dir = System.getProperty("clusterlab.samples");
        if (dir != null) {
            Files.writeString(Path.of(dir, "failover.html"), HtmlReport.of(COMPARED));
            Files.writeString(Path.of(dir, "valid.html"), HtmlReport.of(TesterReport.failover(false)));
            Files.writeString(Path.of(dir, "matrix.html"), HtmlReport.of(TesterReport.matrix()));
            Files.writeString(
                    Path.of(dir, "failover.txt"),
                    TextReport.of(COMPARED, false) + TextReport.of(TesterReport.matrix(), false));
            Files.writeString(Path.of(dir, "failover.json"), JsonReport.of(COMPARED));
        }
    }
}
