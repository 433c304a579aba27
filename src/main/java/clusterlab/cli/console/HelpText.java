package clusterlab.cli.console;

import java.util.Locale;
import java.util.Optional;

/** What can be said, in 80 columns. Pure. */
public final class HelpText {
    private static final int COLUMN = 14;

    private HelpText() {}

    /** All words, or one. */
    public static String of(Optional<Word> word, Palette palette) {
        return word.map(one -> one(one, palette)).orElseGet(() -> all(palette));
    }

    private static String all(Palette palette) {
        StringBuilder text = new StringBuilder();
        for (Word word : Word.values()) {
            String usage = word.usage();
            text.append("  ")
                    .append(palette.bold(word.text()))
                    .append(usage.substring(word.text().length()));
            // A long usage gets a line of its own.
            text.append(usage.length() < COLUMN ? " ".repeat(COLUMN - usage.length()) : "\n" + " ".repeat(COLUMN + 2));
            text.append(word.meaning()).append('\n');
        }
        return text.toString();
    }

    private static String one(Word word, Palette palette) {
        String example = word.example();
        return String.format(
                Locale.ROOT,
                "  %s\n  %s\n%s",
                palette.bold(word.usage()),
                word.meaning(),
                example.isEmpty() ? "" : "  Example: " + example + "\n");
    }
}
