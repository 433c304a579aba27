package clusterlab.cluster;

/** A node could not open one of its ports, because another program had it. */
public final class PortTakenException extends HostException {
    private static final long serialVersionUID = 1L;

    private final int port;

    /**
     * The port is taken.
     *
     * @param use what the node needs it for
     */
    public PortTakenException(int port, String use) {
        super("port " + port + " could not be opened for its " + use + "; does another program use it?");
        this.port = port;
    }

    /** The port. */
    public int port() {
        return port;
    }
}
