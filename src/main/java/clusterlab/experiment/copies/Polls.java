package clusterlab.experiment.copies;

import java.util.ArrayList;
import java.util.List;

/**
 * The snapshots that the runner took while it watched, of which it keeps at most three: what the copies were like at first,
 * whether they differed since, and from when on they have been alike. So an hour of watching takes no more memory than a
 * second. Not thread-safe.
 */
public final class Polls {
    private final List<CopySnapshot> kept = new ArrayList<>(3);

    /** Takes the next snapshot. */
    public void add(CopySnapshot next) {
        if (kept.isEmpty()) {
            kept.add(next);
        } else if (next.differing() > 0) {
            // Alike counts only from where it stays so: what was alike before does not matter any more.
            kept.subList(1, kept.size()).clear();
            kept.add(next);
        } else if (kept.get(kept.size() - 1).differing() > 0) {
            kept.add(next);
        }
    }

    /** The first one, the last one in which copies differed, and the first one since in which none did, as far as they exist. */
    public List<CopySnapshot> kept() {
        return List.copyOf(kept);
    }
}
