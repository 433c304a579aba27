package clusterlab.spec;

/**
 * A row of ports for one use: node {@code i} (from 1) asks for {@code base + (i - 1) * step}.
 *
 * @param base first port, 1 to 65535, or 0 for "any free port" on each node
 * @param step distance between neighbours, 1 or more
 * @param asked whether the user named the base by hand: then a taken port is an error, else the plan moves on to the
 *     next free one
 */
public record Ports(int base, int step, boolean asked) {

    /** The port that the node with this index (from 0) asks for; may exceed 65535. */
    public int wanted(int index) {
        return base == 0 ? 0 : base + index * step;
    }

    /** The same row, chosen by hand. */
    public Ports withBase(int newBase) {
        return new Ports(newBase, step, true);
    }

    /** The same row with another distance between its ports. */
    public Ports withStep(int newStep) {
        return new Ports(base, newStep, asked);
    }
}
