package clusterlab.cluster.embedded;

import java.util.logging.LogRecord;
import org.apache.catalina.tribes.group.interceptors.EncryptInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * What a node logs of messages that were not encrypted with the key of the run. Tomcat logs a stack trace for each
 * (EncryptInterceptor.messageReceived), so any program could fill disk and terminal; this makes it one sentence with their
 * number, once in a while.
 */
final class ForeignMessages {
    /** Between two lines of one node. */
    static final long QUIET_MILLIS = 10_000;

    private static final String LOGGER = EncryptInterceptor.class.getName();

    private long unsaid;
    private long saidAt = Long.MIN_VALUE / 2;

    /** The record to log in place of this one: most often itself, and null for none. */
    synchronized @Nullable LogRecord inPlaceOf(LogRecord record) {
        if (!LOGGER.equals(record.getLoggerName()) || record.getThrown() == null) {
            return record;
        }
        unsaid++;
        if (record.getMillis() - saidAt < QUIET_MILLIS) {
            return null;
        }
        LogRecord line = new LogRecord(
                record.getLevel(),
                "Discarded " + (unsaid == 1 ? "a message that was" : unsaid + " messages that were")
                        + " not encrypted with the key of this run: another program sends to the replication port.");
        line.setLoggerName(LOGGER);
        line.setInstant(record.getInstant());
        saidAt = record.getMillis();
        unsaid = 0;
        return line;
    }
}
