package clusterlab.app.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Places of an answer where a value of a later request may come from. */
final class Places {
    private static final Pattern IDENTIFYING =
            Pattern.compile("(^|[a-z_-])(id|uuid|guid|key|nr|no|number|ref|token)$", Pattern.CASE_INSENSITIVE);
    private static final int ANCHOR = 24;
    private static final int LEAST_ANCHOR = 4;
    private static final int LEAST_LENGTH = 6;
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_LEAVES = 20_000;

    private Places() {}

    /** A place; it reads the value that an answer has there, if any. */
    interface Place {
        Optional<String> in(Answer answer);
    }

    private record Cookie(String name, boolean decoded) implements Place {
        @Override
        public Optional<String> in(Answer answer) {
            return answer.setCookies().stream()
                    .filter(cookie -> cookie.startsWith(name + "="))
                    .map(cookie -> cookie.substring(name.length() + 1).split(";", 2)[0])
                    .map(value -> decoded ? Target.decode(value) : value)
                    .reduce((first, last) -> last);
        }
    }

    private record ResponseHeader(String name) implements Place {
        @Override
        public Optional<String> in(Answer answer) {
            return answer.header(name);
        }
    }

    private record JsonField(String pointer) implements Place {
        @Override
        public Optional<String> in(Answer answer) {
            return leaves(answer.json()).stream()
                    .filter(leaf -> leaf.pointer().equals(pointer))
                    .map(Leaf::value)
                    .findFirst();
        }
    }

    private record Meta(String name) implements Place {
        @Override
        public Optional<String> in(Answer answer) {
            return answer.html().select("meta[name]").stream()
                    .filter(meta -> meta.attr("name").equals(name))
                    .map(meta -> meta.attr("content"))
                    .findFirst();
        }
    }

    private record Input(String name, int index) implements Place {
        @Override
        public Optional<String> in(Answer answer) {
            List<Element> inputs = inputs(answer, name);
            return index < inputs.size()
                    ? Optional.of(inputs.get(index).attr("value"))
                    : inputs.isEmpty()
                            ? Optional.empty()
                            : Optional.of(inputs.get(0).attr("value"));
        }
    }

    private static List<Element> inputs(Answer answer, String name) {
        return answer.html().select("input[name]").stream()
                .filter(input -> input.attr("name").equals(name))
                .toList();
    }

    /** Between two texts: in a script, or in an attribute. */
    private record Between(String before, String after, int index) implements Place {
        @Override
        public Optional<String> in(Answer answer) {
            String text = answer.text();
            int start = -1;
            for (int i = 0; i <= index; i++) {
                start = text.indexOf(before, start + 1);
                if (start < 0) {
                    return Optional.empty();
                }
            }
            start += before.length();
            int end = text.indexOf(after, start);
            return end < 0 || end - start > LONGEST_VALUE ? Optional.empty() : Optional.of(text.substring(start, end));
        }
    }

    /** Whether a value is worth searching for: a short one stands in many places. */
    private static boolean isTelling(String value) {
        return value.length() >= LEAST_LENGTH && value.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether the name says that a value identifies something: {@code orderId}. */
    private static boolean identifies(String name) {
        return IDENTIFYING.matcher(name).find();
    }

    /** The place of a value in a recorded answer; the most telling first. */
    static Optional<Place> find(Answer answer, Draft.Slot slot) {
        String value = slot.value();
        if (value.isEmpty() || answer.failure().isPresent()) {
            return Optional.empty();
        }
        boolean telling = isTelling(value);
        if (telling) {
            for (String cookie : answer.setCookies()) {
                int equals = cookie.indexOf('=');
                String held = cookie.substring(equals + 1).split(";", 2)[0];
                if (equals > 0 && (held.equals(value) || Target.decode(held).equals(value))) {
                    return Optional.of(new Cookie(cookie.substring(0, equals), !held.equals(value)));
                }
            }
            for (var header : answer.headers()) {
                String name = header.name().toLowerCase(Locale.ROOT);
                if (header.value().equals(value) && (name.startsWith("x-") || Secrets.isSecret(name))) {
                    return Optional.of(new ResponseHeader(header.name()));
                }
            }
        }
        Optional<Place> json = json(answer, slot, telling);
        return json.isPresent() ? json : html(answer, slot, telling);
    }

    /** A short number counts only if both names say that it is an id. */
    private static Optional<Place> json(Answer answer, Draft.Slot slot, boolean telling) {
        boolean id = slot.kind() == Draft.Kind.PATH || identifies(slot.name());
        return leaves(answer.json()).stream()
                .filter(leaf -> leaf.value().equals(slot.value()) && (telling || (id && identifies(leaf.name()))))
                .findFirst()
                .map(leaf -> new JsonField(leaf.pointer()));
    }

    private static Optional<Place> html(Answer answer, Draft.Slot slot, boolean telling) {
        String value = slot.value();
        if (answer.isHtml()) {
            List<Element> inputs = inputs(answer, slot.name());
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).attr("value").equals(value)) {
                    return Optional.of(new Input(slot.name(), i));
                }
            }
            if (telling) {
                for (Element meta : answer.html().select("meta[name][content]")) {
                    if (meta.attr("content").equals(value)) {
                        return Optional.of(new Meta(meta.attr("name")));
                    }
                }
                for (Element input : answer.html().select("input[name][value]")) {
                    if (input.attr("value").equals(value)) {
                        int index = inputs(answer, input.attr("name")).indexOf(input);
                        return Optional.of(new Input(input.attr("name"), index));
                    }
                }
            }
        }
        return telling && (Secrets.looksServerMade(value) || value.length() >= 2 * LEAST_LENGTH)
                ? between(answer.text(), value)
                : Optional.empty();
    }

    private static Optional<Place> between(String text, String value) {
        int at = text.indexOf(value);
        int end = at + value.length();
        if (at < LEAST_ANCHOR || end >= text.length()) {
            return Optional.empty();
        }
        String before = text.substring(Math.max(0, at - ANCHOR), at);
        before = before.substring(before.lastIndexOf('\n') + 1);
        if (before.length() < LEAST_ANCHOR) {
            return Optional.empty();
        }
        int index = 0;
        for (int i = text.indexOf(before); i >= 0 && i < at - before.length(); i = text.indexOf(before, i + 1)) {
            index++;
        }
        return Optional.of(new Between(before, text.substring(end, end + 1), index));
    }

    /**
     * A value of a JSON text.
     *
     * @param pointer as in RFC 6901
     * @param name of the field that holds it; of the field that holds its list
     */
    record Leaf(String pointer, String name, String value) {}

    /** All texts, numbers, booleans and nulls of a JSON text, at most 20,000. */
    static List<Leaf> leaves(@Nullable Object json) {
        List<Leaf> leaves = new ArrayList<>();
        if (json != null) {
            leaves("", "", json, leaves);
        }
        return leaves;
    }

    /** How many fields each object has: their names may be drawn anew in each walk, and then only their number tells. */
    static List<Leaf> sizes(@Nullable Object json) {
        List<Leaf> sizes = new ArrayList<>();
        sizes("", json, sizes);
        return sizes;
    }

    private static void sizes(String pointer, @Nullable Object value, List<Leaf> into) {
        if (into.size() >= MOST_LEAVES) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            into.add(new Leaf(pointer + "/(fields)", "", Integer.toString(map.size())));
            map.forEach((key, inner) -> sizes(pointer + "/" + step(key), inner, into));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                sizes(pointer + "/" + i, list.get(i), into);
            }
        }
    }

    private static String step(Object key) {
        return String.valueOf(key).replace("~", "~0").replace("/", "~1");
    }

    private static void leaves(String pointer, String name, @Nullable Object value, List<Leaf> into) {
        if (into.size() >= MOST_LEAVES) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                leaves(pointer + "/" + step(key), String.valueOf(key), inner, into);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                leaves(pointer + "/" + i, name, list.get(i), into);
            }
        } else {
            into.add(new Leaf(pointer, name, String.valueOf(value)));
        }
    }
}
