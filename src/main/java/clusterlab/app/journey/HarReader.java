package clusterlab.app.journey;

import clusterlab.app.journey.Har.Entry;
import clusterlab.http.HttpReply.Header;
import clusterlab.http.HttpRequest;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads HAR 1.2, of the lab or of a browser. A file may come from anybody: what is wrong with it is told with one sentence, and
 * its size, depth (1,000, Jackson's own limit) and number of requests are bounded.
 */
public final class HarReader {
    /** A browser's recording of a hundred pages with their pictures is smaller. */
    static final long MOST_BYTES = 64L << 20;

    private static final int MOST_ENTRIES = 5_000;

    private HarReader() {}

    /**
     * Reads a file.
     *
     * @throws HarException if it is no HAR; the message is a sentence that begins with what is wrong, without the file's name
     * @throws IOException if the file can't be read
     */
    public static Har read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new HarException("there is no such file; record one with cluster-lab record APP");
        }
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new HarException("the file has " + (size >> 20) + " MB; a journey may have " + (MOST_BYTES >> 20)
                    + ". Save it without pictures, or record a shorter one");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes((int) MOST_BYTES + 1));
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @throws HarException as {@link #read(Path)}
     */
    static Har read(byte[] bytes) throws HarException {
        Object root;
        try {
            root = JSON.std.anyFrom(bytes);
        } catch (IOException | RuntimeException e) {
            // Jackson's message quotes the file, which may hold secrets and be long.
            throw new HarException(
                    "this is no JSON, or too deeply nested. A HAR comes from cluster-lab record, or from a"
                            + " browser's network tools (save as HAR)");
        }
        Object log = root instanceof Map<?, ?> map ? map.get("log") : null;
        Object entries = log instanceof Map<?, ?> map ? map.get("entries") : null;
        if (!(entries instanceof List<?> list)) {
            throw new HarException("this is no HAR: log.entries is missing or no list");
        }
        if (list.size() > MOST_ENTRIES) {
            throw new HarException(
                    "it has " + list.size() + " requests; a HAR may have " + MOST_ENTRIES + ". Record a shorter one");
        }
        List<Entry> read = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Fields entry = new Fields(list.get(i), "log.entries[" + i + "]");
            if (!"websocket".equals(entry.optional("_resourceType"))) {
                read.add(entry(entry));
            }
        }
        return new Har(read);
    }

    private static Entry entry(Fields entry) throws HarException {
        Fields request = entry.object("request");
        Fields response = entry.object("response");
        List<Header> answered = new ArrayList<>(response.headers());
        Fields content = response.optionalObject("content");
        String type = content.optional("mimeType");
        if (!type.isEmpty()
                && answered.stream().noneMatch(header -> header.name().equalsIgnoreCase("Content-Type"))) {
            answered.add(new Header("Content-Type", type));
        }
        String redirect = response.optional("redirectURL");
        if (!redirect.isEmpty()
                && answered.stream().noneMatch(header -> header.name().equalsIgnoreCase("Location"))) {
            answered.add(new Header("Location", redirect));
        }
        List<Header> headers = request.headers();
        return new Entry(
                method(request),
                request.text("url"),
                headers,
                body(request, headers),
                Answer.of(response.whole("status"), answered, text(content)),
                instant(entry.optional("startedDateTime")),
                Math.round(Math.max(0, entry.number("time")) * 1e6));
    }

    private static String method(Fields request) throws HarException {
        String method = request.text("method");
        if (!HttpRequest.isToken(method)) {
            throw new HarException(request.path + ".method is no method of HTTP; record the journey again");
        }
        return method.toUpperCase(Locale.ROOT);
    }

    private static Optional<Body> body(Fields request, List<Header> headers) throws HarException {
        Fields post = request.optionalObject("postData");
        if (post.isEmpty()) {
            return Optional.empty();
        }
        String type = post.optional("mimeType");
        if (type.isEmpty()) {
            type = headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                    .map(Header::value)
                    .findFirst()
                    .orElse("");
        }
        String text = post.optional("text");
        List<Fields> params = post.list("params");
        if (text.isEmpty() && !params.isEmpty()) {
            if (type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
                throw new HarException(
                        post.path + ": the parts of this upload are not in the file, so it can't be sent again;"
                                + " record it with cluster-lab record");
            }
            List<String> pairs = new ArrayList<>();
            for (Fields param : params) {
                pairs.add(Target.encode(param.text("name")) + "=" + Target.encode(param.optional("value")));
            }
            text = String.join("&", pairs);
        }
        return type.isEmpty() && text.isEmpty() ? Optional.empty() : Optional.of(new Body(type, text));
    }

    private static String text(Fields content) {
        String text = content.optional("text");
        if (!content.optional("encoding").equals("base64")) {
            return text;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** An object of the file; what is missing or of another type is told with its path. */
    private static final class Fields {
        private final Map<?, ?> map;
        private final String path;

        Fields(@Nullable Object value, String path) throws HarException {
            if (!(value instanceof Map<?, ?> object)) {
                throw new HarException(path + " is missing or no object");
            }
            map = object;
            this.path = path;
        }

        boolean isEmpty() {
            return map.isEmpty();
        }

        Fields object(String name) throws HarException {
            return new Fields(map.get(name), path + "." + name);
        }

        Fields optionalObject(String name) throws HarException {
            Object value = map.get(name);
            return new Fields(value == null ? Map.of() : value, path + "." + name);
        }

        String text(String name) throws HarException {
            if (map.get(name) instanceof String text && !text.isEmpty()) {
                return text;
            }
            throw new HarException(path + "." + name + " is missing or no text");
        }

        String optional(String name) {
            return map.get(name) instanceof String text ? text : "";
        }

        int whole(String name) throws HarException {
            if (map.get(name) instanceof Number number) {
                return number.intValue();
            }
            throw new HarException(path + "." + name + " is missing or no number");
        }

        double number(String name) {
            return map.get(name) instanceof Number number && Double.isFinite(number.doubleValue())
                    ? number.doubleValue()
                    : 0;
        }

        List<Fields> list(String name) throws HarException {
            Object value = map.get(name);
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof List<?> list)) {
                throw new HarException(path + "." + name + " is no list");
            }
            List<Fields> fields = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                fields.add(new Fields(list.get(i), path + "." + name + "[" + i + "]"));
            }
            return fields;
        }

        List<Header> headers() throws HarException {
            List<Header> headers = new ArrayList<>();
            for (Fields header : list("headers")) {
                headers.add(new Header(header.text("name"), header.optional("value")));
            }
            return headers;
        }
    }
}
