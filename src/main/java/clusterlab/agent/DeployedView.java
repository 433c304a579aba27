package clusterlab.agent;

/** An application that a node's host got after its start file was read, from a WAR. */
public final class DeployedView {
    /** What it does. */
    public enum State {
        /** Its start has not ended yet. */
        STARTING,
        /** It serves. */
        RUNNING,
        /** Its start failed; the node's log says why. */
        FAILED,
        /** It was stopped and is still a child of the host: FarmWarDeployer leaves it so on the members that get an UndeployMessage. */
        STOPPED
    }

    private final String name;
    private final State state;
    private final long start;

    /**
     * An application.
     *
     * @param name its base name, such as {@code shop}, {@code shop##2} or {@code ROOT}
     * @param start number of its last start; a later start on the same node has a higher one
     */
    public DeployedView(String name, State state, long start) {
        this.name = name;
        this.state = state;
        this.start = start;
    }

    public String name() {
        return name;
    }

    public State state() {
        return state;
    }

    public long start() {
        return start;
    }
}
