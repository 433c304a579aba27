package clusterlab.export;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of the command that made a file, for a comment in it. The comment stays a comment: line breaks and other control
 * characters become question marks.
 *
 * @param words after {@code cluster-lab}, such as {@code export, tomcat, --nodes, 3}; a secret is no longer in them
 */
public record Source(List<String> words) {
    /** Options whose values do not belong into a file that others read. */
    private static final List<String> SECRET = List.of("--ajp-secret");

    /** Options whose values are NAME=VALUE with a value that may be a password. */
    private static final List<String> PAIRS = List.of("--env", "--system-property");

    /** Options of a JVM, of which system properties may be passwords. */
    private static final String JVM = "--jvm-options";

    private static final Pattern PROPERTY = Pattern.compile("(-D[^=\\s]+=)('[^']*'|\"[^\"]*\"|\\S)+");

    /** Copies the list. */
    public Source {
        words = List.copyOf(words);
    }

    /** The words as they were typed, without the values that may be secrets. */
    public static Source of(List<String> typed) {
        List<String> words = new ArrayList<>();
        String before = "";
        for (String word : typed) {
            words.add(harmless(hidden(before, word)));
            before = word;
        }
        return new Source(words);
    }

    private static String hidden(String before, String word) {
        if (before.equals(JVM) || word.startsWith(JVM + "=")) {
            return PROPERTY.matcher(word).replaceAll("$1***");
        }
        if (SECRET.contains(before)) {
            return "***";
        }
        if (PAIRS.contains(before)) {
            return pair(word);
        }
        int equals = word.indexOf('=');
        String option = equals < 0 ? "" : word.substring(0, equals);
        if (SECRET.contains(option)) {
            return option + "=***";
        }
        return PAIRS.contains(option) ? option + "=" + pair(word.substring(equals + 1)) : word;
    }

    private static String pair(String text) {
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals) + "=***";
    }

    /** The text in one line, without control characters. */
    private static String harmless(String word) {
        StringBuilder text = new StringBuilder();
        word.codePoints()
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c));
        return text.toString();
    }

    /** The command in one line. */
    public String command() {
        return words.stream()
                .map(word -> word.isEmpty() || word.contains(" ") ? "\"" + word + "\"" : word)
                .collect(Collectors.joining(" ", "cluster-lab ", ""));
    }

    /** The same file with the comment before it; one without content, which only makes a folder, stays so. */
    public ConfigFile signed(ConfigFile file) {
        return file.content().isEmpty() ? file : new ConfigFile(file.path(), hash() + file.content(), file.ownerOnly());
    }

    /** A comment line with a hash and a line break. */
    public String hash() {
        return "# Made by: " + command() + "\n";
    }

    /** The same inside of an XML comment, which can't have two hyphens: options come without theirs. */
    public String xml() {
        String text = words.stream()
                .map(word -> word.startsWith("--") ? word.substring(2) : word)
                .collect(Collectors.joining(" ", "Made by: cluster-lab ", ""));
        while (text.contains("--")) {
            text = text.replace("--", "- -");
        }
        return text.endsWith("-") ? text + " " : text;
    }
}
