package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.app.journey.Correlation;
import clusterlab.app.journey.Har;
import clusterlab.app.journey.HarReader;
import clusterlab.app.journey.HarWriter;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Logins;
import clusterlab.app.journey.Walker.Seen;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A journey recorded at a front and replayed, on real sockets. */
class RecordIT {
    private static final int CLIENTS = 25;
    private static final int ROUNDS = 4;

    @TempDir
    Path dir;

    /** Each form has a token of its session; a POST with the recorded one is answered 403. */
    @Test
    void aJourneyWithTokensReplaysEachOfAHundredTimes() throws Exception {
        Path app = TestApps.exploded("in-place", Twin.MENDED);
        Path file = dir.resolve("journey.har");
        HarWriter.write(TesterShopping.recorded(app), "test", file);
        Journey journey = Journey.of(HarReader.read(file));
        Correlation correlation = Correlation.of(journey);
        assertThat(correlation.notices()).isEmpty();
        assertThat(journey.steps())
                .extracting(step -> step.method() + " " + step.target())
                .containsExactly(
                        "GET /shop/",
                        "POST /shop/login",
                        "GET /shop/",
                        "POST /shop/add",
                        "GET /shop/basket",
                        "POST /shop/add",
                        "GET /shop/basket",
                        "GET /shop/basket",
                        "POST /shop/checkout",
                        "GET /shop/done");
        List<Integer> statuses =
                journey.steps().stream().map(step -> step.recorded().status()).toList();
        assertThat(Set.copyOf(statuses)).containsExactlyInAnyOrder(200, 302);
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().nodes(2).webapp(app).noAdmin().contextPath("/shop"))) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Walk walk =
                        new Walk(lab.lab(), journey, correlation, Logins.NONE, CLIENTS, Duration.ofSeconds(30))) {
                    walk.walk(client -> journey.steps().size());
                    assertThat(walk.travellers()).allSatisfy(one -> {
                        assertThat(one.seen())
                                .extracting(seen -> seen.answer().status())
                                .isEqualTo(statuses);
                        Seen last = one.seen().get(statuses.size() - 1);
                        assertThat(last.answer().text()).contains("Thank you, Ann", "Items ordered: 2<");
                        assertThat(one.walker().missing()).isEmpty();
                    });
                }
            }
        }
    }

    @Test
    void eachClientLogsInAsAnotherUser() throws Exception {
        Path app = TestApps.exploded("in-place", Twin.MENDED);
        Journey journey = Journey.of(TesterShopping.recorded(app));
        Path csv = Files.writeString(dir.resolve("logins.csv"), "name\nBob\n\"Eve, \"\"E\"\"\"\n");
        try (RunningLab lab = RunningLab.boot(
                        RunningLab.spec().nodes(2).webapp(app).noAdmin().contextPath("/shop"));
                Walk walk = new Walk(
                        lab.lab(), journey, Correlation.of(journey), Logins.read(csv), 3, Duration.ofSeconds(30))) {
            walk.walk(client -> journey.steps().size());
            assertThat(walk.travellers())
                    .extracting(one -> one.seen().get(2).answer().text().replaceAll("(?s).*<h1>(.*)</h1>.*", "$1"))
                    .containsExactly("Hello Bob", "Hello Eve, &quot;E&quot;", "Hello Bob");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRecordingIsClosedToOthersAndItsSecretsAreMarked() throws Exception {
        Path file = dir.resolve("journey.har");
        Har har = TesterShopping.recorded(TestApps.exploded("in-place", Twin.MENDED));
        HarWriter.write(har, "test", file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file).replaceAll("\\s+", " "))
                .containsPattern("\"name\" : \"csrf\", \"value\" : \"[^\"]+\", \"_secret\" : true")
                .containsPattern("\"name\" : \"Cookie\", \"value\" : \"[^\"]+\", \"_secret\" : true")
                .containsPattern("\"name\" : \"JSESSIONID\", \"value\" : \"[^\"]+\", \"_secret\" : true")
                .containsPattern("\"name\" : \"item\", \"value\" : \"tea\" \\}");
    }
}
