package clusterlab.spec;

/**
 * The {@code PooledParallelSender} that sends replication messages. Each of its connections has both buffers, and nodes
 * of a large cluster have thousands of connections.
 *
 * @param txBufSize bytes, or 0 for Tomcat's 65536; a longer message gets a buffer of its own
 * @param rxBufSize bytes, or 0 for Tomcat's 25188; takes acknowledgements only
 */
public record SenderSpec(int txBufSize, int rxBufSize) {
    /** As Tomcat has it. */
    public static final SenderSpec DEFAULT = new SenderSpec(0, 0);
}
