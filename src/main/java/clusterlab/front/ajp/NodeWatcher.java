package clusterlab.front.ajp;

/** Hears of every connection of a node, whoever uses it. */
public interface NodeWatcher {
    /** The node sent something: it is alive. */
    void bytes();

    /** The node closed a connection, or cannot be understood on it. */
    void lost(String why);
}
