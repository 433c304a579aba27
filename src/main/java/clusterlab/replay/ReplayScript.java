package clusterlab.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboard's modules as one classic script: a page from a disk may not load modules. Each module becomes a function whose
 * result is what it exports.
 */
final class ReplayScript {
    private static final String WEB = "/web/";
    private static final String FIRST = "replay.js";

    /** A replay has its dictionaries in the page. */
    private static final Map<String, String> INSTEAD = Map.of("lang.js", "replay-lang.js");

    private static final Pattern IMPORT =
            Pattern.compile("^import \\{([^}]*)} from '\\./([\\w-]+\\.js)';$", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export ((?:async )?function|class|const|let) ([\\w$]+)", Pattern.MULTILINE);
    private static final Pattern OTHER = Pattern.compile("^(import|export)\\b.*$", Pattern.MULTILINE);

    private final Map<String, String> modules = new LinkedHashMap<>();
    private final List<String> open = new ArrayList<>();

    private ReplayScript() {}

    /** The script; it has no {@code </script}. */
    static String text() {
        ReplayScript script = new ReplayScript();
        script.add(FIRST);
        StringBuilder all = new StringBuilder("'use strict';\nconst modules = {};\n");
        script.modules.forEach((name, body) -> all.append("modules['")
                .append(name)
                .append("'] = (() => {\n")
                .append(body)
                .append("})();\n"));
        return all.toString().replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    private void add(String name) {
        if (modules.containsKey(name)) {
            return;
        }
        if (open.contains(name)) {
            throw new IllegalStateException("the modules " + open + " import each other");
        }
        open.add(name);
        String source = resource(WEB + name);
        Matcher imports = IMPORT.matcher(source);
        while (imports.find()) {
            add(target(imports.group(2)));
        }
        List<String> names = new ArrayList<>();
        String body = IMPORT.matcher(source)
                .replaceAll(found -> Matcher.quoteReplacement("const {"
                        + found.group(1).replace(" as ", ": ") + "} = modules['" + target(found.group(2)) + "'];"));
        body = EXPORT.matcher(body).replaceAll(found -> {
            names.add(found.group(2));
            return Matcher.quoteReplacement(found.group(1) + " " + found.group(2));
        });
        Matcher other = OTHER.matcher(body);
        if (other.find()) {
            throw new IllegalStateException(name + ": a replay can't have " + other.group());
        }
        modules.put(name, body + "return { " + String.join(", ", names) + " };\n");
        open.remove(name);
    }

    private static String target(String name) {
        return INSTEAD.getOrDefault(name, name);
    }

    /** A text in the jar. */
    static String resource(String path) {
        try (InputStream in = ReplayScript.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
