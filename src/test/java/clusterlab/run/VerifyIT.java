package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.app.journey.Answer;
import clusterlab.app.journey.Difference;
import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Har;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Logins;
import clusterlab.app.journey.Step;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyHtml;
import clusterlab.report.VerifyReport;
import clusterlab.report.VerifyText;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole verifications of applications with and without a planted mistake, on real sockets. */
class VerifyIT {
    private static final Duration PROMISED = Duration.ofSeconds(60);

    /** Recorded once, at a sound shop: a mistake must not have to be in the recording. */
    private static Har shopping = new Har(List.of());

    /** Knows in all nodes of this JVM whether a session was answered by another node than before. */
    private static final String AT_FIRST_FAILOVER =
            """
            <%% String done = "failover of " + application.getRealPath("/");
               String node = session.getId().split("[.]")[1];
               boolean first = false;
               synchronized (String.class) {
                 first = session.getAttribute("node") != null && !node.equals(session.getAttribute("node"))
                   && !Boolean.getBoolean(done);
                 if (first) { System.setProperty(done, "true"); }
               }
               session.setAttribute("node", node); %%>
            <html><body><p id="shop"><%%= %s ? "Closed" : "Open" %%></p></body></html>
            """;

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void record() throws Exception {
        shopping = TesterShopping.recorded(TestApps.exploded("in-place", Twin.MENDED));
    }

    /** A distributable application of one page. */
    private Path page(String jsp) throws IOException {
        Path app = dir.resolve("page");
        Files.writeString(
                Files.createDirectories(app.resolve("WEB-INF")).resolve("web.xml"),
                "<web-app><distributable/></web-app>");
        Files.writeString(app.resolve("index.jsp"), jsp);
        return app;
    }

    /** The page, and once more: so that there is one step after which a fault makes sense. */
    private static Optional<Journey> twice() {
        Answer fine = Answer.of(200, List.of(), "");
        return Optional.of(new Journey(
                List.of(
                        new Step(1, "GET", "/shop/", List.of(), Optional.empty(), fine),
                        new Step(2, "GET", "/shop/?more", List.of(), Optional.empty(), fine)),
                "http://127.0.0.1:8080",
                List.of()));
    }

    private VerifyReport verify(Path app, Optional<Journey> journey, Optional<Integer> clients, Fault... faults)
            throws Exception {
        return verify(app, journey, clients, List.of(), faults);
    }

    private VerifyReport verify(
            Path app, Optional<Journey> journey, Optional<Integer> clients, List<String> ignored, Fault... faults)
            throws Exception {
        VerifyReport report = new Verification(
                        new VerifyOrder(
                                app.getFileName().toString(),
                                RunningLab.spec()
                                        .webapp(app)
                                        .contextPath(journey.isPresent() ? "/shop" : "/")
                                        .noAdmin()
                                        .build(),
                                journey,
                                clients,
                                Logins.NONE,
                                List.of(faults),
                                ignored,
                                List.of()),
                        line -> {},
                        warnings::add)
                .run();
        return report;
    }

    @Test
    void theSessionCounterIsKeptWithoutAJourney() throws Exception {
        VerifyReport report =
                verify(Path.of("webapp").toAbsolutePath(), Optional.empty(), Optional.empty(), Fault.values());
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.VALID);
        assertThat(report.cells()).hasSize(9).allMatch(cell -> cell.status() == Status.VALID);
        assertThat(report.notices()).anyMatch(notice -> notice.startsWith("No journey was given."));
    }

    @Test
    void aSoundShopIsKeptWithEachFaultInTheTimeThatIsPromised() throws Exception {
        VerifyReport report = verify(
                TestApps.exploded("in-place", Twin.MENDED),
                Optional.of(Journey.of(shopping)),
                Optional.empty(),
                Fault.values());
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.VALID);
        assertThat(report.took()).isLessThan(PROMISED);
        assertThat(report.cells()).hasSize(3 * (report.steps().size() - 1));
        assertThat(warnings).isEmpty();
    }

    /** One user at a time: nobody is left whose owner was not hit. */
    @Test
    void aSoundShopIsKeptWithOneClient() throws Exception {
        VerifyReport report = verify(
                TestApps.exploded("in-place", Twin.MENDED),
                Optional.of(Journey.of(shopping)),
                Optional.of(1),
                Fault.STOP);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.VALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested-field", "not-distributable", "transient-field", "static-state"})
    void aPlantedMistakeIsFoundAndBothSidesAreShown(String name) throws Exception {
        VerifyReport report = verify(
                TestApps.exploded(name, Twin.BROKEN), Optional.of(Journey.of(shopping)), Optional.empty(), Fault.KILL);
        assertBothSidesAreShown(report);
    }

    private void assertBothSidesAreShown(VerifyReport report) throws IOException {
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.INVALID);
        Difference first = report.findings().get(0).differences().get(0);
        assertThat(first.expected()).isNotEqualTo(first.got());
        assertThat(VerifyHtml.of(report))
                .contains("LOST (INVALID)")
                .contains(report.steps().get(0));
        assertThat(Files.list(dir)).isEmpty();
    }

    @Test
    void aBasketThatIsChangedInPlaceIsMissingItsItems() throws Exception {
        VerifyReport report = verify(
                TestApps.exploded("in-place", Twin.BROKEN),
                Optional.of(Journey.of(shopping)),
                Optional.empty(),
                Fault.KILL);
        assertBothSidesAreShown(report);
        assertThat(report.findings())
                .as(VerifyText.of(report))
                .flatExtracting(VerifyReport.Found::differences)
                .anySatisfy(difference -> {
                    assertThat(difference.place().kind()).isEqualTo(Kind.TEXT);
                    assertThat(difference.place().where()).isEqualTo("#count");
                    assertThat(difference.expected()).isEqualTo("Items: 2");
                });
    }

    @Test
    void anAttributeThatTomcatRefusesIsNamed() throws Exception {
        VerifyReport report = verify(
                TestApps.exploded("not-serializable", Twin.BROKEN),
                Optional.of(Journey.of(shopping)),
                Optional.empty(),
                Fault.KILL);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.INVALID);
        assertThat(report.sentence())
                .contains("answers 500 because the session is replicated: Non-serializable attribute [");
    }

    /** The page shows how many nodes are up, and no client is on another node than the one that is killed. */
    @Test
    void whatOnlyAMissingNodeChangesIsNoFindingWithOneClient() throws Exception {
        VerifyReport report = verify(Path.of("webapp").toAbsolutePath(), Optional.empty(), Optional.of(1), Fault.KILL);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.VALID);
    }

    @Test
    void anApplicationWithoutASessionProvesNothing() throws Exception {
        Path app = Files.createDirectories(dir.resolve("app"));
        Files.writeString(app.resolve("index.html"), "<title>Nothing</title><p>to lose");
        VerifyReport report = verify(app, Optional.empty(), Optional.empty(), Fault.KILL);
        assertThat(report.status()).isEqualTo(Status.UNKNOWN);
        assertThat(report.sentence()).startsWith("No answer set a session cookie");
        Files.delete(app.resolve("index.html"));
        Files.delete(app);
    }

    /** No page shows the list, so only the comparison of the copies can find it. */
    @Test
    void aChangeInPlaceThatNoPageShowsIsLostUnlessItIsIgnored() throws Exception {
        Path app = page(
                """
                <%@page import="java.util.*"%>
                <% List<String> list = (List<String>) session.getAttribute("seen:list");
                   if (list == null) { list = new ArrayList<>(); session.setAttribute("seen:list", list); }
                   list.add("tea"); %>
                <html><body><p>Thanks.</p><a href="index.jsp?more">more</a></body></html>
                """);
        VerifyReport report = verify(app, Optional.empty(), Optional.empty(), Fault.KILL);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.INVALID);
        assertThat(report.losses()).anyMatch(loss -> loss.contains("`seen:list` was changed on node"));
        assertThat(report.notices()).anyMatch(notice -> notice.contains("--ignore-attribute"));
        VerifyReport ignoring = verify(app, Optional.empty(), Optional.empty(), List.of("other", "seen:*"), Fault.KILL);
        assertThat(ignoring.status()).as(VerifyText.of(ignoring)).isEqualTo(Status.VALID);
        assertThat(VerifyText.of(ignoring)).contains("Ignored: Session ");
    }

    /** As behind a login that nobody fills in: the page has a session, and nothing is in it. */
    @Test
    void aSessionWithoutAnAttributeProvesNothing() throws Exception {
        VerifyReport report = verify(
                page("<html><body><p>Please log in.</p><a href=\"index.jsp?more\">more</a></body></html>"),
                Optional.empty(),
                Optional.empty(),
                Fault.KILL);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.UNKNOWN);
        assertThat(report.sentence()).startsWith("No session held an attribute");
    }

    /** A number that each session draws, kept in the node's memory: it is noise between two walks, and another one after the kill. */
    @Test
    void aNumberThatASessionLosesIsFoundHoweverRandomItIs() throws Exception {
        Path app = page(
                """
                <% String id = session.getId().split("[.]")[0];
                   session.setAttribute("n", 1);
                   if (application.getAttribute(id) == null) {
                     application.setAttribute(id, 100_000 + new java.util.Random().nextInt(900_000));
                   } %>
                <html><body><p>Your order number: <b><%= application.getAttribute(id) %></b></p>
                </body></html>
                """);
        VerifyReport report = verify(app, twice(), Optional.of(6), Fault.KILL);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.INVALID);
        Difference first = report.findings().get(0).differences().get(0);
        assertThat(first.expected()).matches("\\d{6}");
        assertThat(first.got()).matches("\\d{6}").isNotEqualTo(first.expected());
    }

    /** The first answer that another node gives says something, once. */
    @Test
    void whatOneRoundShowsAndNoOtherIsNoLossButAGap() throws Exception {
        VerifyReport report = verify(page(AT_FIRST_FAILOVER.formatted("first")), twice(), Optional.of(3), Fault.KILL);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.UNKNOWN);
        assertThat(report.sentence()).contains("text #shop").contains("no further round showed it again");
        assertThat(report.cells()).singleElement().matches(cell -> cell.status() == Status.UNKNOWN);
    }

    /** From the first failover on all pages of all sessions say something else. */
    @Test
    void whatTheLastWalkShowsWithoutAFaultIsNoLoss() throws Exception {
        VerifyReport report = verify(
                page(AT_FIRST_FAILOVER.formatted("Boolean.getBoolean(done)")), twice(), Optional.of(3), Fault.MOVE);
        assertThat(report.status()).as(VerifyText.of(report)).isEqualTo(Status.VALID);
        assertThat(report.notices())
                .anyMatch(notice -> notice.startsWith(
                        "The application changed by itself: at the end, without a fault, " + "text #shop"));
    }
}
