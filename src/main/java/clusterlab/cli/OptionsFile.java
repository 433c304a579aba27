package clusterlab.cli;

import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A file of options in the format of {@link Properties}, in UTF-8: {@code send-options = async}. A key is the long name of an
 * option, an option without a value is {@code true} or {@code false}.
 *
 * @param path as it is shown
 * @param problems lines that can't be read, which are told together with what is wrong in the others
 */
record OptionsFile(Path path, List<Entry> entries, List<Problem> problems) {
    /** No file of options is larger; a text of this size can't exhaust the memory. */
    static final int MOST_BYTES = 1 << 20;

    /** What some editors put before a text in UTF-8. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * One line, or several that are continued.
     *
     * @param line of the first, from 1
     */
    record Entry(String key, String value, int line) {}

    /** Where an entry stands, for messages. */
    String at(Entry entry) {
        return path + ", line " + entry.line();
    }

    /**
     * Reads a file.
     *
     * @throws SpecException if it can't be read: no regular file, such as {@code /dev/zero}, which has no end, or a larger one than
     *     {@link #MOST_BYTES}
     */
    static OptionsFile read(Path path) throws SpecException {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw refused(path + " is no regular file; name a file of options.");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                throw refused(path + " is larger than 1 MB; name a file of options.");
            }
            return of(
                    path,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (NoSuchFileException e) {
            throw new SpecException(
                    List.of(Problem.unavailable("there is no file " + path + "; name a file of options.")));
        } catch (CharacterCodingException e) {
            throw refused(path + " is no text in UTF-8; save it in UTF-8.");
        } catch (IOException e) {
            throw new SpecException(List.of(Problem.unavailable(
                    path + " can't be read (" + e.getClass().getSimpleName() + "); check its permissions.")));
        }
    }

    private static SpecException refused(String sentence) {
        return new SpecException(List.of(Problem.usage(sentence)));
    }

    /** The content of such a file. */
    static OptionsFile of(Path path, String content) {
        String text = content.startsWith(BYTE_ORDER_MARK) ? content.substring(BYTE_ORDER_MARK.length()) : content;
        List<Problem> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String first = lines.get(i).strip();
            if (first.isEmpty() || first.startsWith("#") || first.startsWith("!")) {
                continue;
            }
            int number = i + 1;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (isContinued(logical) && i + 1 < lines.size()) {
                i++;
                logical.append('\n').append(lines.get(i));
            }
            Properties pair = new Properties();
            try {
                pair.load(new StringReader(logical.toString()));
            } catch (IOException | IllegalArgumentException e) {
                problems.add(Problem.usage(
                        path + ", line " + number + ": " + e.getMessage() + "; write a backslash twice."));
            }
            pair.stringPropertyNames()
                    .forEach(key -> entries.add(new Entry(
                            key.replaceFirst("^--?", ""), pair.getProperty(key).strip(), number)));
        }
        return new OptionsFile(path, List.copyOf(entries), List.copyOf(problems));
    }

    /** Whether it ends with an odd number of backslashes. */
    private static boolean isContinued(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** A line of such a file. */
    static String line(String key, String value) {
        StringBuilder text = new StringBuilder(key).append(" = ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(i == 0 && c == ' ' ? "\\ " : String.valueOf(c));
            }
        }
        return text.append('\n').toString();
    }
}
