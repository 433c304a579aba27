package clusterlab.front.ajp;

/** Gets the events of all connections of a node, independent of their users. */
public interface NodeWatcher {
    /** The node sent data, so it is alive. */
    void bytes();

    /** The node closed a connection, or sent invalid data. */
    void lost(String why);
}
