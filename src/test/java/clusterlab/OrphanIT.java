package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabProcess.Launcher;
import com.fasterxml.jackson.jr.ob.JSON;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a lab with nodes in processes of their own outlives it, however it ends. */
@DisabledOnOs(OS.WINDOWS)
class OrphanIT {
    private static final Duration GONE = Duration.ofSeconds(2);

    @TempDir
    Path temp;

    private LabProcess boot(String... more) throws Exception {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("--process", "--nodes", "2", "--json", "--ready-timeout", "90"));
        arguments.addAll(List.of(more));
        return Launcher.here(temp).runOnAnyPorts(arguments.toArray(String[]::new));
    }

    /** The nodes and the guardian: their command lines name the lab's folder for temporary files. */
    private List<ProcessHandle> children() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(temp.toString()) && !line.contains("-jar "))
                        .isPresent())
                .toList();
    }

    private void assertNothingIsLeft(LabProcess lab) {
        eventually("no child, no folder").atMost(GONE).untilAsserted(() -> {
            assertThat(children()).isEmpty();
            // The register of labs stays until the next lab looks into it.
            assertThat(lab.leftBehind())
                    .allMatch(path -> path.endsWith("cluster-lab-" + System.getProperty("user.name")));
        });
    }

    /** The number of children at the moment of the kill: none yet, one that starts, two, all ready. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void labIsKilledWhileItBoots(int children) throws Exception {
        try (LabProcess lab = boot()) {
            eventually("so many children")
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> children().size() >= children);
            lab.signal("KILL");
            eventually("no child").atMost(GONE).untilAsserted(() -> assertThat(children())
                    .isEmpty());
        }
    }

    @Test
    void labIsKilledWithAFrozenNode() throws Exception {
        try (LabProcess lab = boot()) {
            Map<String, Object> ready = lab.awaitReady();
            assertThat(children()).hasSize(2);
            freeze(ready, "node2");
            assertThat(children()).hasSize(3);
            lab.signal("KILL");
            assertNothingIsLeft(lab);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void readyLabEnds(String signal) throws Exception {
        try (LabProcess lab = boot()) {
            lab.awaitReady();
            lab.signal(signal);
            lab.awaitExit();
            assertNothingIsLeft(lab);
        }
    }

    @Test
    void secondInterruptDoesNotWait() throws Exception {
        try (LabProcess lab = boot()) {
            lab.awaitReady();
            lab.signal("INT");
            lab.signal("INT");
            lab.awaitExit();
            assertNothingIsLeft(lab);
        }
    }

    private static void freeze(Map<String, Object> ready, String node) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ready.get("admin") + "api/faults"))
                .header("Authorization", "Bearer " + ready.get("token"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.std.asString(Map.of("type", "freeze", "node", node))))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
