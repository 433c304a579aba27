package clusterlab.app.journey;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values for fields, of which each client has its own: a CSV with the fields' names in its first line (RFC 4180).
 *
 * @param fields their names
 * @param rows values in the order of the fields; 1 or more rows
 */
public record Logins(List<String> fields, List<List<String>> rows) {
    /** No client has values of its own. */
    public static final Logins NONE = new Logins(List.of(), List.of());

    private static final long MOST_BYTES = 4L << 20;

    /** Copies the lists. */
    public Logins {
        fields = List.copyOf(fields);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @throws HarException if it is no such CSV; the message is a sentence without the file's name
     * @throws IOException if it can't be read
     */
    public static Logins read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new HarException("there is no such file");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new HarException("the file is larger than 4 MB");
        }
        try {
            return of(Files.readString(file));
        } catch (MalformedInputException e) {
            throw new HarException("this is no text in UTF-8");
        }
    }

    static Logins of(String csv) throws HarException {
        List<List<String>> lines = lines(csv.startsWith("\uFEFF") ? csv.substring(1) : csv);
        if (lines.size() < 2) {
            throw new HarException(
                    "it needs a line with the fields' names, such as username,password, and a line for each user");
        }
        List<String> names = lines.get(0).stream().map(String::strip).toList();
        if (names.stream().anyMatch(String::isEmpty) || new HashSet<>(names).size() < names.size()) {
            throw new HarException(
                    "its first line has an empty name or one twice; it names the fields, as in username,password");
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).size() != names.size()) {
                throw new HarException("line " + (i + 1) + " has "
                        + lines.get(i).size() + " values, the first one has " + names.size());
            }
        }
        return new Logins(names, lines.subList(1, lines.size()));
    }

    private static List<List<String>> lines(String csv) throws HarException {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= csv.length(); i++) {
            char c = i < csv.length() ? csv.charAt(i) : '\n';
            if (quoted) {
                if (i == csv.length()) {
                    throw new HarException("a quote is not closed");
                }
                if (c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    value.append(c);
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    value.append(c);
                }
            } else if (c == '"' && value.length() == 0) {
                quoted = true;
            } else if (c == ',') {
                line.add(value.toString());
                value.setLength(0);
            } else if (c == '\n') {
                if (value.length() > 0 || !line.isEmpty()) {
                    line.add(value.toString());
                    lines.add(List.copyOf(line));
                }
                line.clear();
                value.setLength(0);
            } else if (c != '\r') {
                value.append(c);
            }
        }
        return lines;
    }

    /** The values of a client, by field; clients beyond the last row begin with the first again. */
    public Map<String, String> of(int client) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!rows.isEmpty()) {
            List<String> row = rows.get(client % rows.size());
            for (int i = 0; i < fields.size(); i++) {
                values.put(fields.get(i), row.get(i));
            }
        }
        return values;
    }
}
