package clusterlab.app.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A HAR may come from anybody. */
class HarReaderTest {
    @TempDir
    Path dir;

    private static Har read(String json) throws HarException {
        return HarReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String har(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"entries\":[" + String.join(",", entries) + "]}}";
    }

    private static String entry(String url) {
        return "{\"request\":{\"method\":\"GET\",\"url\":\"" + url
                + "\",\"headers\":[]},\"response\":{\"status\":200,\"headers\":[],\"content\":{}}}";
    }

    @Test
    void aBrowsersRecordingIsRead() throws Exception {
        Har har = read(
                """
                {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[{
                  "_initiator":{"type":"other"},"_priority":"VeryHigh","_resourceType":"document","cache":{},
                  "request":{"method":"POST","url":"http://localhost:8080/shop/login?x=1","httpVersion":"HTTP/1.1",
                    "headers":[{"name":"Host","value":"localhost:8080"},{"name":"Content-Type",
                      "value":"application/x-www-form-urlencoded"},{"name":"sec-ch-ua","value":"x"},
                      {"name":":authority","value":"localhost"},{"name":"X-CSRF-TOKEN","value":"abc"}],
                    "queryString":[{"name":"x","value":"1"}],"cookies":[],"headersSize":1,"bodySize":9,
                    "postData":{"mimeType":"application/x-www-form-urlencoded","text":"","params":[
                      {"name":"name","value":"Ann & Bob"}]}},
                  "response":{"status":302,"statusText":"","httpVersion":"HTTP/1.1","headers":[],"cookies":[],
                    "content":{"size":0,"mimeType":"text/html"},"redirectURL":"/shop/","headersSize":1,"bodySize":0},
                  "serverIPAddress":"127.0.0.1","startedDateTime":"2026-11-28T04:00:00.000Z","time":12.5,
                  "timings":{"blocked":1,"dns":-1,"send":1,"wait":1,"receive":1}}]}}""");
        Journey journey = Journey.of(har);
        assertThat(journey.origin()).isEqualTo("http://localhost:8080");
        Step step = journey.steps().get(0);
        assertThat(step.request()).isEqualTo("POST /shop/login?x=1");
        assertThat(step.headers()).extracting(header -> header.name()).containsExactly("X-CSRF-TOKEN");
        assertThat(step.body().orElseThrow().text()).isEqualTo("name=Ann+%26+Bob");
        assertThat(step.recorded().isRedirect()).isTrue();
        assertThat(har.entries().get(0).nanos()).isEqualTo(12_500_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {                                                                             | this is no JSON
            []                                                                            | this is no HAR
            {"log":1}                                                                     | this is no HAR
            {"log":{"entries":{}}}                                                        | this is no HAR
            {"log":{"entries":[1]}}                                                       | log.entries[0] is missing or no object
            {"log":{"entries":[{"request":[]}]}}                                          | log.entries[0].request is missing or no object
            {"log":{"entries":[{"request":{"method":"GET","url":"http://a/"},"response":{}}]}}              | log.entries[0].response.status is missing or no number
            {"log":{"entries":[{"request":{"method":7,"url":"http://a/"},"response":{"status":200}}]}} | log.entries[0].request.method is missing or no text
            {"log":{"entries":[{"request":{"method":"GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\nGET","url":"http://a/"},"response":{"status":200}}]}} | log.entries[0].request.method is no method of HTTP
            {"log":{"entries":[{"request":{"method":"G\\u001b[2JT","url":"http://a/"},"response":{"status":200}}]}} | log.entries[0].request.method is no method of HTTP
            {"log":{"entries":[{"request":{"method":"GET","url":"http://a/","headers":3},"response":{"status":200}}]}} | log.entries[0].request.headers is no list
            {"log":{"entries":[{"request":{"method":"GET","url":"http://a/"},"response":{"status":"200"}}]}} | log.entries[0].response.status is missing or no number
            """)
    void whatIsWrongIsToldWithItsPlace(String json, String sentence) {
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> read(json))
                .withMessageStartingWith(sentence);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> read("{\"log\":{\"entries\":" + deep + "}}"))
                .withMessageStartingWith("this is no JSON, or too deeply nested");
    }

    @Test
    void twoHundredMegabytesAreRefusedUnread() throws Exception {
        Path file = dir.resolve("large.har");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(200L << 20);
        }
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> HarReader.read(file))
                .withMessageStartingWith("the file has 200 MB; a journey may have 64");
    }

    @Test
    void onlyTheFirstHostIsAsked() throws Exception {
        Journey journey = Journey.of(read(har(
                entry("http://lab:8080/a"),
                entry("http://lab:8080@evil.example/b"),
                entry("https://fonts.example/c"),
                entry("file:///etc/passwd"),
                entry("http://lab:8080.evil.example/d"),
                entry("http://LAB:8080/e"))));
        assertThat(journey.steps()).extracting(Step::target).containsExactly("/a", "/e");
        assertThat(journey.notices()).singleElement().satisfies(notice -> assertThat(notice)
                .startsWith("4 requests to other hosts are left out (")
                .contains("https://fonts.example", "file:"));
    }

    @Test
    void aJourneyElsewhereOnlyIsRefused() {
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> Journey.of(read(har(entry("file:///etc/passwd"), entry("gopher://x/")))))
                .withMessageContaining("is never asked");
    }

    @Test
    void lineBreaksInHeadersAndAddressesAreRefused() {
        String header = entry("http://a/")
                .replace(
                        "\"headers\":[]},\"resp",
                        "\"headers\":[{\"name\":\"X-A\",\"value\":\"1\\r\\nHost: b\"}]},\"resp");
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> Journey.of(read(har(header))))
                .withMessage("a header of request 1 has a line break or a special character");
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> Journey.of(read(har(entry("http://a/b\\r\\nHost: c")))))
                .withMessageContaining("the address of request 1");
    }

    @Test
    void streamsOfEventsAreLeftOut() throws Exception {
        Journey journey = Journey.of(read(har(
                entry("http://a/x"),
                entry("http://a/events?x=1")
                        .replace("\"content\":{}", "\"content\":{\"mimeType\":\"text/event-stream;charset=utf-8\"}"))));
        assertThat(journey.steps()).extracting(Step::target).containsExactly("/x");
        assertThat(journey.notices())
                .containsExactly("Streams of events, which have no end to wait for, are left out: /events.");
    }

    @Test
    void staticFilesAreLeftOut() throws Exception {
        Journey journey = Journey.of(read(har(
                entry("http://a/x"),
                entry("http://a/x.css?v=1"),
                entry("http://a/app.js;jsessionid=1"),
                entry("http://a/i.PNG"))));
        assertThat(journey.steps())
                .extracting(Step::target)
                .doesNotContain("/x.css?v=1", "/i.PNG")
                .contains("/x");
    }
}
