package clusterlab.spec;

import java.util.Optional;

/** How the members of a channel find each other, and how soon they drop a silent one. Times are milliseconds. */
public sealed interface MembershipSpec {

    /** Which kind. */
    Kind kind();

    /** The time after which a silent member is dropped, in milliseconds. */
    long detection();

    /** The word of {@code --membership}. */
    default String word() {
        return Words.MEMBERSHIP.word(kind());
    }

    /** Whether a node needs an address of its own: its members assume that all receivers have one port. */
    default boolean isCloud() {
        return this instanceof Cloud;
    }

    /** What is wrong with the deployment on purpose. */
    default Optional<Misconfiguration> planted() {
        return Optional.empty();
    }

    /** Which of Tomcat's membership services, and which provider. */
    enum Kind {
        /** {@code StaticMembershipService}. */
        STATIC,
        /** {@code McastService}. */
        MULTICAST,
        /** {@code CloudMembershipService} with {@code KubernetesMembershipProvider}. */
        KUBERNETES,
        /** {@code CloudMembershipService} with {@code DNSMembershipProvider}. */
        DNS
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

        @Override
        public long detection() {
            return expirationTime;
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

        @Override
        public long detection() {
            return dropTime;
        }
    }

    /**
     * {@code CloudMembershipService}: each node asks an API server or a name service for the addresses of all pods, once at
     * its start and then with each heartbeat of its channel.
     *
     * @param kind {@link Kind#KUBERNETES} or {@link Kind#DNS}
     * @param heartbeat between two questions: {@code heartbeatSleeptime} of the channel
     * @param expirationTime after which a member that is no longer listed is dropped
     * @param connectTimeout for the connection to the API server
     * @param readTimeout for the API server's answer
     * @param planted what is wrong with the deployment; empty if nothing is on purpose
     */
    record Cloud(
            Kind kind,
            long heartbeat,
            long expirationTime,
            int connectTimeout,
            int readTimeout,
            Optional<Misconfiguration> planted)
            implements MembershipSpec {
        /** Checks the kind. */
        public Cloud {
            if (kind != Kind.KUBERNETES && kind != Kind.DNS) {
                throw new IllegalArgumentException(kind + " is no membership of the cloud");
            }
        }

        /**
         * The same with a mistake in the deployment.
         *
         * @throws IllegalArgumentException if this kind can't have it
         */
        public Cloud withPlanted(Misconfiguration mistake) {
            if (!mistake.concerns(kind)) {
                throw new IllegalArgumentException(mistake.word() + " concerns no " + word());
            }
            return new Cloud(kind, heartbeat, expirationTime, connectTimeout, readTimeout, Optional.of(mistake));
        }

        @Override
        public long detection() {
            return expirationTime + heartbeat;
        }
    }
}
