package clusterlab.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    @Test
    void textSaysWhatWhereWhatFollowsHowToSeeAndHowToMendIt() throws Exception {
        Path war = TestApps.war("nested-field", Twin.BROKEN);
        assertThat(DiagnosisText.of(Doctor.examine(war, DoctorOptions.DEFAULT)))
                .contains(
                        "LOSS  cart.items[0].owner: demo.Session is not Serializable.",
                        "at demo.Store.",
                        "[field-not-serializable, likely]",
                        "then: ",
                        "see: cluster-lab verify " + war,
                        "mend: ",
                        "A failover would lose data: 1 finding of that kind.");
        assertThat(DiagnosisText.of(Doctor.examine(TestApps.war("nested-field", Twin.MENDED), DoctorOptions.DEFAULT)))
                .contains("Nothing found that a failover would lose.");
    }

    /** What SARIF 2.1.0 requires of a log, its runs, rules and results (sections 3.13, 3.14, 3.19, 3.27, 3.49). */
    @Test
    @SuppressWarnings("unchecked")
    void sarifHasTheStructureOfVersion210() throws Exception {
        for (String name : TestApps.all()) {
            Diagnosis diagnosis = Doctor.examine(TestApps.exploded(name, Twin.BROKEN), DoctorOptions.DEFAULT);
            Map<String, Object> log = JSON.std.mapFrom(JSON.std.asString(Sarif.tree(diagnosis, "1.2.3")));
            assertThat(log).containsEntry("version", "2.1.0").containsKey("$schema");
            Map<String, Object> run = ((List<Map<String, Object>>) log.get("runs")).get(0);
            Map<String, Object> driver = ((Map<String, Map<String, Object>>) run.get("tool")).get("driver");
            assertThat(driver).containsEntry("semanticVersion", "1.2.3").containsKey("name");
            List<Map<String, Object>> rules = (List<Map<String, Object>>) driver.get("rules");
            assertThat(rules).allSatisfy(rule -> {
                assertThat(rule.get("id").toString()).matches("[a-z]+(-[a-z]+)*");
                assertThat(((Map<String, String>) rule.get("shortDescription")).get("text"))
                        .endsWith(".");
                assertThat(((Map<String, String>) rule.get("defaultConfiguration")).get("level"))
                        .isIn("error", "warning", "note");
            });
            List<Map<String, Object>> results = (List<Map<String, Object>>) run.get("results");
            assertThat(results).hasSameSizeAs(diagnosis.findings()).isNotEmpty().allSatisfy(result -> {
                Map<String, Object> rule = rules.get((Integer) result.get("ruleIndex"));
                assertThat(result.get("ruleId")).isEqualTo(rule.get("id"));
                assertThat(result.get("level")).isIn("error", "warning", "note");
                assertThat(((Map<String, String>) result.get("message")).get("text"))
                        .isNotBlank();
                Map<String, Object> location = ((List<Map<String, Object>>) result.get("locations")).get(0);
                Map<String, Object> physical = (Map<String, Object>) location.get("physicalLocation");
                String uri = ((Map<String, String>) physical.get("artifactLocation")).get("uri");
                assertThat(java.net.URI.create(uri).isAbsolute()).isFalse();
                assertThat(uri).doesNotStartWith("/");
                if (physical.get("region") != null) {
                    assertThat(((Map<String, Integer>) physical.get("region")).get("startLine"))
                            .isPositive();
                }
            });
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void jsonHasEachFindingWithItsPlace() throws Exception {
        Map<String, Object> json =
                DiagnosisJson.tree(Doctor.examine(TestApps.war("in-place", Twin.BROKEN), DoctorOptions.DEFAULT));
        assertThat(json).containsEntry("loses", true).containsEntry("kind", "WAR");
        assertThat((List<Map<String, Object>>) json.get("findings"))
                .singleElement()
                .satisfies(finding -> assertThat(finding)
                        .containsEntry("rule", "changed-in-place")
                        .containsEntry("certainty", "GUESS")
                        .containsEntry("file", "demo/Store.java")
                        .containsEntry("member", "demo.Store.add"));
    }

    /** docs/doctor.md has one line for each rule, and none for others. */
    @Test
    void theDocumentationListsAllRulesAsTheyAre() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/doctor.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Rule.all().stream()
                        .map(rule -> "| `" + rule.id() + "` | " + rule.severity() + " | " + rule.title() + " | "
                                + rule.effect() + " | " + rule.mend() + " |")
                        .toList());
    }
}
