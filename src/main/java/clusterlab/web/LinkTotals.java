package clusterlab.web;

import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import clusterlab.wire.LinkJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Replication messages of each link since the server started, summed from the events. */
final class LinkTotals implements AutoCloseable {
    private final EventLog events;
    private final ConcurrentMap<String, Map<String, LinkJson>> links = new ConcurrentHashMap<>();
    private final Consumer<Stamped> listener = this::hear;

    LinkTotals(EventLog events) {
        this.events = events;
        events.subscribe(listener);
    }

    private void hear(Stamped stamped) {
        if (stamped.event() instanceof Event.ReplicationTraffic sent) {
            links.computeIfAbsent(sent.from(), from -> new ConcurrentHashMap<>())
                    .merge(
                            sent.to(),
                            new LinkJson(sent.from(), sent.to(), sent.messages(), sent.bytes()),
                            LinkTotals::sum);
        }
    }

    private static LinkJson sum(LinkJson one, LinkJson more) {
        return new LinkJson(one.from(), one.to(), one.messages() + more.messages(), one.bytes() + more.bytes());
    }

    /** The totals of all links between these nodes. */
    List<LinkJson> between(List<String> nodes) {
        List<LinkJson> found = new ArrayList<>();
        for (String from : nodes) {
            Map<String, LinkJson> sent = links.getOrDefault(from, Map.of());
            for (String to : nodes) {
                LinkJson total = sent.get(to);
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
