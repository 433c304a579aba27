package clusterlab.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds in a node's log why a start failed. */
public final class LogReasons {
    private static final int MOST = 1 << 20;
    private static final int LINES = 12;

    /** The first line of a stack trace, a cause, or what a JVM says before it gives up. */
    private static final Pattern REASON = Pattern.compile(
            "^\\s*(Caused by: .*|Error: .*|Error occurred .*|Unrecognized .*|Invalid .*|[\\w.$]+(Exception|Error)(: .*)?)$");

    private final Path file;
    private final long begin;

    /** Reads what comes after the present end of the file. */
    public LogReasons(Path file) {
        this.file = file;
        begin = size(file);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }

    /** The end of a sentence with these lines; empty if there is none. */
    public String sentence() {
        List<String> lines = last(LINES);
        return lines.isEmpty() ? "" : "; its log says:\n  " + String.join("\n  ", lines) + "\n";
    }

    /** The last lines that tell a reason: errors, exceptions and their causes; if there are none, the last lines. */
    public List<String> last(int most) {
        List<String> lines = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (!line.isBlank()) {
                lines.add(line);
            }
            if (line.contains(" SEVERE [") || REASON.matcher(line).find()) {
                reasons.add(line.strip());
            }
        }
        List<String> chosen = reasons.isEmpty() ? lines : reasons;
        return List.copyOf(chosen.subList(Math.max(0, chosen.size() - most), chosen.size()));
    }

    private String text() {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(MOST, in.length() - begin))];
            in.seek(in.length() - bytes.length);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
