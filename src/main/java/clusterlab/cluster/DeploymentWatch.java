package clusterlab.cluster;

import clusterlab.cloud.CloudFinding;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks now and then what is wrong with the deployment, and tells what is new. */
final class DeploymentWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final Supplier<List<CloudFinding>> findings;
    private final EventLog events;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deployment-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Set<Known> known = Set.of();

    /** The same mistake of the same nodes is told once, as long as it stays. */
    private record Known(String name, List<String> nodes) {}

    DeploymentWatch(Supplier<List<CloudFinding>> findings, EventLog events) {
        this.findings = findings;
        this.events = events;
        var unused = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Set<Known> now = new HashSet<>();
        for (CloudFinding finding : findings.get()) {
            Known one = new Known(finding.name(), finding.nodes());
            now.add(one);
            if (!known.contains(one)) {
                events.append(new Event.Misconfigured(finding.name(), finding.nodes(), finding.text()));
            }
        }
        known = now;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
