package clusterlab.run;

import clusterlab.app.journey.Answer;
import clusterlab.app.journey.Har;
import clusterlab.app.journey.Journey;
import clusterlab.front.Passed;
import clusterlab.http.HttpReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects what passes the front while a user clicks through an application. Bounded; for any thread. */
public final class Recorded {
    private static final int MOST = 2_000;
    private static final long MOST_BYTES = 48L << 20;

    private final List<Passed> passed = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private long bytes;
    private int leftOut;
    private boolean full;

    /** Takes a request with its answer; files that are the same for everybody are left out. */
    public synchronized void add(Passed one) {
        String type = header(one.answer(), "Content-Type");
        String path = one.url().indexOf('?') < 0
                ? one.url()
                : one.url().substring(0, one.url().indexOf('?'));
        if (Journey.isStatic(path, type)) {
            leftOut++;
            return;
        }
        long size = (long) one.body().length() + one.text().length();
        if (passed.size() >= MOST || bytes + size > MOST_BYTES) {
            if (!full) {
                notices.add("The recording is full (" + MOST + " requests, " + (MOST_BYTES >> 20)
                        + " MB): what came later is not in it.");
            }
            full = true;
            return;
        }
        if (!one.whole()) {
            notices.add(
                    one.method() + " " + one.url() + ": a body of more than 1 MB is not complete in the recording.");
        }
        bytes += size;
        passed.add(one);
    }

    /** How many requests it has. */
    public synchronized int size() {
        return passed.size();
    }

    /** Sentences for the user. */
    public synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /** How many static files were left out. */
    public synchronized int leftOut() {
        return leftOut;
    }

    /** The recording, in the order in which the requests began. */
    public synchronized Har har() {
        return new Har(passed.stream()
                .sorted(Comparator.comparing(Passed::startedAt))
                .map(Recorded::entry)
                .toList());
    }

    private static Har.Entry entry(Passed one) {
        List<HttpReply.Header> answered = headers(one.answer());
        return new Har.Entry(
                one.method(),
                one.url(),
                headers(one.request()),
                Har.body(header(one.request(), "Content-Type"), one.body()),
                isText(header(one.answer(), "Content-Type"))
                        ? Answer.of(new HttpReply(one.status(), answered, one.text()))
                        : Answer.of(one.status(), answered, ""),
                one.startedAt(),
                one.nanos());
    }

    private static boolean isText(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.isEmpty()
                || lower.startsWith("text/")
                || lower.contains("json")
                || lower.contains("xml")
                || lower.contains("urlencoded");
    }

    private static List<HttpReply.Header> headers(List<Passed.Header> headers) {
        return headers.stream()
                .map(header -> new HttpReply.Header(header.name(), header.value()))
                .toList();
    }

    private static String header(List<Passed.Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Passed.Header::value)
                .findFirst()
                .orElse("");
    }
}
