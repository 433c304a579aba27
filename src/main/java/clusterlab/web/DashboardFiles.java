package clusterlab.web;

import clusterlab.lang.Lang;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The dashboard's files, read once from the jar; only the files in the list exist. */
final class DashboardFiles {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** Shown in place of the dashboard to a browser that has no token. */
    static final String LOCKED = "locked.html";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("index.html", HTML),
            Map.entry(LOCKED, HTML),
            Map.entry("style.css", "text/css; charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("app.js", SCRIPT),
            Map.entry("alarms.js", SCRIPT),
            Map.entry("applications.js", SCRIPT),
            Map.entry("api.js", SCRIPT),
            Map.entry("lang.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("card.js", SCRIPT),
            Map.entry("colours.js", SCRIPT),
            Map.entry("layout.js", SCRIPT),
            Map.entry("links.js", SCRIPT),
            Map.entry("presenter.js", SCRIPT),
            Map.entry("verdict.js", SCRIPT),
            Map.entry("drawing.js", SCRIPT),
            Map.entry("controls.js", SCRIPT),
            Map.entry("faults.js", SCRIPT),
            Map.entry("lessons.js", SCRIPT),
            Map.entry("matrix.js", SCRIPT),
            Map.entry("timeline.js", SCRIPT));

    private final Map<String, Reply> replies = new LinkedHashMap<>();

    DashboardFiles() {
        FILES.forEach((name, type) -> replies.put(name, new Reply(200, type, file(name, type))));
        for (Lang lang : Lang.values()) {
            replies.put("lang/" + lang.code() + ".json", Reply.json(200, lang.sentences()));
        }
    }

    /** Pages are in the language of the lab until their script knows which one the browser chose. */
    private static byte[] file(String name, String type) {
        byte[] bytes = read("/web/" + name);
        return type.equals(HTML)
                ? new String(bytes, StandardCharsets.UTF_8)
                        .replaceFirst(
                                "<html lang=\"en\">",
                                "<html lang=\"" + Lang.current().code() + "\">")
                        .getBytes(StandardCharsets.UTF_8)
                : bytes;
    }

    /** The file of this path, or empty. */
    Optional<Reply> find(String path) {
        return Optional.ofNullable(path.equals("/") ? replies.get("index.html") : replies.get(path.substring(1)));
    }

    /** A resource next to the classes. */
    static byte[] read(String resource) {
        try (InputStream in = DashboardFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
