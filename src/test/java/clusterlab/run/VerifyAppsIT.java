package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Logins;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport;
import clusterlab.report.VerifyText;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** All test applications with all faults; {@code -Dclusterlab.apps=true}, since it takes some minutes. */
@EnabledIfSystemProperty(named = "clusterlab.apps", matches = "true")
class VerifyAppsIT {
    static final List<String> ALL = TestApps.all();

    /** No page shows these: an attribute that grows, that changes its type, a copy that is late for a moment. */
    private static final Set<String> UNSEEN = Set.of("grows", "changes-type", "early-answer");

    private static Optional<Journey> shopping = Optional.empty();

    @BeforeAll
    static void record() throws Exception {
        shopping = Optional.of(Journey.of(TesterShopping.recorded(TestApps.exploded("in-place", Twin.MENDED))));
    }

    private static VerifyReport verify(Path app) throws Exception {
        VerifyReport report = new Verification(
                        new VerifyOrder(
                                app.getFileName().toString(),
                                RunningLab.spec()
                                        .webapp(app)
                                        .contextPath("/shop")
                                        .noAdmin()
                                        .build(),
                                shopping,
                                Optional.empty(),
                                Logins.NONE,
                                List.of(Fault.values()),
                                List.of(),
                                List.of()),
                        line -> {},
                        line -> {})
                .run();
        System.err.println("SWEEP " + report.app() + " " + report.verdict() + " "
                + report.took().toMillis() + " ms: " + report.sentence());
        return report;
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void theMistakeIsFound(String name) throws Exception {
        VerifyReport report = verify(TestApps.exploded(name, Twin.BROKEN));
        if (!UNSEEN.contains(name)) {
            assertThat(report.status()).as(VerifyText.of(report)).isNotEqualTo(Status.VALID);
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void theTwinIsKept(String name) throws Exception {
        VerifyReport report = verify(TestApps.exploded(name, Twin.MENDED));
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.VALID);
    }
}
