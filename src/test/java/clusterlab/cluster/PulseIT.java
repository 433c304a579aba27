package clusterlab.cluster;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabProcess;
import clusterlab.LabProcess.Launcher;
import clusterlab.spec.NodeSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real Tomcat in a process that gets real signals. */
class PulseIT {
    @TempDir
    Path temp;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGSTOP")
    void stoppedProcessAcceptsAClientAndDoesNotAnswerUntilItGoesOn() throws Exception {
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts("--json", "--nodes", "1", "--front", "none")) {
            Map<?, ?> first = (Map<?, ?>) ((List<?>) lab.awaitReady().get("nodes")).get(0);
            int port = URI.create(String.valueOf(first.get("http"))).getPort();
            NodeSpec node = new NodeSpec("node1", 0, port, 1, 2);
            assertThat(Pulse.of(node, Duration.ofSeconds(10))).isEqualTo(Pulse.ANSWERS);
            lab.signal("STOP");
            assertThat(Pulse.of(node, Duration.ofSeconds(1))).isEqualTo(Pulse.SILENT);
            lab.signal("CONT");
            eventually("it answers").until(() -> Pulse.of(node, Duration.ofSeconds(1)) == Pulse.ANSWERS);
            lab.signal("KILL");
            eventually("it refuses").until(() -> Pulse.of(node, Duration.ofSeconds(1)) == Pulse.CLOSED);
        }
    }
}
