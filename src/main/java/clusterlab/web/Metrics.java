package clusterlab.web;

import clusterlab.LabControl;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.front.Balancer.Worker;
import clusterlab.load.LoadView;
import clusterlab.wire.LinkJson;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** The lab in Prometheus' text format, read at each scrape; nothing is counted twice. */
final class Metrics {
    private static final String PREFIX = "clusterlab_";
    private static final double MILLIS = 1000;

    private final LabControl lab;
    private final LinkTotals links;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();

    Metrics(LabControl lab, LinkTotals links) {
        this.lab = lab;
        this.links = links;
    }

    Reply reply() throws IOException {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        nodes(all, lab.cluster().nodes());
        all.metricSnapshot(gauge("faults", "Faults in force.")
                .dataPoint(value(Labels.EMPTY, lab.faults().size()))
                .build());
        alarms(all, lab.alarms());
        lab.front().ifPresent(front -> workers(all, front.workers()));
        load(all, lab.load());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, all.build(), EscapingScheme.DEFAULT);
        return new Reply(200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray());
    }

    private static void alarms(MetricSnapshots.Builder all, List<Alarm> standing) {
        GaugeSnapshot.Builder alarms = gauge("alarms", "Alarms of attributes that were not acknowledged.");
        for (Alarm.Kind kind : Alarm.Kind.values()) {
            double number =
                    (double) standing.stream().filter(one -> one.kind() == kind).count();
            alarms.dataPoint(value(Labels.of("kind", kind.name()), number));
        }
        all.metricSnapshot(alarms.build());
    }

    private void nodes(MetricSnapshots.Builder all, List<NodeView> nodes) {
        GaugeSnapshot.Builder state = gauge("node_state", "1 for the current state of the node.");
        GaugeSnapshot.Builder members = gauge("node_members", "Members that the node sees, without itself.");
        GaugeSnapshot.Builder sessions = gauge("node_sessions", "Sessions on the node.");
        CounterSnapshot.Builder requests = counter("node_requests", "Requests of the application that were answered.");
        for (NodeView node : nodes) {
            Labels name = Labels.of("node", node.spec().name());
            for (NodeState one : NodeState.values()) {
                state.dataPoint(value(name.add("state", one.name()), node.state() == one ? 1 : 0));
            }
            members.dataPoint(value(name, node.members().size()));
            sessions.dataPoint(value(name, node.sessions()));
            requests.dataPoint(total(name, node.requests()));
        }
        CounterSnapshot.Builder messages = counter("replication_messages", "Replication messages sent.");
        CounterSnapshot.Builder bytes = counter("replication_bytes", "Bytes of the replication messages sent.");
        for (LinkJson link :
                links.between(nodes.stream().map(node -> node.spec().name()).toList())) {
            Labels ends = Labels.of("from", link.from(), "to", link.to());
            messages.dataPoint(total(ends, link.messages()));
            bytes.dataPoint(total(ends, link.bytes()));
        }
        all.metricSnapshot(state.build())
                .metricSnapshot(members.build())
                .metricSnapshot(sessions.build())
                .metricSnapshot(requests.build())
                .metricSnapshot(messages.build())
                .metricSnapshot(bytes.build());
    }

    private static void workers(MetricSnapshots.Builder all, List<Worker> workers) {
        GaugeSnapshot.Builder state = gauge("worker_state", "1 for the state of the worker in the balancer.");
        GaugeSnapshot.Builder activation =
                gauge("worker_activation", "1 for the activation that the operator has set.");
        CounterSnapshot.Builder elected = counter("worker_elected", "Requests sent to the worker.");
        CounterSnapshot.Builder errors = counter("worker_errors", "Requests that failed on the worker.");
        for (Worker worker : workers) {
            Labels name = Labels.of("node", worker.name());
            for (Worker.State one : Worker.State.values()) {
                state.dataPoint(value(name.add("state", one.name()), worker.state() == one ? 1 : 0));
            }
            for (Worker.Activation one : Worker.Activation.values()) {
                activation.dataPoint(value(name.add("activation", one.name()), worker.activation() == one ? 1 : 0));
            }
            elected.dataPoint(total(name, worker.elected()));
            errors.dataPoint(total(name, worker.errors()));
        }
        all.metricSnapshot(state.build())
                .metricSnapshot(activation.build())
                .metricSnapshot(elected.build())
                .metricSnapshot(errors.build());
    }

    private static void load(MetricSnapshots.Builder all, LoadView load) {
        all.metricSnapshot(gauge("load_clients", "Clients of the built-in load; 0 while it does not run.")
                .dataPoint(value(Labels.EMPTY, load.running() ? load.clients() : 0))
                .build());
        all.metricSnapshot(
                gauge("load_latency_seconds", "Latency of the last seconds, from the intended start of each request.")
                        .dataPoint(value(Labels.of("quantile", "0.5"), load.p50Millis() / MILLIS))
                        .dataPoint(value(Labels.of("quantile", "0.99"), load.p99Millis() / MILLIS))
                        .build());
        all.metricSnapshot(gauge("load_requests_per_second", "Requests answered in the last second.")
                .dataPoint(value(Labels.EMPTY, load.requestsPerSecond()))
                .build());
        all.metricSnapshot(counter("load_requests", "Requests since the load began.")
                .dataPoint(total(Labels.EMPTY, load.requests()))
                .build());
        all.metricSnapshot(counter("load_failures", "Requests without a correct answer.")
                .dataPoint(total(Labels.EMPTY, load.failures()))
                .build());
        if (load.lostIncrements() != null) {
            all.metricSnapshot(counter("load_lost_increments", "Increments that a session lost.")
                    .dataPoint(total(Labels.EMPTY, load.lostIncrements()))
                    .build());
        }
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(PREFIX + name).help(help);
    }

    /** The format adds {@code _total} to the name. */
    private static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name(PREFIX + name).help(help);
    }

    private static GaugeDataPointSnapshot value(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterDataPointSnapshot total(Labels labels, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }
}
