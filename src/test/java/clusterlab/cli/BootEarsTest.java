package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class BootEarsTest {
    private static final String SEND_FAILED = "Unable to send message through cluster sender.";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Output output = new Output(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);

    private String said(boolean verbose, boolean broken, String message) {
        err.reset();
        try (BootProgress progress = new BootProgress(output)) {
            BootEars ears = new BootEars(output, progress, verbose);
            ears.broken(() -> broken);
            ears.log("node3", new LogRecord(Level.SEVERE, message));
        }
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatAFaultDoesToTheOthersIsInTheirLogsOnly() {
        assertThat(said(false, true, SEND_FAILED)).isEmpty();
        assertThat(said(false, false, SEND_FAILED)).isEqualTo("node3: " + SEND_FAILED);
        assertThat(said(true, true, SEND_FAILED)).isEqualTo("node3 SEVERE " + SEND_FAILED);
        assertThat(said(false, true, "java.lang.OutOfMemoryError")).isEqualTo("node3: java.lang.OutOfMemoryError");
    }
}
