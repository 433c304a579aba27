package clusterlab.spec;

/** How the members of a channel find each other, and how soon they drop a silent one. Times are milliseconds. */
public sealed interface MembershipSpec {

    /** Which of the two. */
    Kind kind();

    /** The word of {@code --membership}. */
    default String word() {
        return Words.MEMBERSHIP.word(kind());
    }

    /** Which of Tomcat's two membership services. */
    enum Kind {
        /** {@code StaticMembershipService}. */
        STATIC,
        /** {@code McastService}. */
        MULTICAST
    }

    /**
     * {@code StaticMembershipService}: every node has the list of all others; a ping over the replication channel keeps
     * the view fresh.
     *
     * @param pingInterval between two pings
     * @param connectTimeout for the connection that decides whether a member can be reached; the failure detector waits for
     *     as long, and for no less than its own default
     * @param rpcTimeout for the answer to a ping or to the announcement at start
     * @param expirationTime after which a silent member is dropped
     */
    record Static(long pingInterval, int connectTimeout, long rpcTimeout, long expirationTime)
            implements MembershipSpec {
        @Override
        public Kind kind() {
            return Kind.STATIC;
        }
    }

    /**
     * {@code McastService}: heartbeats to a multicast group.
     *
     * @param address the group, 224.0.0.0 to 239.255.255.255
     * @param port UDP port, 1 to 65535
     * @param frequency between two heartbeats
     * @param dropTime after which a silent member is dropped
     * @param bind address of the interface that sends and receives the heartbeats
     * @param ttl how many routers a heartbeat may cross; 0 keeps it on this host
     */
    record Multicast(String address, int port, long frequency, long dropTime, String bind, int ttl)
            implements MembershipSpec {
        @Override
        public Kind kind() {
            return Kind.MULTICAST;
        }
    }
}
