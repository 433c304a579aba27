package clusterlab.cli;

import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of a JVM in one text. */
final class JvmOptions {
    /** Their value is the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--add-exports",
            "--add-modules",
            "--add-opens",
            "--add-reads",
            "--enable-native-access",
            "--limit-modules",
            "--module-path",
            "--patch-module",
            "--upgrade-module-path",
            "-p");

    /** They choose what runs, which is the lab's business. */
    private static final Set<String> REFUSED =
            Set.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module", "--source");

    private JvmOptions() {}

    /**
     * Splits at blanks; what is in single or double quotes stays together, and the quotes go.
     *
     * @param option with which the message begins
     * @throws SpecException if a quote has no end, or a word is no option of a JVM that the user may choose
     */
    static List<String> split(String option, String text) throws SpecException {
        List<String> words = words(option, text);
        boolean value = false;
        for (String word : words) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!value && REFUSED.contains(name)) {
                throw refused(option, text, word + " would change what the node runs; leave it out");
            }
            if (!value && !word.startsWith("-")) {
                throw refused(option, text, "\"" + word + "\" is no option of a JVM; begin it with a dash");
            }
            value = !value && WITH_VALUE.contains(word);
        }
        if (value) {
            throw refused(option, text, words.get(words.size() - 1) + " needs a value after it");
        }
        return words;
    }

    /**
     * Splits at blanks; what is in single or double quotes stays together, and the quotes go.
     *
     * @throws SpecException if a quote has no end
     */
    static List<String> words(String option, String text) throws SpecException {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = quote == 0 && Character.isWhitespace(c);
            if (ends) {
                add(word, words);
                word = null;
                continue;
            }
            if (word == null) {
                word = new StringBuilder();
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw refused(option, text, "the quote " + quote + " has no end; close it");
        }
        add(word, words);
        return words;
    }

    private static void add(@Nullable StringBuilder word, List<String> words) {
        if (word != null) {
            words.add(word.toString());
        }
    }

    private static SpecException refused(String option, String text, String why) {
        return new SpecException(List.of(Problem.usage(option + " " + text + ": " + why + ".")));
    }
}
