package clusterlab.app.journey;

import clusterlab.app.journey.Target.Pair;
import clusterlab.http.HttpReply.Header;
import clusterlab.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recorded request whose parts can be replaced before it is sent. */
final class Draft {
    /** A text or whole number of a JSON object with its name; what else JSON has is sent as recorded. */
    private static final Pattern JSON_FIELD =
            Pattern.compile("\"([^\"\\\\]{1,100})\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?\\d+))");

    private static final Pattern PART =
            Pattern.compile("name=\"([^\"]+)\"\\r?\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\n(.*?)\\r?\\n--", Pattern.DOTALL);

    final Step step;
    private String path;
    private final List<Pair> query;
    private final List<Pair> fields = new ArrayList<>();
    private final List<Header> headers;
    private String raw = "";

    Draft(Step step) {
        this.step = step;
        path = Target.path(step.target());
        query = new ArrayList<>(Target.pairs(Target.query(step.target())));
        headers = new ArrayList<>(step.headers());
        step.body().ifPresent(body -> {
            if (body.isForm()) {
                fields.addAll(Target.pairs(body.text()));
            } else {
                raw = body.text();
            }
        });
    }

    /** Where a value stands in a request. */
    enum Kind {
        PATH("path part"),
        QUERY("parameter"),
        FIELD("field"),
        JSON("JSON field"),
        PART("field"),
        HEADER("header");

        final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * A value of a request.
     *
     * @param index of the path part, parameter, field or header; of another kind 0
     * @param name of the parameter, field or header; the value itself of a path part
     * @param value decoded
     */
    record Slot(Kind kind, int index, String name, String value) {
        /** Without the value of a secret. */
        String words() {
            return kind.word + " `" + (kind == Kind.PATH ? value.substring(0, Math.min(8, value.length())) + "…" : name)
                    + "`";
        }
    }

    /** All values, as they are now. */
    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            if (!segments[i].isEmpty()) {
                slots.add(new Slot(Kind.PATH, i, segments[i], Target.decode(segments[i])));
            }
        }
        for (int i = 0; i < query.size(); i++) {
            slots.add(new Slot(Kind.QUERY, i, query.get(i).name(), query.get(i).value()));
        }
        for (int i = 0; i < fields.size(); i++) {
            slots.add(
                    new Slot(Kind.FIELD, i, fields.get(i).name(), fields.get(i).value()));
        }
        for (int i = 0; i < headers.size(); i++) {
            slots.add(new Slot(
                    Kind.HEADER, i, headers.get(i).name(), headers.get(i).value()));
        }
        if (step.body().map(Body::isJson).orElse(false)) {
            Matcher field = JSON_FIELD.matcher(raw);
            while (field.find()) {
                slots.add(new Slot(
                        Kind.JSON, 0, field.group(1), field.group(2) == null ? field.group(3) : field.group(2)));
            }
        } else if (step.body().map(body -> body.type().startsWith("multipart/")).orElse(false)) {
            Matcher part = PART.matcher(raw);
            for (int at = 0; part.find(at); at = part.end() - 2) {
                slots.add(new Slot(Kind.PART, 0, part.group(1), part.group(2)));
            }
        }
        return slots;
    }

    /** The parameters of a form: fields of a POST, the query of a GET. */
    List<Slot> parameters() {
        Kind kind = step.body().map(Body::isForm).orElse(false) ? Kind.FIELD : Kind.QUERY;
        return slots().stream().filter(slot -> slot.kind() == kind).toList();
    }

    void target(String target) {
        path = Target.path(target);
        query.clear();
        query.addAll(Target.pairs(Target.query(target)));
    }

    void path(String of) {
        path = of;
    }

    void set(Slot slot, String value) {
        switch (slot.kind()) {
            case PATH -> {
                String[] segments = path.split("/", -1);
                if (slot.index() < segments.length) {
                    segments[slot.index()] = Target.encode(value).replace("+", "%20");
                    path = String.join("/", segments);
                }
            }
            case QUERY -> replace(query, slot, value);
            case FIELD -> replace(fields, slot, value);
            case HEADER -> {
                if (HttpRequest.isValue(value)) {
                    headers.set(slot.index(), new Header(slot.name(), value));
                }
            }
            case JSON -> raw = replaced(JSON_FIELD.matcher(raw), slot, value);
            case PART -> raw = replaced(PART.matcher(raw), slot, value);
        }
    }

    /** The body with the value of the field of this name and value replaced. */
    private String replaced(Matcher field, Slot slot, String value) {
        for (int at = 0; at <= raw.length() && field.find(at); at = Math.max(at + 1, field.end() - 2)) {
            int group = field.group(2) == null ? 3 : 2;
            if (field.group(1).equals(slot.name()) && field.group(group).equals(slot.value())) {
                return raw.substring(0, field.start(group)) + value + raw.substring(field.end(group));
            }
        }
        return raw;
    }

    private static void replace(List<Pair> pairs, Slot slot, String value) {
        if (slot.index() < pairs.size()) {
            pairs.set(slot.index(), pairs.get(slot.index()).with(value));
        }
    }

    /**
     * Puts in what a client has of its own, wherever a parameter, field or JSON field has that name.
     *
     * @return how many were put in
     */
    int login(Map<String, String> values) {
        int count = 0;
        for (Slot slot : slots()) {
            String own = values.get(slot.name());
            if (own != null && slot.kind() != Kind.PATH && slot.kind() != Kind.HEADER) {
                set(slot, slot.kind() == Kind.JSON ? own.replace("\\", "\\\\").replace("\"", "\\\"") : own);
                count++;
            }
        }
        return count;
    }

    /**
     * The request to be sent.
     *
     * @param recordedOrigin that Origin and Referer had
     * @param origin that they get, such as {@code http://127.0.0.1:8080}
     * @param cookies of the client; empty for none
     */
    HttpRequest request(String recordedOrigin, String origin, String cookies) {
        List<Header> sent = new ArrayList<>();
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            boolean named = name.equals("origin") || name.equals("referer");
            if (!named) {
                sent.add(header);
            } else if (!recordedOrigin.isEmpty() && header.value().startsWith(recordedOrigin)) {
                String rest = header.value().substring(recordedOrigin.length());
                sent.add(new Header(header.name(), origin + rest));
            }
        }
        step.body().filter(body -> !body.type().isEmpty()).ifPresent(body -> {
            sent.add(new Header("Content-Type", body.type().replaceAll("[\\r\\n]", " ")));
        });
        if (!cookies.isEmpty()) {
            sent.add(new Header("Cookie", cookies));
        }
        String target = query.isEmpty() ? path : path + "?" + Target.join(query);
        String body = step.body().map(Body::isForm).orElse(false) ? Target.join(fields) : raw;
        return new HttpRequest(
                step.method(),
                target,
                sent,
                new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
}
