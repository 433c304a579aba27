package clusterlab.run;

import clusterlab.Lab;
import clusterlab.experiment.workload.CountingPage;
import clusterlab.http.HttpAnswer;
import clusterlab.http.HttpConnection;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures links that are slow on purpose: from the sending of a request that makes a session to the moment when another
 * node has the session takes the delay at least.
 *
 * @param measured what was seen, a clause; empty if no link is slow on purpose
 * @param unmeasured what should have been seen and was not
 */
record LinkProbe(List<String> measured, List<String> unmeasured) {
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
    /** Far above the numbers of requests, so that it is no element of a session of the workload. */
    private static final int ELEMENT = 999_999_999;

    /** Measures if the page wants slow links. */
    static LinkProbe of(Lab lab, CountingPage page) throws InterruptedException {
        if (page.linkMillis() == 0) {
            return new LinkProbe(List.of(), List.of());
        }
        NodeSpec first = lab.topology().nodes().get(0);
        try (HttpConnection client = new HttpConnection(URI.create(first.httpUrl()))) {
            long began = System.nanoTime();
            client.post(lab.topology().startPath() + page.path() + "&e=" + ELEMENT, null);
            HttpAnswer answer = client.receive();
            String id = String.valueOf(answer.sessionId());
            while (lab.cluster().sessions().holders(id).size() < 2) {
                if (System.nanoTime() - began > PATIENCE) {
                    return new LinkProbe(List.of(), List.of("a new session did not reach another node within 5 s"));
                }
                Thread.sleep(1);
            }
            double millis = (System.nanoTime() - began) / 1e6;
            String clause = String.format(Locale.ROOT, "a new session reached another node after %.1f ms", millis);
            return millis >= page.linkMillis()
                    ? new LinkProbe(List.of(clause), List.of())
                    : new LinkProbe(List.of(), List.of("the delay of the links was not measured: " + clause));
        } catch (IOException e) {
            return new LinkProbe(List.of(), List.of("the delay of the links was not measured: " + e.getMessage()));
        }
    }
}
