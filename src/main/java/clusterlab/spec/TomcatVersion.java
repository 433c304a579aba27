package clusterlab.spec;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a released Tomcat, such as 9.0.117. Milestones are none.
 *
 * @param major 0 or more
 * @param minor 0 or more
 * @param patch 0 or more
 */
public record TomcatVersion(int major, int minor, int patch) implements Comparable<TomcatVersion> {
    /** The supported lines as the end of a message. */
    public static final String SUPPORTED = "9.0, 10.1 or 11.0, or a newer 11";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,5})");

    private static final Comparator<TomcatVersion> ORDER = Comparator.comparingInt(TomcatVersion::major)
            .thenComparingInt(TomcatVersion::minor)
            .thenComparingInt(TomcatVersion::patch);

    /** Reads three numbers with dots between them; empty if it is something else. */
    public static Optional<TomcatVersion> parse(String text) {
        Matcher numbers = TEXT.matcher(text);
        return numbers.matches()
                ? Optional.of(new TomcatVersion(
                        Integer.parseInt(numbers.group(1)),
                        Integer.parseInt(numbers.group(2)),
                        Integer.parseInt(numbers.group(3))))
                : Optional.empty();
    }

    /** The release line, such as 9.0 or 10.1. */
    public String line() {
        return major + "." + minor;
    }

    /** Whether nodes can run on it: 9.0, 10.1, 11.0 and newer 11. */
    public boolean isSupported() {
        return line().equals("9.0") || line().equals("10.1") || major == 11;
    }

    /** The oldest Java for it, by Tomcat's "Which version?". */
    int leastJava() {
        return major <= 9 ? 8 : major == 10 ? 11 : 17;
    }

    /**
     * Whether its EncryptInterceptor protects against replayed messages ({@code EncryptInterceptor.setReplayWindowTime}, since
     * 9.0.119, 10.1.56 and 11.0.23). It puts 8 bytes of time before the content: a Tomcat without it takes them for content,
     * and one with it refuses messages that lack them.
     */
    boolean detectsReplay() {
        return switch (line()) {
            case "9.0" -> patch >= 119;
            case "10.1" -> patch >= 56;
            case "11.0" -> patch >= 23;
            default -> true;
        };
    }

    @Override
    public int compareTo(TomcatVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line() + "." + patch;
    }
}
