package clusterlab.lang;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key of an English sentence whose places are filled in already, and says it in another language. Of several keys that fit
 * the one with the most text of its own is taken. What stands in a place is translated too: it may be a sentence itself. Pure.
 */
final class Phrases {
    private static final Pattern PLACE = Pattern.compile("%(?:(\\d+)\\$)?[-,.\\d]*([a-zA-Z])|%%");

    /** A key with less text of its own fits to what is no sentence. */
    private static final int LEAST_LETTERS = 3;

    /** A key with as many letters is more than a word or two. */
    private static final int SENTENCE = 12;

    /** Most words that are a number or a name. */
    private static final int WORDS = 3;

    /** Stands before sentences on stderr. */
    private static final String SPEAKER = "cluster-lab: ";

    /** Reports say the same again and again; of that many texts it is kept what they are. */
    private static final int MOST_SAID = 4_096;

    private final Map<String, String> whole = new HashMap<>();

    /** Those that may begin a text with this letter, the longest first. */
    private final Map<Character, List<Phrase>> phrases = new HashMap<>();

    /** Those that begin with a place. */
    private final List<Phrase> anyBeginning;

    private final Map<String, String> said = new ConcurrentHashMap<>();

    /** The keys with their translations. */
    Phrases(Map<String, String> sentences) {
        List<Phrase> all = new ArrayList<>();
        sentences.forEach((english, translated) -> {
            Parts key = Parts.of(english);
            if (key.places.isEmpty()) {
                whole.put(english, translated);
            } else if (key.letters >= LEAST_LETTERS) {
                all.add(new Phrase(key, Parts.of(translated)));
            }
        });
        all.sort(Comparator.comparingInt((Phrase one) -> one.key.length).reversed());
        anyBeginning = all.stream().filter(one -> one.key.begin().isEmpty()).toList();
        all.stream().filter(one -> !one.key.begin().isEmpty()).forEach(one -> {
            char first = one.key.begin().charAt(0);
            phrases.computeIfAbsent(first, letter -> all.stream()
                    .filter(other ->
                            other.key.begin().isEmpty() || other.key.begin().charAt(0) == letter)
                    .toList());
        });
    }

    /** The text in the other language; what is no sentence of a key stays as it is. */
    String say(String text) {
        String known = said.get(text);
        if (known != null) {
            return known;
        }
        String found = find(text);
        if (said.size() >= MOST_SAID) {
            said.clear();
        }
        said.put(text, found);
        return found;
    }

    private String find(String text) {
        return text.startsWith(SPEAKER)
                ? SPEAKER + say(text.substring(SPEAKER.length()))
                : sentence(text).or(() -> parts(text)).orElse(text);
    }

    /** A part of a text. A single word may be a name, of an attribute for example, and stays. */
    private String inside(String part) {
        return part.strip().contains(" ") ? say(part) : part;
    }

    /** The text as one sentence, which may begin with a capital letter or not, and end with a full stop or not. */
    private Optional<String> sentence(String text) {
        if (text.strip().length() < 3) {
            return Optional.empty();
        }
        Optional<String> found = exactly(text).or(() -> exactly(otherCase(text)));
        if (found.isPresent()) {
            return found;
        }
        if (text.endsWith(".")) {
            String bare = text.substring(0, text.length() - 1);
            return exactly(bare).or(() -> exactly(otherCase(bare))).map(said -> said.endsWith(".") ? said : said + ".");
        }
        return exactly(text + ".")
                .or(() -> exactly(otherCase(text) + "."))
                .map(said -> said.endsWith(".") ? said.substring(0, said.length() - 1) : said);
    }

    private Optional<String> exactly(String text) {
        String said = whole.get(text);
        if (said != null) {
            return Optional.of(said);
        }
        for (Phrase phrase : text.isEmpty() ? anyBeginning : phrases.getOrDefault(text.charAt(0), anyBeginning)) {
            List<String> filled = phrase.key.match(text);
            if (filled != null) {
                return Optional.of(phrase.translated.fill(filled.stream()
                        .map(one -> one.length() < text.length() ? inside(one) : one)
                        .toList()));
            }
        }
        return Optional.empty();
    }

    /** Lines, sentences, clauses, and a sentence behind a name: each for itself, if any of them is known. */
    private Optional<String> parts(String text) {
        return split(text, "\n", "\n")
                .or(() -> text.startsWith(" ") ? behindName(text) : split(text, "  ", "  "))
                .or(() -> sentences(text))
                .or(() -> split(text, "; ", "; "))
                .or(() -> behindName(text))
                .or(() -> split(text, ", ", ", "));
    }

    private Optional<String> split(String text, String separator, String joint) {
        if (!text.contains(separator)) {
            return Optional.empty();
        }
        String said = String.join(
                joint,
                Arrays.stream(text.split(Pattern.quote(separator), -1))
                        .map(this::inside)
                        .toList());
        return said.equals(text) ? Optional.empty() : Optional.of(said);
    }

    /** The longest beginning that is a sentence, then the rest. */
    private Optional<String> sentences(String text) {
        for (int end = text.lastIndexOf(". "); end > 0; end = text.lastIndexOf(". ", end - 1)) {
            Optional<String> begin = sentence(text.substring(0, end + 1));
            if (begin.isPresent()) {
                return Optional.of(begin.get() + " " + say(text.substring(end + 2)));
            }
        }
        int first = text.indexOf(". ");
        if (first < 0) {
            return Optional.empty();
        }
        String head = text.substring(0, first + 1);
        String said = behindName(head).orElse(head) + " " + say(text.substring(first + 2));
        return said.equals(text) ? Optional.empty() : Optional.of(said);
    }

    /** {@code name: sentence}, or a sentence that is indented. */
    private Optional<String> behindName(String text) {
        if (text.startsWith(" ")) {
            String rest = text.stripLeading();
            String said = say(rest);
            return said.equals(rest)
                    ? Optional.empty()
                    : Optional.of(text.substring(0, text.length() - rest.length()) + said);
        }
        for (int colon = text.indexOf(": "); colon > 0; colon = text.indexOf(": ", colon + 1)) {
            Optional<String> said = sentence(text.substring(colon + 2));
            if (said.isPresent()) {
                return Optional.of(inside(text.substring(0, colon)) + ": " + said.get());
            }
        }
        int colon = text.indexOf(": ");
        if (colon < 0) {
            return Optional.empty();
        }
        String rest = text.substring(colon + 2);
        String said = say(rest);
        return said.equals(rest) ? Optional.empty() : Optional.of(text.substring(0, colon + 2) + said);
    }

    private static String otherCase(String text) {
        char first = text.charAt(0);
        return (Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first))
                + text.substring(1);
    }

    private record Phrase(Parts key, Parts translated) {}

    /**
     * A pattern of {@link java.util.Formatter}.
     *
     * @param texts before, between and behind the places; one more than places
     * @param places which argument each shows, from 0, and whether it is a number
     * @param length of the texts together
     * @param letters how many of that are letters
     */
    private record Parts(List<String> texts, List<Place> places, int length, long letters) {
        private record Place(int argument, boolean number) {}

        static Parts of(String pattern) {
            List<String> texts = new ArrayList<>();
            List<Place> places = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            Matcher place = PLACE.matcher(pattern);
            int from = 0;
            while (place.find()) {
                text.append(pattern, from, place.start());
                from = place.end();
                if (place.group().equals("%%")) {
                    text.append('%');
                    continue;
                }
                texts.add(text.toString());
                text.setLength(0);
                int argument = place.group(1) == null ? places.size() : Integer.parseInt(place.group(1)) - 1;
                places.add(new Place(argument, !place.group(2).equals("s")));
            }
            texts.add(text.append(pattern.substring(from)).toString());
            String own = String.join("", texts);
            return new Parts(
                    texts,
                    places,
                    own.length(),
                    own.codePoints().filter(Character::isLetter).count());
        }

        String begin() {
            return texts.get(0);
        }

        /**
         * What the places of this text have, or null if it is another sentence. Each place is as short as it can be; one at the beginning
         * has one clause only.
         */
        @Nullable
        List<String> match(String text) {
            int last = texts.size() - 1;
            String end = texts.get(last);
            // The stop is the sentence's, not of what stands in its last place.
            boolean stop = end.isEmpty() && text.endsWith(".");
            if (stop || text.length() < length || !text.startsWith(texts.get(0)) || !text.endsWith(end)) {
                return null;
            }
            List<String> filled = new ArrayList<>();
            int from = texts.get(0).length();
            for (int i = 1; i <= last; i++) {
                int at = i == last ? text.length() - end.length() : next(text, i, from);
                if (at < from || (places.get(i - 1).number && !isNumber(text, from, at))) {
                    return null;
                }
                filled.add(text.substring(from, at));
                from = at + texts.get(i).length();
            }
            boolean begins = !texts.get(0).isEmpty();
            return begins || isSubject(filled.get(0)) ? filled : null;
        }

        /** One clause; before a word or two it is a number or a name, as in "%s nodes". */
        private boolean isSubject(String first) {
            return !first.contains("; ")
                    && (letters >= SENTENCE || first.strip().split(" ").length <= WORDS);
        }

        /** Where the text between two places is next; a blank alone is the last one, since "7 sessions 3" are "7 sessions" and "3". */
        private int next(String text, int between, int from) {
            int first = text.indexOf(texts.get(between), from);
            if (first < 0 || !texts.get(between).isBlank()) {
                return first;
            }
            int after = between + 1 == texts.size() - 1
                    ? text.length() - texts.get(between + 1).length()
                    : text.indexOf(texts.get(between + 1), first + 1);
            return after < 0 ? -1 : Math.max(first, text.lastIndexOf(texts.get(between), after - 1));
        }

        private static boolean isNumber(String text, int from, int to) {
            return from < to
                    && text.substring(from, to).chars().allMatch(c -> Character.isDigit(c) || ",.-".indexOf(c) >= 0);
        }

        String fill(List<String> arguments) {
            StringBuilder said = new StringBuilder(texts.get(0));
            for (int i = 0; i < places.size(); i++) {
                said.append(arguments.get(places.get(i).argument)).append(texts.get(i + 1));
            }
            return said.toString();
        }
    }
}
