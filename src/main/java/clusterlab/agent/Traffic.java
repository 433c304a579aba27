package clusterlab.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.catalina.tribes.ChannelMessage;

/**
 * Counts the replication messages that one node sends; it leaves out membership messages. The class name at the start
 * of the serialized form gives the kind of a message.
 */
public final class Traffic {
    private static final String PREFIX = "org.apache.catalina.";
    private static final int CLASS_NAME_AT = 8;
    private static final int LOOK_AT = 320;
    private static final byte[] MEMBERSHIP = "MemberMessage".getBytes(StandardCharsets.ISO_8859_1);

    private final boolean on;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    private static final class Counter {
        private final LongAdder messages = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final Set<String> kinds = ConcurrentHashMap.newKeySet();
    }

    /**
     * Counts nothing yet.
     *
     * @param on false to count nothing at all
     */
    public Traffic(boolean on) {
        this.on = on;
    }

    void sent(String to, ChannelMessage message) {
        if (!on) {
            return;
        }
        byte[] data = message.getMessage().getBytesDirect();
        int length = message.getMessage().getLength();
        if (contains(data, Math.min(length, LOOK_AT), MEMBERSHIP)) {
            return;
        }
        Counter counter = counters.computeIfAbsent(to, name -> new Counter());
        counter.messages.increment();
        counter.bytes.add(length);
        String kind = kind(data, length);
        if (!counter.kinds.contains(kind)) {
            counter.kinds.add(kind);
        }
    }

    /** Reports the messages to each node since the last call, and resets the counters. */
    void drain(NodeEvents events, long millis) {
        new TreeMap<>(counters).forEach((to, counter) -> {
            long messages = counter.messages.sumThenReset();
            if (messages > 0) {
                List<String> kinds = counter.kinds.stream().sorted().collect(Collectors.toUnmodifiableList());
                counter.kinds.clear();
                events.replicationTraffic(to, millis, messages, counter.bytes.sumThenReset(), kinds);
            }
        });
    }

    /** The simple class name in a stream of Java serialization: magic, version, TC_OBJECT, TC_CLASSDESC, length, name. */
    static String kind(byte[] data, int length) {
        if (length < CLASS_NAME_AT || data[0] != (byte) 0xac || data[1] != (byte) 0xed) {
            return "bytes";
        }
        int nameLength = ((data[6] & 0xff) << 8) | (data[7] & 0xff);
        if (data[4] != 0x73 || data[5] != 0x72 || CLASS_NAME_AT + nameLength > length) {
            return "object";
        }
        String name = new String(data, CLASS_NAME_AT, nameLength, StandardCharsets.ISO_8859_1);
        return name.startsWith(PREFIX)
                ? name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1)
                : name;
    }

    private static boolean contains(byte[] data, int length, byte[] wanted) {
        for (int i = 0; i <= length - wanted.length; i++) {
            int j = 0;
            while (j < wanted.length && data[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
