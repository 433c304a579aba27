package clusterlab.front.embedded;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Follows the bytes of one client's connection, and finds the first that RFC 9112 does not allow where it stands. It is as
 * strict as Tomcat's own {@code Http11InputBuffer} and {@code ChunkedInputFilter}; Undertow's parser accepts more, and what
 * two servers read differently can carry a hidden request past one of them. It changes no byte, and needs no memory for what
 * it has seen. Without side effects.
 *
 * <pre>
 * BETWEEN ─► METHOD ─► TARGET ─► VERSION ─► LF ─► NAME ◄─► VALUE ─► LF ─┬─► BETWEEN
 *    ▲                                             (repeated)           ├─► FIXED: Content-Length bytes ─► BETWEEN
 *    └─── LF ◄─ trailer fields ◄─ size 0 ─ CHUNK: size, extension, data ◄┘
 * </pre>
 */
final class RequestScanner {

    /** Tomcat's {@code maxTrailerSize} and {@code maxExtensionSize}, in bytes. */
    private static final int MAX_TRAILER = 8192;

    /** Tomcat reads no more of a chunk's size; with eight, the first has to be below 8 (an int that is not negative). */
    private static final int MAX_SIZE_DIGITS = 8;

    /** As many as a long surely holds. */
    private static final int MAX_LENGTH_DIGITS = 18;

    /** Of the two headers whose values are read: more is neither a number nor a transfer coding. */
    private static final int MAX_FRAMING_VALUE = 64;

    private static final String LENGTH = "content-length";
    private static final String CODING = "transfer-encoding";
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        "!#$%&'*+-.^_`|~".chars().forEach(c -> TOKEN[c] = true);
    }

    /** Why a request is refused. */
    record Refusal(int status, String why) {}

    private enum State {
        BETWEEN,
        METHOD,
        TARGET,
        VERSION,
        LINE_LF,
        LINE_START,
        NAME,
        VALUE,
        END_LF,
        FIXED,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF
    }

    private State state = State.BETWEEN;
    private Refusal refusal = new Refusal(0, "");
    private int headStart;

    /** Bytes of the token, number or trailer so far. */
    private int count;

    /** Bytes of the body or chunk that are still to come. */
    private long left;

    private boolean trailer;
    private int trailerBytes;
    private boolean http11;
    private boolean maybeLength;
    private boolean maybeCoding;
    private final StringBuilder text = new StringBuilder();
    private long length;
    private boolean chunked;

    /** Why the byte at which {@link #scan} ended is not allowed. */
    Refusal refusal() {
        return refusal;
    }

    /** Whether that byte is in a body, rather than in a head. */
    boolean isInBody() {
        return trailer || state.compareTo(State.FIXED) >= 0;
    }

    /**
     * Looks at further bytes.
     *
     * @return {@code to}, or if a byte is not allowed, where the request that has it may be cut: at the beginning of its head,
     *     or within the body at that byte. The scanner is of no use then any more.
     */
    int scan(ByteBuffer bytes, int from, int to) {
        headStart = from;
        int at = from;
        while (at < to) {
            at = step(bytes, at, to);
            if (refusal.status != 0) {
                return at;
            }
        }
        return to;
    }

    /** Consumes at least one byte. */
    private int step(ByteBuffer bytes, int at, int to) {
        byte b = bytes.get(at);
        switch (state) {
            case BETWEEN -> {
                // Some clients end a body with an empty line that does not belong to it (RFC 9112, section 2.2).
                if (b != '\r' && b != '\n') {
                    beginHead(at);
                    return token(bytes, at, to, ' ', State.TARGET, "The method is not a token.");
                }
            }
            case METHOD -> {
                return token(bytes, at, to, ' ', State.TARGET, "The method is not a token.");
            }
            case TARGET -> {
                return target(bytes, at, to);
            }
            case VERSION -> {
                return version(b, at);
            }
            case LINE_LF -> {
                return expect(b == '\n', at, State.LINE_START, "A line of the head does not end with CR and LF.");
            }
            case LINE_START -> {
                if (b == '\r') {
                    state = State.END_LF;
                    return trailerByte(at);
                }
                count = 0;
                maybeLength = !trailer;
                maybeCoding = !trailer;
                state = State.NAME;
                return name(b, at);
            }
            case NAME -> {
                return name(b, at);
            }
            case VALUE -> {
                return value(bytes, at, to);
            }
            case END_LF -> {
                return b == '\n' ? endHead(at) : refuse(at, 400, "The head does not end with CR and LF.");
            }
            case FIXED, DATA -> {
                return body(at, to);
            }
            case SIZE -> {
                return size(b, at);
            }
            case EXTENSION -> {
                return extension(b, at);
            }
            case SIZE_LF -> {
                return endSize(b, at);
            }
            case DATA_CR -> {
                return expect(b == '\r', at, State.DATA_LF, "A chunk has more data than its size says.");
            }
            case DATA_LF -> {
                count = 0;
                left = 0;
                return expect(b == '\n', at, State.SIZE, "A chunk does not end with CR and LF.");
            }
        }
        return at + 1;
    }

    private void beginHead(int at) {
        headStart = at;
        state = State.METHOD;
        count = 0;
        trailer = false;
        length = -1;
        chunked = false;
    }

    private int token(ByteBuffer bytes, int at, int to, char end, State next, String why) {
        for (int i = at; i < to; i++, count++) {
            byte b = bytes.get(i);
            if (b == end && count > 0) {
                state = next;
                count = 0;
                return i + 1;
            }
            if (b < 0 || !TOKEN[b]) {
                return refuse(i, 400, why);
            }
        }
        return to;
    }

    private int target(ByteBuffer bytes, int at, int to) {
        for (int i = at; i < to; i++, count++) {
            byte b = bytes.get(i);
            if (b == ' ' && count > 0) {
                state = State.VERSION;
                text.setLength(0);
                return i + 1;
            }
            if ((b >= 0 && b <= ' ') || b == 127) {
                return refuse(i, 400, "The request line is not: method, address, HTTP/1.1.");
            }
        }
        return to;
    }

    private int version(byte b, int at) {
        if (b != '\r') {
            return text.append((char) b).length() > "HTTP/1.1".length()
                    ? refuse(at, 400, "The request line does not end with HTTP/1.1 or HTTP/1.0.")
                    : at + 1;
        }
        http11 = text.toString().equals("HTTP/1.1");
        return expect(
                http11 || text.toString().equals("HTTP/1.0"),
                at,
                State.LINE_LF,
                "The request line does not end with HTTP/1.1 or HTTP/1.0.");
    }

    private int name(byte b, int at) {
        if (b == ':' && count > 0) {
            maybeLength &= count == LENGTH.length();
            maybeCoding &= count == CODING.length();
            text.setLength(0);
            state = State.VALUE;
        } else if (b < 0 || !TOKEN[b]) {
            return refuse(at, 400, "A header line does not begin with a name and a colon.");
        } else {
            maybeLength &= isAt(LENGTH, b);
            maybeCoding &= isAt(CODING, b);
            count++;
        }
        return trailerByte(at);
    }

    private boolean isAt(String name, byte b) {
        return count < name.length() && (b | 0x20) == (name.charAt(count) | 0x20);
    }

    private int value(ByteBuffer bytes, int at, int to) {
        boolean read = maybeLength || maybeCoding || trailer;
        for (int i = at; i < to; i++) {
            byte b = bytes.get(i);
            if (b == '\r') {
                state = State.LINE_LF;
                return maybeLength || maybeCoding ? framing(i) : trailerByte(i);
            }
            if ((b >= 0 && b < ' ' && b != '\t') || b == 127) {
                return refuse(i, 400, "The value of a header has a character that is not allowed there.");
            }
            if (read) {
                if (!trailer && text.append((char) b).length() > MAX_FRAMING_VALUE) {
                    return refuse(i, 400, "Content-Length or Transfer-Encoding is too long.");
                }
                return trailerByte(i);
            }
        }
        return to;
    }

    /** The end of a header that says how long the body is. */
    private int framing(int at) {
        String value = text.toString().strip();
        if (maybeCoding) {
            if (!http11 || chunked) {
                return refuse(at, 400, "Transfer-Encoding is allowed once, and in HTTP/1.1 only.");
            }
            chunked = value.toLowerCase(Locale.ROOT).equals("chunked");
            return chunked
                    ? at + 1
                    : refuse(at, 501, "The only Transfer-Encoding that this front supports is chunked.");
        }
        if (length >= 0 || value.isEmpty() || value.length() > MAX_LENGTH_DIGITS || !digits(value)) {
            return refuse(at, 400, "Content-Length is not one number.");
        }
        length = Long.parseLong(value);
        return at + 1;
    }

    private static boolean digits(String value) {
        return value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private int trailerByte(int at) {
        return trailer && ++trailerBytes > MAX_TRAILER ? refuse(at, 400, "The trailer is too large.") : at + 1;
    }

    private int endHead(int at) {
        if (trailer) {
            state = State.BETWEEN;
        } else if (chunked) {
            state = State.SIZE;
            trailerBytes = 0;
            count = 0;
            left = 0;
        } else {
            left = length;
            state = left > 0 ? State.FIXED : State.BETWEEN;
        }
        return at + 1;
    }

    private int body(int at, int to) {
        int n = (int) Math.min(left, to - at);
        left -= n;
        if (left == 0) {
            state = state == State.FIXED ? State.BETWEEN : State.DATA_CR;
        }
        return at + n;
    }

    private int size(byte b, int at) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = (left << 4) | digit;
            return ++count > MAX_SIZE_DIGITS || left > Integer.MAX_VALUE
                    ? refuse(at, 400, "A chunk is larger than this front supports.")
                    : at + 1;
        }
        if (count == 0 || (b != '\r' && b != ';')) {
            return refuse(at, 400, "A chunk does not begin with its size.");
        }
        state = b == ';' ? State.EXTENSION : State.SIZE_LF;
        return at + 1;
    }

    private int extension(byte b, int at) {
        if (b == '\r') {
            state = State.SIZE_LF;
        } else if ((b >= 0 && b < ' ' && b != '\t') || b == 127 || ++trailerBytes > MAX_TRAILER) {
            return refuse(at, 400, "A chunk's extension is too large, or has a character that is not allowed.");
        }
        return at + 1;
    }

    private int endSize(byte b, int at) {
        trailer = left == 0;
        return expect(
                b == '\n',
                at,
                trailer ? State.LINE_START : State.DATA,
                "The line with a chunk's size does not end with CR and LF.");
    }

    private int expect(boolean met, int at, State next, String why) {
        if (!met) {
            return refuse(at, 400, why);
        }
        state = next;
        return at + 1;
    }

    private int refuse(int at, int status, String why) {
        refusal = new Refusal(status, why);
        return isInBody() ? at : headStart;
    }
}
