package clusterlab.spec;

/**
 * The {@code PooledParallelSender} that sends replication messages: a pool of senders, each with a connection to every
 * member that it has sent to (ParallelNioSender.setupForSend). Each connection has both buffers.
 *
 * @param txBufSize bytes, or 0 for Tomcat's 65536; a longer message gets a buffer of its own
 * @param rxBufSize bytes, or 0 for Tomcat's 25188; takes acknowledgements only
 * @param poolSize senders of a node, so messages that it sends at the same time, or 0 for Tomcat's 25
 * @param timeout for a message to be sent and acknowledged, in milliseconds, or 0 for Tomcat's 3000
 */
public record SenderSpec(int txBufSize, int rxBufSize, int poolSize, long timeout) {
    /** As Tomcat has it. */
    public static final SenderSpec DEFAULT = new SenderSpec(0, 0, 0, 0);
}
