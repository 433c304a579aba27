package clusterlab.experiment.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line of a whole file: the SHA-256 of all bytes before it. A file that lost a line, or has one that was changed or
 * added, does not fit it any more. It has no key: whoever wants to forge a file can write a new sum.
 */
public final class Seal {
    static final String NAME = "sum";
    static final String KIND = "sha256";

    private static final Pattern LINE =
            Pattern.compile("\\{\"" + NAME + "\":\\{\"" + KIND + "\":\"([0-9a-f]{64})\"}}\\s*");

    /** Longer than the line, and short enough to be read for nothing. */
    private static final int TAIL = 512;

    /** What the last line says about the others. */
    public enum State {
        /** There is no such line: the file was cut off. */
        NONE,
        FITS,
        /** The file is not the one that was written. */
        BROKEN
    }

    private Seal() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Reads the whole file.
     *
     * @throws IOException if it can't be read
     */
    public static State of(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            long from = Math.max(0, in.size() - TAIL);
            ByteBuffer tail = ByteBuffer.allocate((int) (in.size() - from));
            while (tail.hasRemaining() && in.read(tail, from + tail.position()) >= 0) {
                // A read may return less than there is.
            }
            String text = new String(tail.array(), 0, tail.position(), StandardCharsets.ISO_8859_1);
            int begin = text.stripTrailing().lastIndexOf('\n') + 1;
            Matcher line = LINE.matcher(text.substring(begin));
            if (begin == 0 || !line.matches()) {
                return State.NONE;
            }
            MessageDigest digest = digest();
            in.position(0);
            skip(new DigestInputStream(Channels.newInputStream(in), digest), from + begin - 1);
            return HexFormat.of().formatHex(digest.digest()).equals(line.group(1)) ? State.FITS : State.BROKEN;
        }
    }

    private static void skip(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
