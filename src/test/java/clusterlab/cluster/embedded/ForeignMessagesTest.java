package clusterlab.cluster.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.catalina.tribes.group.interceptors.EncryptInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignMessagesTest {
    private final ForeignMessages messages = new ForeignMessages();

    @Test
    void aFloodIsOneSentenceWithoutATraceThenTheirNumber() {
        LogRecord first = messages.inPlaceOf(refusal(0));
        assertThat(first).isNotNull();
        assertThat(first.getMessage()).startsWith("Discarded a message that was not encrypted");
        assertThat(first.getThrown()).isNull();
        for (int i = 1; i < 1000; i++) {
            assertThat(messages.inPlaceOf(refusal(i))).isNull();
        }
        LogRecord later = messages.inPlaceOf(refusal(ForeignMessages.QUIET_MILLIS));
        assertThat(later).isNotNull();
        assertThat(later.getMessage()).startsWith("Discarded 1000 messages");
    }

    @Test
    void otherLinesStayAsTheyAre() {
        LogRecord other = record("org.apache.catalina.Other", new IllegalStateException());
        LogRecord plain = record(EncryptInterceptor.class.getName(), null);
        assertThat(messages.inPlaceOf(other)).isSameAs(other);
        assertThat(messages.inPlaceOf(plain)).isSameAs(plain);
    }

    private static LogRecord refusal(long millis) {
        LogRecord record = record(EncryptInterceptor.class.getName(), new GeneralSecurityException());
        record.setInstant(Instant.ofEpochMilli(millis));
        return record;
    }

    private static LogRecord record(String logger, @Nullable Throwable thrown) {
        LogRecord record = new LogRecord(Level.SEVERE, "Failed to decrypt message");
        record.setLoggerName(logger);
        record.setThrown(thrown);
        return record;
    }
}
