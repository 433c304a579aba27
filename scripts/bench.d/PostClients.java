import clusterlab.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Users of the session counter who post without an end, each in a session of their own, and check each answer. */
final class PostClients implements AutoCloseable {
    private static final long PAUSE_MILLIS = 10;
    private static final int READ_MILLIS = 60_000;
    private static final byte[] BODY = "a=b".getBytes(StandardCharsets.US_ASCII);

    private final PrintStream failures;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong failedAtKills = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicInteger kills = new AtomicInteger();
    private volatile boolean killing;
    private volatile boolean stopped;

    /**
     * Starts them.
     *
     * @param failures a line for each thing that must not happen
     */
    PostClients(String url, int count, PrintStream failures) throws IOException {
        this.failures = failures;
        for (int i = 1; i <= count; i++) {
            Client client = new Client("client " + i, URI.create(url).toURL());
            Thread thread = new Thread(client::run, client.name);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Nobody. */
    static PostClients none() {
        try {
            return new PostClients("http://127.0.0.1/", 0, System.err);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a node is killed now or does not run since a kill: then a POST may fail. */
    void killing(boolean now) {
        if (now) {
            kills.incrementAndGet();
        }
        killing = now;
    }

    long answered() {
        return answered.get();
    }

    long lost() {
        return lost.get();
    }

    long twice() {
        return twice.get();
    }

    long failed() {
        return failed.get();
    }

    long failedAtKills() {
        return failedAtKills.get();
    }

    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest.get());
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Client {
        private final String name;
        private final URL url;
        private String session;
        private long counter;
        /** POSTs without an answer, which may have been counted. */
        private long unanswered;

        private Client(String name, URL url) {
            this.name = name;
            this.url = url;
        }

        private void run() {
            try {
                while (!stopped) {
                    once();
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void once() {
            int before = kills.get();
            boolean allowed = killing;
            long start = System.nanoTime();
            String why;
            try {
                HttpAnswer answer = post();
                longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                if (answer.status() == 200 && answer.counter() != HttpAnswer.NONE) {
                    answered.incrementAndGet();
                    check(answer);
                    return;
                }
                why = "HTTP " + answer.status() + " " + answer.body().strip();
            } catch (IOException e) {
                why = e.toString();
            }
            unanswered++;
            if (allowed || killing || kills.get() != before) {
                failedAtKills.incrementAndGet();
            } else {
                failed.incrementAndGet();
                tell("failed after " + counter + ": " + why);
            }
        }

        private void check(HttpAnswer answer) {
            long more = answer.counter() - counter - 1;
            if (more < 0) {
                lost.addAndGet(-more);
                tell("lost " + -more + ": " + answer.counter() + " after " + counter + " from " + answer.node());
            } else if (more > unanswered) {
                twice.addAndGet(more - unanswered);
                tell("counted twice: " + answer.counter() + " after " + counter + " and " + unanswered + " unanswered");
            }
            unanswered = Math.max(0, unanswered - Math.max(0, more));
            counter = answer.counter();
            if (answer.sessionId() != null) {
                session = answer.sessionId();
            }
        }

        private void tell(String what) {
            failures.println(Instant.now() + " " + name + " of session " + session + " " + what);
        }

        private HttpAnswer post() throws IOException {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestMethod("POST");
            if (session != null) {
                connection.setRequestProperty("Cookie", "JSESSIONID=" + session);
            }
            connection.setDoOutput(true);
            // Otherwise it sends a POST again whose answer is lost (HttpURLConnection).
            connection.setFixedLengthStreamingMode(BODY.length);
            connection.getOutputStream().write(BODY);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
                String cookie = connection.getHeaderField("Set-Cookie");
                return new HttpAnswer(
                        status,
                        cookie == null ? null : cookie.replaceAll("^JSESSIONID=|;.*", ""),
                        connection.getHeaderField("X-Cluster-Lab-Node"),
                        text);
            }
        }
    }
}
