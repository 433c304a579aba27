package clusterlab.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The replication channel of each node.
 *
 * @param sendOptions {@code channelSendOptions}, a sum of flags of {@code org.apache.catalina.tribes.Channel}: 2
 *     acknowledged, 4 acknowledged after it was applied (with 2), 8 asynchronous
 * @param membership how members find each other
 * @param receiver the replication receiver; its port is the node's
 * @param sender what sends
 * @param interceptors in the order in which a message that is sent passes them
 * @param readTest {@code performReadTest} of {@link Interceptor#TCP_FAILURE_DETECTOR}: a suspected member has to answer within
 *     {@code readTestTimeout}, 5 s; without it an open port is enough, which a frozen process has
 * @param encryptionKey of {@link Interceptor#ENCRYPT}, hexadecimal; empty without it, and in a request
 */
public record ChannelSpec(
        int sendOptions,
        MembershipSpec membership,
        ReceiverSpec receiver,
        SenderSpec sender,
        List<Interceptor> interceptors,
        boolean readTest,
        Optional<Secret> encryptionKey) {

    /** {@code --send-options sync}: {@code SEND_OPTIONS_USE_ACK | SEND_OPTIONS_SYNCHRONIZED_ACK}. */
    public static final int SYNC = 6;
    /** {@code --send-options async}: {@code SEND_OPTIONS_ASYNCHRONOUS}. */
    public static final int ASYNC = 8;
    /** {@code --send-options ack}: {@code SEND_OPTIONS_USE_ACK}. */
    public static final int ACK = 2;

    /** Copies the list. */
    public ChannelSpec {
        interceptors = List.copyOf(interceptors);
    }

    /** An interceptor of {@code org.apache.catalina.tribes.group.interceptors}. */
    public enum Interceptor {
        /**
         * Encrypts with a key that only the members have, and drops a message that was not. It precedes the failure detector,
         * whose tests of a member are not encrypted (EncryptInterceptor.validateChannelChain).
         */
        ENCRYPT("EncryptInterceptor"),
        /** Sends asynchronously (flag 8) from threads of its own. */
        MESSAGE_DISPATCH("MessageDispatchInterceptor"),
        /** Asks a suspected member over TCP before it reports it gone. */
        TCP_FAILURE_DETECTOR("TcpFailureDetector"),
        /**
         * Ignores members of other domains; with multicast it keeps labs that share a group apart, since heartbeats
         * carry no cluster name.
         */
        DOMAIN_FILTER("DomainFilterInterceptor");

        private final String simpleName;

        Interceptor(String simpleName) {
            this.simpleName = simpleName;
        }

        /** The fully qualified name of Tomcat's class. */
        public String className() {
            return "org.apache.catalina.tribes.group.interceptors." + simpleName;
        }
    }

    /** The same channel with other {@code channelSendOptions}. */
    public ChannelSpec withSendOptions(int options) {
        return new ChannelSpec(options, membership, receiver, sender, interceptors, readTest, encryptionKey);
    }

    /** The same channel with another membership. */
    public ChannelSpec withMembership(MembershipSpec newMembership) {
        return new ChannelSpec(sendOptions, newMembership, receiver, sender, interceptors, readTest, encryptionKey);
    }

    /** Whether messages between the nodes are encrypted. */
    public boolean isEncrypted() {
        return interceptors.contains(Interceptor.ENCRYPT);
    }

    /** The same channel with or without encryption. */
    public ChannelSpec withEncryption(boolean encrypted) {
        List<Interceptor> changed = new ArrayList<>(interceptors);
        changed.remove(Interceptor.ENCRYPT);
        if (encrypted) {
            changed.add(0, Interceptor.ENCRYPT);
        }
        return new ChannelSpec(sendOptions, membership, receiver, sender, changed, readTest, encryptionKey);
    }

    /** The same channel with or without {@code performReadTest}. */
    public ChannelSpec withReadTest(boolean on) {
        return new ChannelSpec(sendOptions, membership, receiver, sender, interceptors, on, encryptionKey);
    }
}
