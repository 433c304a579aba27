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
 * The events as they happen, to any number of readers. Nothing is kept for a reader but its place in the log: one that
 * is slower than the log is long misses what was dropped and is told how much.
 *
 * <p>Query: {@code after} is the sequence number to begin behind, now if it is left out; {@code without} names kinds to
 * leave out, separated by commas. A Last-Event-ID counts more than {@code after}.
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
        // Tells at once that the stream is there, and how soon to come back.
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

    /** Where to go on; a number that was never given out is of another run. */
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

        /** Sends what is new, if what was sent before has left. */
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
