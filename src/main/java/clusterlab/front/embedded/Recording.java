package clusterlab.front.embedded;

import clusterlab.front.Passed;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Copies what passes in one exchange, up to a limit, and tells it when the exchange is over. */
final class Recording {
    /** Of a body. */
    static final int MOST_BYTES = 1 << 20;

    private final HttpServerExchange exchange;
    private final Instant startedAt = Instant.now();
    private final long start = System.nanoTime();
    private final List<Passed.Header> request;
    private final Copy body = new Copy();
    private final Copy text = new Copy();

    private Recording(HttpServerExchange exchange) {
        this.exchange = exchange;
        request = headers(exchange.getRequestHeaders());
    }

    /**
     * Begins; before anything of the request's body is read.
     *
     * @param watcher called on the exchange's thread, which it must not block
     * @param over called after that
     */
    static void begin(HttpServerExchange exchange, Consumer<Passed> watcher, Runnable over) {
        Recording recording = new Recording(exchange);
        // A packed body could not be read, and an answer 304 has none.
        for (HttpString name : List.of(Headers.ACCEPT_ENCODING, Headers.IF_NONE_MATCH, Headers.IF_MODIFIED_SINCE)) {
            exchange.getRequestHeaders().remove(name);
        }
        exchange.addRequestWrapper((conduits, of) -> new Source(conduits.create(), recording.body));
        exchange.addResponseWrapper((conduits, of) -> new Sink(conduits.create(), recording.text));
        exchange.addExchangeCompleteListener((done, next) -> {
            try {
                watcher.accept(recording.passed());
            } finally {
                over.run();
                next.proceed();
            }
        });
    }

    private Passed passed() {
        String query = exchange.getQueryString();
        String url = exchange.isHostIncludedInRequestURI()
                ? exchange.getRequestURI()
                : "http://" + exchange.getRequestHeaders().getFirst(Headers.HOST) + exchange.getRequestURI();
        return new Passed(
                exchange.getRequestMethod().toString(),
                query.isEmpty() ? url : url + "?" + query,
                request,
                body.text(),
                exchange.getStatusCode(),
                headers(exchange.getResponseHeaders()),
                text.text(),
                body.isWhole() && text.isWhole(),
                startedAt,
                System.nanoTime() - start);
    }

    private static List<Passed.Header> headers(HeaderMap map) {
        List<Passed.Header> headers = new ArrayList<>();
        for (HeaderValues values : map) {
            values.forEach(value ->
                    headers.add(new Passed.Header(values.getHeaderName().toString(), value)));
        }
        return headers;
    }

    private static final class Copy {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long length;

        /** The bytes from the first position to the second. */
        void add(ByteBuffer buffer, int from, int to) {
            length += to - from;
            int kept = Math.min(to - from, MOST_BYTES - bytes.size());
            for (int i = from; i < from + kept; i++) {
                bytes.write(buffer.get(i));
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        boolean isWhole() {
            return length == bytes.size();
        }
    }

    private static final class Source extends AbstractStreamSourceConduit<StreamSourceConduit> {
        private final Copy copy;

        Source(StreamSourceConduit next, Copy copy) {
            super(next);
            this.copy = copy;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            int from = to.position();
            int n = next.read(to);
            copy.add(to, from, to.position());
            return n;
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                if (to[i].hasRemaining()) {
                    return read(to[i]);
                }
            }
            return 0;
        }

        @Override
        public long transferTo(long position, long count, FileChannel target) throws IOException {
            return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
        }

        @Override
        public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
            return IoUtils.transfer(new ConduitReadableByteChannel(this), count, through, target);
        }
    }

    private static final class Sink extends AbstractStreamSinkConduit<StreamSinkConduit> {
        private final Copy copy;

        Sink(StreamSinkConduit next, Copy copy) {
            super(next);
            this.copy = copy;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int start = from.position();
            int n = next.write(from);
            copy.add(from, start, from.position());
            return n;
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                if (from[i].hasRemaining()) {
                    return write(from[i]);
                }
            }
            return 0;
        }

        @Override
        public int writeFinal(ByteBuffer from) throws IOException {
            int start = from.position();
            int n = next.writeFinal(from);
            copy.add(from, start, from.position());
            return n;
        }

        @Override
        public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
            return Conduits.writeFinalBasic(this, from, offset, length);
        }

        @Override
        public long transferFrom(FileChannel source, long position, long count) throws IOException {
            return source.transferTo(position, count, new ConduitWritableByteChannel(this));
        }

        @Override
        public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through) throws IOException {
            return IoUtils.transfer(source, count, through, new ConduitWritableByteChannel(this));
        }
    }
}
