package clusterlab.agent;

/** The attributes of the ServletContext that the session counter shows; standard types only, since applications see them. */
public final class PageAttributes {
    /** The node's name, a String. */
    public static final String NODE = "clusterlab.node";
    /** The node's index from 0, an Integer. */
    public static final String INDEX = "clusterlab.node.index";
    /** The names of all nodes, a live List of Strings. */
    public static final String NODES = "clusterlab.nodes";
    /** Names of the nodes that hold the session of an id, a Function. */
    public static final String HOLDERS = "clusterlab.holders";
    /** The language of the lab, a code of ISO 639-1, a String. */
    public static final String LANG = "clusterlab.lang";

    private PageAttributes() {}
}
