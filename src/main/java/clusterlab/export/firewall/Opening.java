package clusterlab.export.firewall;

import java.util.List;
import java.util.Locale;

/**
 * What a machine has to let in.
 *
 * @param purpose for a comment, without a full stop
 * @param protocol of the packets
 * @param from the first port; 0 for a protocol without ports
 * @param to the last port
 * @param group multicast address that the packets are for; empty for the machine's own addresses
 * @param sources addresses of the machines that may send; empty for any
 */
record Opening(String purpose, Protocol protocol, int from, int to, String group, List<String> sources) {
    /** Copies the list. */
    Opening {
        sources = List.copyOf(sources);
    }

    /** What has ports, and what a switch with IGMP snooping asks and hears. */
    enum Protocol {
        TCP,
        UDP,
        IGMP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The ports with this character between the first and the last. */
    String ports(String between) {
        return from == to ? Integer.toString(from) : from + between + to;
    }

    /** Whether both can be one: the ports of one follow those of the other, and all else is equal. */
    boolean joins(Opening other) {
        return protocol == other.protocol
                && protocol != Protocol.IGMP
                && purpose.equals(other.purpose)
                && group.equals(other.group)
                && sources.equals(other.sources)
                && other.from <= to + 1
                && from <= other.to + 1;
    }

    Opening and(Opening other) {
        return new Opening(purpose, protocol, Math.min(from, other.from), Math.max(to, other.to), group, sources);
    }
}
