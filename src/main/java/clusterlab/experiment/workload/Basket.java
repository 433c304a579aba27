package clusterlab.experiment.workload;

import java.io.Serializable;

/**
 * What the application of the experiment {@code redeploy} keeps in a session besides its elements. The WAR has a copy of this
 * class file; the second version may have one with another {@code serialVersionUID}, as a developer gets it who changes a class
 * without a thought of the sessions that are open.
 */
public final class Basket implements Serializable {
    /** A pattern that is nowhere else in the class file: "basket" and the number of the version. */
    private static final long serialVersionUID = 0x6261736b65740001L;

    private int items;

    /** An empty one. */
    public Basket() {}

    /** This one, with one more item. */
    public Basket plusOne() {
        items++;
        return this;
    }

    /** How many items. */
    public int items() {
        return items;
    }
}
