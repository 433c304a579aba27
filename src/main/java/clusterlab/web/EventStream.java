package clusterlab.web;

import clusterlab.event.EventJson;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Sends the events as they happen, to any number of readers. It keeps only each reader's position in the log: a slow
 * reader misses dropped events and receives their number.
 *
 * <p>Query: {@code after} is the sequence number after which to begin, by default the newest; {@code without} lists
 * kinds to leave out, separated by commas. A Last-Event-ID takes precedence over {@code after}.
 */
final class EventStream implements HttpHandler, AutoCloseable {
    private static final long PACE_MILLIS = 50;
    private static final long HEARTBEAT_MILLIS = 10_000;
    private static final int BATCH = 256;

    private final EventLog events;
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final ServerSentEventHandler handler = new ServerSentEventHandler(this::connected);
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "event-stream");
        thread.setDaemon(true);
        return thread;
    });

    EventStream(EventLog events) {
        this.events = events;
        var unused = pace.scheduleWithFixedDelay(
                () -> readers.forEach(EventStream::pump), PACE_MILLIS, PACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        handler.handleRequest(exchange);
    }

    private void connected(ServerSentEventConnection connection, @Nullable String lastEventId) {
        String after = first(connection, "after");
        String without = first(connection, "without");
        Reader reader = new Reader(
                connection,
                place(lastEventId != null ? lastEventId : after, events.sequence()),
                without == null ? Set.of() : Arrays.stream(without.split(",")).collect(Collectors.toSet()));
        connection.setKeepAliveTime(HEARTBEAT_MILLIS);
        connection.addCloseTask(closed -> readers.remove(reader));
        // Opens the stream at once, and sends the reconnection delay.
        connection.sendRetry(1000);
        readers.add(reader);
    }

    /** A reader that fails must not end the others. */
    private static void pump(Reader reader) {
        try {
            reader.pump();
        } catch (RuntimeException e) {
            IoUtils.safeClose(reader.connection);
        }
    }

    private static @Nullable String first(ServerSentEventConnection connection, String name) {
        Deque<String> values = connection.getQueryParameters().get(name);
        String value = values == null ? null : values.peekFirst();
        return value == null ? null : value.replace("%2C", ",");
    }

    /** The position to continue from; a number that was never assigned belongs to another run. */
    static long place(@Nullable String text, long newest) {
        if (text == null || text.isEmpty()) {
            return newest;
        }
        try {
            long asked = Long.parseLong(text);
            return asked < 0 || asked > newest ? 0 : asked;
        } catch (NumberFormatException e) {
            return newest;
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        readers.forEach(reader -> IoUtils.safeClose(reader.connection));
    }

    /** One connection. */
    private final class Reader implements ServerSentEventConnection.EventCallback {
        private final ServerSentEventConnection connection;
        private final Set<String> without;
        private long last;
        private boolean sending;

        private Reader(ServerSentEventConnection connection, long last, Set<String> without) {
            this.connection = connection;
            this.last = last;
            this.without = without;
        }

        /** Sends new events, if the previous ones have been written. */
        private synchronized void pump() {
            if (sending || events.sequence() == last) {
                return;
            }
            List<Stamped> batch = events.after(last, BATCH);
            if (batch.isEmpty()) {
                return;
            }
            long missed = batch.get(0).sequence() - last - 1;
            if (missed > 0) {
                send("{\"event\":\"Skipped\",\"count\":" + missed + "}", null);
            }
            last = batch.get(batch.size() - 1).sequence();
            List<Stamped> wanted = batch.stream()
                    .filter(stamped -> !without.contains(stamped.event().type()))
                    .toList();
            for (int i = 0; i < wanted.size(); i++) {
                boolean end = i == wanted.size() - 1;
                sending |= end;
                send(EventJson.line(wanted.get(i)), Long.toString(wanted.get(i).sequence()), end ? this : null);
            }
        }

        private void send(String data, @Nullable String id) {
            send(data, id, null);
        }

        // Undertow is not annotated: both may be null.
        @SuppressWarnings("NullAway")
        private void send(String data, @Nullable String id, @Nullable Reader whenSent) {
            connection.send(data, null, id, whenSent);
        }

        @Override
        public synchronized void done(
                ServerSentEventConnection sent, String data, @Nullable String event, @Nullable String id) {
            sending = false;
        }

        @Override
        public void failed(
                ServerSentEventConnection sent,
                String data,
                @Nullable String event,
                @Nullable String id,
                IOException why) {
            readers.remove(this);
            IoUtils.safeClose(sent);
        }
    }
}
