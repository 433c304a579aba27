package clusterlab.web;

import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Replication messages of each link since the server started, summed from the events. */
final class LinkTotals implements AutoCloseable {
    private final EventLog events;
    private final ConcurrentMap<String, Map<String, Total>> links = new ConcurrentHashMap<>();
    private final Consumer<Stamped> listener = this::hear;

    /**
     * Of one direction between two nodes.
     *
     * @param messages and {@code bytes} that were sent
     */
    record Total(String from, String to, long messages, long bytes) {
        private Total plus(Total other) {
            return new Total(from, to, messages + other.messages, bytes + other.bytes);
        }
    }

    LinkTotals(EventLog events) {
        this.events = events;
        events.subscribe(listener);
    }

    private void hear(Stamped stamped) {
        if (stamped.event() instanceof Event.ReplicationTraffic sent) {
            links.computeIfAbsent(sent.from(), from -> new ConcurrentHashMap<>())
                    .merge(sent.to(), new Total(sent.from(), sent.to(), sent.messages(), sent.bytes()), Total::plus);
        }
    }

    /** The totals of all links between these nodes. */
    List<Total> between(List<String> nodes) {
        List<Total> found = new ArrayList<>();
        for (String from : nodes) {
            Map<String, Total> sent = links.getOrDefault(from, Map.of());
            for (String to : nodes) {
                Total total = sent.get(to);
                if (total != null) {
                    found.add(total);
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        events.unsubscribe(listener);
    }
}
