package clusterlab.spec;

/**
 * The {@code NioReceiver} that takes replication messages.
 *
 * @param address what it binds; always this machine
 * @param autoBind how many ports Tomcat may try upwards from the planned one
 * @param selectorTimeout milliseconds
 * @param maxThreads most threads that handle messages at the same time, 1 or more
 * @param rxBufSize bytes for each connection, or 0 for Tomcat's 65536; longer messages grow it
 */
public record ReceiverSpec(String address, int autoBind, long selectorTimeout, int maxThreads, int rxBufSize) {}
