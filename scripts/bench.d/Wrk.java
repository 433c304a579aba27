import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load by wrk on the counter page of one address: 16 kept connections, each with its own session. */
final class Wrk {
    /** As many threads as connections: wrk gives a script's state, and so a cookie, to a thread. */
    private static final int CONNECTIONS = 16;

    private static final int PATIENCE_MILLIS = 20_000;

    private static final String RESULT = "RESULT ";
    private static final Pattern COUNTER = Pattern.compile("Session Counter = (\\d+)<");

    private final String url;
    private final List<String> cookies = new ArrayList<>();
    private final Path script;

    /** Makes the sessions. */
    Wrk(String url, Path script) throws IOException {
        this.url = url;
        this.script = script;
        for (int i = 0; i < CONNECTIONS; i++) {
            cookies.add(newSession());
        }
        Files.writeString(script, lua());
    }

    /**
     * The result of one run.
     *
     * @param perSecond answered requests
     * @param p50Millis of the time from request to answer
     * @param errors missing answers, answers other than 2xx or 3xx, and failed connections
     * @param uncounted answered requests that no session's counter shows
     */
    record Sample(double perSecond, double p50Millis, double p99Millis, long requests, long errors, long uncounted) {}

    /** Whether wrk is installed. */
    static boolean isInstalled() throws InterruptedException {
        try {
            Process wrk = Children.start(new ProcessBuilder("wrk", "-v")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            wrk.waitFor();
            Children.end(List.of(wrk));
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    Sample run(int seconds) throws IOException, InterruptedException {
        long before = counted();
        Process wrk = Children.start(new ProcessBuilder(
                        "wrk",
                        "-t" + CONNECTIONS,
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "--timeout",
                        "10s",
                        "-s",
                        script.toString(),
                        url)
                .redirectErrorStream(true));
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Children.end(List.of(wrk));
        int at = output.indexOf(RESULT);
        if (at < 0) {
            throw new IOException("wrk gave no result: " + output.strip());
        }
        Map<String, Object> result = JSON.std.mapFrom(output.substring(at + RESULT.length()));
        double requests = number(result, "requests");
        // Reading the counters adds one to each session.
        long rise = counted() - before - CONNECTIONS;
        return new Sample(
                requests / (number(result, "micros") / 1e6),
                number(result, "p50") / 1e3,
                number(result, "p99") / 1e3,
                (long) requests,
                (long) number(result, "errors"),
                Math.max(0, (long) requests - rise));
    }

    private static double number(Map<String, Object> result, String name) {
        return ((Number) result.get(name)).doubleValue();
    }

    private String lua() {
        return "local cookies = { \"" + String.join("\", \"", cookies) + "\" }\n"
                + """
                local count = 0
                function setup(thread)
                  count = count + 1
                  thread:set("cookie", cookies[count])
                end
                -- Before wrk makes the text of its one request.
                function init(args)
                  wrk.headers["Cookie"] = cookie
                end
                function done(summary, latency, requests)
                  local e = summary.errors
                  io.write(string.format(
                    'RESULT {"requests":%d,"micros":%d,"p50":%.0f,"p99":%.0f,"errors":%d}\\n',
                    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
                    e.connect + e.read + e.write + e.status + e.timeout))
                end
                """;
    }

    private String newSession() throws IOException {
        HttpURLConnection connection = connection();
        connection.getInputStream().readAllBytes();
        String cookie = connection.getHeaderField("Set-Cookie");
        if (cookie == null) {
            throw new IOException(url + " made no session");
        }
        return cookie.split(";", 2)[0];
    }

    /** The sum of all counters. */
    private long counted() throws IOException {
        long sum = 0;
        for (String cookie : cookies) {
            HttpURLConnection connection = connection();
            connection.setRequestProperty("Cookie", cookie);
            Matcher counter =
                    COUNTER.matcher(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (!counter.find()) {
                throw new IOException(url + " shows no counter");
            }
            sum += Long.parseLong(counter.group(1));
        }
        return sum;
    }

    private HttpURLConnection connection() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection;
    }
}
