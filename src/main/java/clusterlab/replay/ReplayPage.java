package clusterlab.replay;

import clusterlab.lang.Lang;
import clusterlab.replay.ReplayData.Frame;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/**
 * A recording as one HTML file that needs nothing else: no server, no font, no picture from elsewhere. What was recorded is in
 * it as gzip in base64, so it can't become markup; the script inserts it as text. A Content-Security-Policy allows this script only.
 */
public final class ReplayPage {
    /** No page is larger. */
    static final int MOST_BYTES = 1_000_000;

    private static final int MOST_FINDINGS = 100;
    private static final int MOST_LINES = 20;

    /** A rate is that of at least this time. */
    static final long RATE_MILLIS = 900;

    private ReplayPage() {}

    /** The page of a lab. */
    public static byte[] of(ReplayData recording) {
        return of(recording, Optional.empty());
    }

    /** The page of a run that was judged. */
    public static byte[] of(ReplayData recording, Outcome outcome) {
        return of(recording, Optional.of(outcome));
    }

    /**
     * Writes the page to a file, or leaves none.
     *
     * @throws IOException if it can't be written
     */
    public static void write(byte[] page, Path file) throws IOException {
        boolean was = Files.exists(file);
        try {
            Files.write(file, page);
        } catch (IOException e) {
            if (!was) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    private static byte[] of(ReplayData recording, Optional<Outcome> outcome) {
        String style = ReplayScript.resource("/web/style.css") + ReplayScript.resource("/web/replay.css");
        String script = ReplayScript.text();
        String shell = ReplayScript.resource("/web/replay.html")
                .replace("@LANG@", Lang.current().code())
                .replace("@TITLE@", "cluster-lab")
                .replace("@HASH@", "sha256-" + hash(script));
        ReplayData shown = recording;
        byte[] page = page(shell, style, script, data(shown, outcome, script));
        while (page.length > MOST_BYTES
                && (shown.frames().size() > 2 || shown.events().size() > 2)) {
            shown = thinner(shown);
            page = page(shell, style, script, data(shown, outcome, script));
        }
        return page;
    }

    private static byte[] page(String shell, String style, String script, String data) {
        return shell.replace("@STYLE@", style)
                .replace("@DATA@", data)
                .replace("@SCRIPT@", script)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ReplayData thinner(ReplayData recording) {
        TreeSet<Long> marks = new TreeSet<>();
        recording.events().stream()
                .filter(event -> String.valueOf(event.get("event")).matches("Fault.*|NodeChanged|AlarmRaised"))
                .forEach(event -> marks.add(((Number) event.getOrDefault("millis", 0)).longValue()));
        List<Frame> frames = Thinning.thin(recording.frames(), marks);
        List<Map<String, Object>> events = recording.events();
        if (frames.size() > recording.frames().size() * 0.8) {
            events = events.subList(events.size() / 4, events.size());
        }
        return new ReplayData(
                recording.beginMillis(),
                recording.endMillis(),
                recording.facts(),
                frames,
                events,
                recording.leftOut() + recording.events().size() - events.size());
    }

    private static String data(ReplayData recording, Optional<Outcome> outcome, String script) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("begin", recording.beginMillis());
        data.put("end", recording.endMillis());
        data.put("facts", recording.facts());
        data.put("words", words(script, said(recording, outcome)));
        outcome.ifPresent(found -> data.put("outcome", outcome(found)));
        data.put("events", recording.events());
        data.put("leftOut", recording.leftOut());
        data.put("frames", frames(recording));
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(JSON.std
                        .with(JSON.Feature.WRITE_NULL_PROPERTIES)
                        .asString(data)
                        .getBytes(StandardCharsets.UTF_8));
            }
            return Base64.getEncoder().encodeToString(packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> frames(ReplayData recording) {
        List<Object> frames = new ArrayList<>();
        Map<String, Object> before = Map.of();
        int from = 0;
        for (int i = 0; i < recording.frames().size(); i++) {
            Frame frame = recording.frames().get(i);
            while (from + 1 < i && recording.frames().get(from + 1).millis() <= frame.millis() - RATE_MILLIS) {
                from++;
            }
            frames.add(List.of(
                    frame.millis() - recording.beginMillis(),
                    MergePatch.of(before, frame.state()),
                    rates(recording.frames().get(from), frame)));
            before = frame.state();
        }
        return frames;
    }

    private static List<Long> rates(Frame before, Frame now) {
        List<Long> rates = new ArrayList<>();
        double seconds = Math.max(1, now.millis() - before.millis()) / 1000.0;
        for (int i = 0; i < now.requests().size(); i++) {
            long more = i < before.requests().size()
                    ? now.requests().get(i) - before.requests().get(i)
                    : 0;
            rates.add(Math.max(0, Math.round(more / seconds)));
        }
        return rates;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", outcome.name());
        map.put("status", outcome.status());
        map.put("verdict", outcome.verdict());
        map.put("sentence", outcome.sentence());
        map.put("report", outcome.report());
        List<Object> findings = new ArrayList<>();
        outcome.findings().stream().limit(MOST_FINDINGS).forEach(one -> {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("millis", one.millis());
            finding.put("title", one.title());
            finding.put("story", one.story().stream().limit(MOST_LINES).toList());
            findings.add(finding);
        });
        map.put("findings", findings);
        return map;
    }

    /** The sentences of the outcome, and those that events hold. */
    private static List<String> said(ReplayData recording, Optional<Outcome> outcome) {
        List<String> said = new ArrayList<>();
        outcome.ifPresent(found -> {
            said.add(found.sentence());
            found.findings().stream().limit(MOST_FINDINGS).forEach(one -> {
                said.add(one.title());
                one.story().stream().limit(MOST_LINES).forEach(said::add);
            });
        });
        recording.events().stream()
                .flatMap(event -> event.values().stream())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> text.indexOf(' ') > 0)
                .distinct()
                .forEach(said::add);
        return said;
    }

    /** For each language the sentences whose parts stand in the script, and what was said. */
    private static Map<String, Object> words(String script, List<String> said) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (Lang lang : Lang.values()) {
            Map<String, String> some = new LinkedHashMap<>();
            lang.sentences().forEach((english, other) -> {
                if (Arrays.stream(english.split("\\{\\d}")).allMatch(script::contains)) {
                    some.put(english, other);
                }
            });
            for (String english : said) {
                String other = lang.says(english);
                if (!other.equals(english)) {
                    some.put(english, other);
                }
            }
            words.put(lang.code(), some);
        }
        return words;
    }

    private static String hash(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
