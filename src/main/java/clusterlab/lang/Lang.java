package clusterlab.lang;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A language of the texts. The English sentence stands in the code and is the key; {@code clusterlab/lang/CODE/AREA.json} maps it to
 * the translation. One language is current in a process, as with {@link Locale#getDefault()}: the option {@code --lang} sets it before
 * anything is printed.
 */
public enum Lang {
    EN("en"),
    KO("ko");

    /** Those with sentences that are stored in English: of checkers and alarms, of exceptions, of doctor and lint. */
    static final List<String> STORED = List.of("verdicts", "refusals", "rules");

    /** The files of a translation, one for each part of the project. A key is in one of them only. */
    static final List<String> AREAS = Stream.concat(
                    Stream.of("dashboard", "lessons", "replay", "cli", "report", "help"), STORED.stream())
            .toList();

    /** The translations that were read; English has none. */
    private static final Map<Lang, Map<String, String>> READ = new ConcurrentHashMap<>();

    private static final Map<Lang, Phrases> PHRASES = new ConcurrentHashMap<>();

    private static volatile Lang current = of(Locale.getDefault().getLanguage()).orElse(EN);

    private static final ThreadLocal<@Nullable Lang> SPEAKING = new ThreadLocal<>();

    private final String code;

    Lang(String code) {
        this.code = code;
    }

    /**
     * The language of this process: what {@link #use} set, else that of the default locale, else English; inside of
     * {@link #speaking} that language.
     */
    public static Lang current() {
        Lang own = SPEAKING.get();
        return own == null ? current : own;
    }

    /** Builds something in this language, in whichever the process is: what machines read is English. */
    public <T> T speaking(Supplier<T> build) {
        Lang before = SPEAKING.get();
        SPEAKING.set(this);
        try {
            return build.get();
        } finally {
            if (before == null) {
                SPEAKING.remove();
            } else {
                SPEAKING.set(before);
            }
        }
    }

    /** Sets the language of this process; call it before anything is printed. */
    public static void use(Lang lang) {
        current = lang;
    }

    /** The language of this code of ISO 639-1, or empty if there is no translation. */
    public static Optional<Lang> of(String code) {
        return Arrays.stream(values()).filter(lang -> lang.code.equals(code)).findFirst();
    }

    /** All codes, for a message: {@code en|ko}. */
    public static String codes() {
        return Arrays.stream(values()).map(Lang::code).collect(Collectors.joining("|"));
    }

    /** The code of ISO 639-1. */
    public String code() {
        return code;
    }

    /**
     * A sentence in the current language.
     *
     * @param english the key, a constant; with arguments a pattern of {@link java.util.Formatter}. Numbers are written alike in all
     *     languages.
     * @param arguments a text with a blank is translated as by {@link #shown}: it may be the message of an exception
     * @return the English sentence if it has no translation
     */
    public static String tr(String english, @Nullable Object... arguments) {
        return fill(current().sentence(english), arguments);
    }

    /** One of two sentences: the first if the count is 1. Korean has no plural, its two sentences may be the same. */
    public static String plural(long count, String one, String many, @Nullable Object... arguments) {
        return fill(current().sentence(count == 1 ? one : many), arguments);
    }

    /**
     * A sentence that was made in English for anybody, such as a verdict's reason, an alarm or the message of an exception, in the
     * current language. Logs, events, JSON and histories have the English one; so call this where a reader sees it.
     *
     * @param english with its places filled in; line breaks and several sentences are fine
     * @return the same text as far as nothing in it has a translation
     */
    public static String shown(@Nullable String english) {
        return current().says(String.valueOf(english));
    }

    /** As {@link #shown}, in this language. */
    public String says(String english) {
        return this == EN
                ? english
                : PHRASES.computeIfAbsent(this, one -> new Phrases(one.sentences()))
                        .say(english);
    }

    private static String fill(String pattern, @Nullable Object... arguments) {
        return arguments.length == 0
                ? pattern
                : String.format(
                        Locale.ROOT,
                        pattern,
                        Arrays.stream(arguments)
                                .map(one -> one instanceof String text && text.contains(" ") ? shown(text) : one)
                                .toArray());
    }

    /** A key in this language, without arguments filled in. */
    public String sentence(String english) {
        return this == EN ? english : sentences().getOrDefault(english, english);
    }

    /** All keys and their translations, empty for English. */
    public Map<String, String> sentences() {
        return this == EN ? Map.of() : READ.computeIfAbsent(this, Lang::readAll);
    }

    private Map<String, String> readAll() {
        Map<String, String> all = new LinkedHashMap<>();
        AREAS.forEach(area -> all.putAll(read(area)));
        return Collections.unmodifiableMap(all);
    }

    /** The keys and translations of one part of the project. */
    Map<String, String> read(String area) {
        String resource = "/clusterlab/lang/" + code + "/" + area + ".json";
        try (InputStream in = Lang.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            Map<String, String> read = new LinkedHashMap<>();
            JSON.std.mapFrom(in).forEach((key, value) -> read.put(key, value.toString()));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
