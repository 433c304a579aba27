package clusterlab.cluster.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a node appended to its log, and makes records of the lines that a logger wrote. The node writes the file itself, so
 * that it never waits for the lab; the output of the application to the console stays in the file only.
 */
final class LogTail {
    /** {@code 28-Nov-2026 01:02:03.456 WARNING [main] org.apache.catalina.Some.method The message}, as OneLineFormatter writes. */
    private static final Pattern LINE = Pattern.compile(
            "(\\d{2}-\\p{L}{3,4}\\.?-\\d{4} \\d{2}:\\d{2}:\\d{2}\\.\\d{3}) (\\p{Lu}+) \\[(.*?)\\] (\\S+)\\.(\\S+) (.*)");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss.SSS", Locale.ENGLISH);
    private static final int MOST = 1 << 20;

    private final Path file;
    private final Consumer<LogRecord> records;
    private long read;
    private String rest = "";

    /** Begins at the present end of the file. */
    LogTail(Path file, Consumer<LogRecord> records) {
        this.file = file;
        this.records = records;
        this.read = size();
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }

    /** Passes on what is new. */
    synchronized void poll() {
        long size = size();
        while (read < size) {
            String text;
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                byte[] bytes = new byte[(int) Math.min(MOST, size - read)];
                in.seek(read);
                in.readFully(bytes);
                read += bytes.length;
                text = rest + new String(bytes, StandardCharsets.UTF_8);
            } catch (IOException gone) {
                return;
            }
            int end = text.lastIndexOf('\n') + 1;
            rest = text.substring(end);
            text.substring(0, end).lines().forEach(this::line);
        }
    }

    private void line(String text) {
        LogRecord made = record(text);
        if (made != null) {
            records.accept(made);
        }
    }

    /** Null if no logger wrote the line. */
    static @Nullable LogRecord record(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            return null;
        }
        Level level;
        try {
            level = Level.parse(line.group(2));
        } catch (IllegalArgumentException otherLanguage) {
            level = Level.INFO;
        }
        LogRecord made = new LogRecord(level, line.group(6));
        made.setLoggerName(line.group(4));
        made.setSourceClassName(line.group(4));
        made.setSourceMethodName(line.group(5));
        try {
            made.setInstant(LocalDateTime.parse(line.group(1), TIME)
                    .atZone(ZoneId.systemDefault())
                    .toInstant());
        } catch (DateTimeParseException otherLanguage) {
            // Now is near enough.
        }
        return made;
    }
}
