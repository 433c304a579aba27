package clusterlab.cluster.attributes;

import java.util.List;

/**
 * Something about attributes of sessions that a failover would lose, or has lost. It stands until it is acknowledged. One alarm
 * is for all sessions in which the same attribute has the same mistake.
 *
 * @param id such as a3, for {@code acknowledge}
 * @param session the beginning of the id of the session in which it was seen last
 * @param attributes names of the attributes; empty if it concerns the whole session
 * @param path the way to what is wrong, such as {@code cart.items[0].owner}, or the name of the attribute
 * @param type the class there; empty if it is unknown
 * @param nodes those where it was seen
 * @param what one line that says what is wrong
 * @param happens what follows from it
 * @param remedy how to mend it, one sentence
 * @param firstMillis when it was seen first, since the epoch
 * @param lastMillis when it was seen last, since the epoch
 * @param times how often it was seen, 1 or more
 * @param sessions in how many sessions, 1 or more; from 1,000 on they are not counted further
 */
public record Alarm(
        String id,
        Kind kind,
        String session,
        List<String> attributes,
        String path,
        String type,
        List<String> nodes,
        String what,
        String happens,
        String remedy,
        long firstMillis,
        long lastMillis,
        long times,
        int sessions) {

    /** Copies the lists. */
    public Alarm {
        attributes = List.copyOf(attributes);
        nodes = List.copyOf(nodes);
    }

    /** What is wrong. */
    public enum Kind {
        /** A node died, and with it the only copy of a value. */
        LOST(true),
        /** The owner's value changed, and no request passed it to setAttribute. */
        CHANGED_IN_PLACE(true),
        /** Java's serialization refuses the value. */
        NOT_SERIALIZABLE(true),
        /** The value can be written, and a node can't read it. */
        UNREADABLE(true),
        /** The owner has it, and a node that should have a copy has none. */
        ABSENT(true),
        /** A copy holds another value, though setAttribute was called. */
        STALE(true),
        /** It is bigger after each request. */
        GROWS(false),
        /** It has another class than before. */
        CHANGES_TYPE(false);

        private final boolean severe;

        Kind(boolean severe) {
            this.severe = severe;
        }

        /** Whether a failover loses data. */
        public boolean severe() {
            return severe;
        }
    }

    /** The names of its attributes as one text: {@code `list` and `nested`}. */
    public String names() {
        return AttributeFinding.names(attributes);
    }
}
