package clusterlab.app.journey;

import clusterlab.app.journey.Har.Entry;
import clusterlab.files.OwnerOnly;
import clusterlab.http.HttpReply.Header;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes HAR 1.2. What holds a secret by its name (passwords, tokens, cookies) has {@code "_secret": true} beside it; fields that
 * begin with an underscore are the standard's place for what it does not know.
 */
public final class HarWriter {
    private HarWriter() {}

    /**
     * Writes a file that only its owner can read, and replaces an earlier one.
     *
     * @param version of cluster-lab
     * @throws IOException if it can't be written, is a symbolic link or belongs to another user
     */
    public static void write(Har har, String version, Path file) throws IOException {
        try (OutputStream out = OwnerOnly.replace(file)) {
            JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).write(tree(har, version), out);
        }
    }

    private static Map<String, Object> tree(Har har, String version) {
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("version", "1.2");
        log.put("creator", Map.of("name", "cluster-lab", "version", version));
        log.put("pages", List.of());
        log.put("entries", har.entries().stream().map(HarWriter::entry).toList());
        return Map.of("log", log);
    }

    private static Map<String, Object> entry(Entry entry) {
        double millis = entry.nanos() / 1e6;
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("startedDateTime", entry.startedAt().toString());
        tree.put("time", millis);
        tree.put("request", request(entry));
        tree.put("response", response(entry.answer()));
        tree.put("cache", Map.of());
        tree.put("timings", timings(millis));
        return tree;
    }

    private static Map<String, Object> timings(double millis) {
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("send", 0);
        timings.put("wait", millis);
        timings.put("receive", 0);
        return timings;
    }

    private static Map<String, Object> request(Entry entry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("method", entry.method());
        tree.put("url", entry.url());
        tree.put("httpVersion", "HTTP/1.1");
        tree.put("cookies", cookies(entry.headers(), "Cookie"));
        tree.put("headers", headers(entry.headers()));
        tree.put("queryString", pairs(Target.query(entry.url())));
        entry.body().ifPresent(body -> {
            Map<String, Object> post = new LinkedHashMap<>();
            post.put("mimeType", body.type());
            post.put("params", body.isForm() ? pairs(body.text()) : List.of());
            post.put("text", body.text());
            if (body.isForm() && Target.pairs(body.text()).stream().anyMatch(pair -> Secrets.isSecret(pair.name()))) {
                post.put("_secret", true);
            }
            tree.put("postData", post);
        });
        tree.put("headersSize", -1);
        tree.put("bodySize", entry.body().map(body -> bytes(body.text())).orElse(0));
        return tree;
    }

    private static Map<String, Object> response(Answer answer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("status", answer.status());
        tree.put("statusText", "");
        tree.put("httpVersion", "HTTP/1.1");
        tree.put("cookies", cookies(answer.headers(), "Set-Cookie"));
        tree.put("headers", headers(answer.headers()));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("size", bytes(answer.text()));
        content.put("mimeType", answer.header("Content-Type").orElse(""));
        content.put("text", answer.text());
        tree.put("content", content);
        tree.put("redirectURL", answer.header("Location").orElse(""));
        tree.put("headersSize", -1);
        tree.put("bodySize", bytes(answer.text()));
        return tree;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<String, Object> named(String name, String value, boolean secret) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("value", value);
        if (secret) {
            tree.put("_secret", true);
        }
        return tree;
    }

    private static List<Map<String, Object>> headers(List<Header> headers) {
        return headers.stream()
                .map(header -> named(header.name(), header.value(), Secrets.isSecretHeader(header.name())))
                .toList();
    }

    private static List<Map<String, Object>> pairs(String text) {
        return Target.pairs(text).stream()
                .map(pair -> named(pair.name(), pair.value(), Secrets.isSecret(pair.name())))
                .toList();
    }

    /** Values of cookies are always secrets: one of them is the session's. */
    private static List<Map<String, Object>> cookies(List<Header> headers, String name) {
        List<Map<String, Object>> cookies = new ArrayList<>();
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                String[] pieces = name.equals("Cookie")
                        ? header.value().split(";", -1)
                        : new String[] {header.value().split(";", 2)[0]};
                for (String piece : pieces) {
                    int equals = piece.indexOf('=');
                    if (equals > 0) {
                        cookies.add(named(
                                piece.substring(0, equals).strip(),
                                piece.substring(equals + 1).strip(),
                                true));
                    }
                }
            }
        }
        return cookies;
    }
}
