package clusterlab.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorTest {
    /** Test application to its only finding: rule and subject. */
    private static final Map<String, String> PLANTED = Map.ofEntries(
            Map.entry("in-place", "changed-in-place cart"),
            Map.entry("not-serializable", "attribute-not-serializable cart"),
            Map.entry("nested-field", "field-not-serializable cart.items[0].owner"),
            Map.entry("not-distributable", "distributable-missing web.xml"),
            Map.entry("fragment-veto", "distributable-vetoed stock-1.0.jar"),
            Map.entry("early-answer", "answered-early demo/AddServlet.doPost"),
            Map.entry("unreadable", "unreadable cart"),
            Map.entry("grows", "grows seen"),
            Map.entry("changes-type", "changes-type last"),
            Map.entry("listener", "listener-on-replicas demo/Cart.valueBound"),
            Map.entry("transient-field", "transient-field cart.items"),
            Map.entry("static-state", "outside-of-session demo/Store.CARTS"),
            Map.entry("context-map", "outside-of-session carts"),
            Map.entry("cdi-bean", "bean-not-serializable visit"),
            Map.entry("spring-bean", "bean-not-serializable visit.theme"),
            Map.entry("javax-in-place", "changed-in-place cart"),
            Map.entry("javax-nested-field", "field-not-serializable cart.items[0].owner"),
            Map.entry("javax-fragment-veto", "distributable-vetoed stock-1.0.jar"),
            Map.entry("spring-boot", "changed-in-place cart"));

    @ParameterizedTest
    @MethodSource("clusterlab.testing.TestApps#all")
    void thePlantedMistakeIsFoundAndNothingElse(String name) throws Exception {
        assertThat(findings(TestApps.war(name, Twin.BROKEN))).containsExactly(PLANTED.get(name));
        assertThat(findings(TestApps.exploded(name, Twin.BROKEN))).containsExactly(PLANTED.get(name));
    }

    @ParameterizedTest
    @MethodSource("clusterlab.testing.TestApps#all")
    void theMendedTwinHasNoFinding(String name) throws Exception {
        assertThat(findings(TestApps.war(name, Twin.MENDED))).isEmpty();
    }

    @Test
    void theSessionCounterHasNoFinding() throws Exception {
        assertThat(findings(Path.of("webapp"))).isEmpty();
    }

    /** Without the note on the servlet API, which is no mistake. */
    private static List<String> findings(Path app) throws UnreadableAppException {
        return Doctor.examine(app, DoctorOptions.DEFAULT).findings().stream()
                .filter(finding -> !finding.rule().id().equals("servlet-api"))
                .map(finding -> finding.rule().id() + " " + finding.subject())
                .toList();
    }
}
