package clusterlab.front.embedded;

import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.Balancer.Worker.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the node for a request: the one that its session names, else the one that was chosen least, beginning after the
 * one chosen last. That is mod_jk's method Request and its order ({@code find_best_byvalue} in jk_lb_worker.c), except that
 * requests of running sessions do not count: mod_jk sends many new sessions to one node after an uneven load.
 */
final class Election {

    private volatile boolean sticky;
    private volatile List<Backend> backends = List.of();
    private int offset;

    Election(boolean sticky) {
        this.sticky = sticky;
    }

    void sticky(boolean value) {
        sticky = value;
    }

    List<Backend> backends() {
        return backends;
    }

    /** Takes over another set of nodes; a new one begins level with the others. */
    synchronized void replace(List<Backend> with) {
        List<Backend> added = new ArrayList<>(with);
        added.removeAll(backends);
        boolean first = backends.isEmpty();
        backends = List.copyOf(with);
        if (!first) {
            added.forEach(this::recovered);
        }
    }

    /** Lets a node that was away begin level with the others, or it would get every new session for a while. */
    synchronized void recovered(Backend backend) {
        long most = 0;
        for (Backend other : backends) {
            if (other != backend && other.state() != State.ERR) {
                most = Math.max(most, other.value);
            }
        }
        backend.value = Math.max(backend.value, most);
    }

    /**
     * The node to use, or null if none is left. In this order: nodes that work; nodes under suspicion; if there is neither,
     * nodes in error that refuse connections, as trying one costs nothing and it may just be back (mod_jk's
     * {@code force_recovery}). A drained node gets requests of its own sessions only, a stopped one none.
     *
     * @param routes that the request's session ids name, in order
     * @param tried not to be used again
     */
    @Nullable
    Backend elect(List<String> routes, Collection<Backend> tried) {
        Backend found = electWorking(routes, tried);
        if (found == null) {
            found = elect(routes, tried, b -> b.state() != State.ERR);
        }
        if (found == null) {
            found = elect(routes, tried, b -> !b.isSilent());
        }
        return found;
    }

    /** The same, but only among nodes that are above suspicion. */
    @Nullable
    Backend electWorking(List<String> routes, Collection<Backend> tried) {
        return elect(routes, tried, b -> b.state() != State.ERR && !b.isSuspect());
    }

    private @Nullable Backend elect(List<String> routes, Collection<Backend> tried, Predicate<Backend> usable) {
        List<Backend> all = backends;
        if (sticky) {
            for (String route : routes) {
                for (Backend b : all) {
                    if (b.name.equals(route)
                            && b.activation() != Activation.STP
                            && !tried.contains(b)
                            && usable.test(b)) {
                        return b;
                    }
                }
            }
        }
        return least(all, tried, usable);
    }

    private synchronized @Nullable Backend least(
            List<Backend> all, Collection<Backend> tried, Predicate<Backend> usable) {
        Backend best = null;
        int next = offset;
        for (int i = 0; i < all.size(); i++) {
            int at = (offset + i) % all.size();
            Backend b = all.get(at);
            if (b.activation() == Activation.ACT
                    && (best == null || b.value < best.value)
                    && !tried.contains(b)
                    && usable.test(b)) {
                best = b;
                next = at + 1;
            }
        }
        if (best != null) {
            best.value++;
            offset = next;
        }
        return best;
    }
}
