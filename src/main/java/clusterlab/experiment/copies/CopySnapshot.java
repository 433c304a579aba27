package clusterlab.experiment.copies;

import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every copy of every session held at one moment, after the load stopped or while the runner watched.
 *
 * @param at when the reading began, in nanoseconds since the run began
 * @param copies of all sessions on all live nodes
 */
public record CopySnapshot(long at, List<CopyState> copies) {

    /** Nothing was read. */
    public static final CopySnapshot NOT_READ = new CopySnapshot(0, List.of());

    /** Copies the list. */
    public CopySnapshot {
        copies = List.copyOf(copies);
    }

    /** The copies by session; made anew at each call. */
    public Map<Integer, List<CopyState>> bySession() {
        Map<Integer, List<CopyState>> sessions = new HashMap<>();
        for (CopyState copy : copies) {
            sessions.computeIfAbsent(copy.session(), s -> new ArrayList<>(4)).add(copy);
        }
        return sessions;
    }

    /** In how many sessions the copies differ. */
    public long differing() {
        return bySession().values().stream()
                .filter(copies -> !problems(copies).isEmpty())
                .count();
    }

    /** The highest counter that any of these copies holds, or {@link Operation#NONE}. */
    public static long best(List<CopyState> copies) {
        long best = Operation.NONE;
        for (CopyState copy : copies) {
            if (copy.holdsData()) {
                best = Math.max(best, copy.value());
            }
        }
        return best;
    }

    /** The elements that any of these copies holds, each once, ascending. */
    public static Elements elements(List<CopyState> copies) {
        Elements all = Elements.EMPTY;
        for (CopyState copy : copies) {
            if (copy.holdsData() && !copy.elements().equals(all)) {
                all = all.and(copy.elements());
            }
        }
        return all;
    }

    /** Whether any of these copies is there. */
    public static boolean anywhere(List<CopyState> copies) {
        for (CopyState copy : copies) {
            if (copy.holdsData()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is wrong with these copies of one session; empty if nothing. They are compared in full: the counter, the
     * elements, and the digest of the names and values of all attributes.
     */
    public static List<String> problems(List<CopyState> copies) {
        List<String> problems = new ArrayList<>();
        long best = best(copies);
        Elements all = elements(copies);
        CopyState first = null;
        boolean primary = false;
        boolean backup = false;
        for (CopyState copy : copies) {
            primary |= copy.role() == CopyState.Role.PRIMARY && copy.present();
            backup |= copy.role() == CopyState.Role.BACKUP && copy.present();
            if (!copy.role().holds()) {
                continue;
            }
            if (!copy.present()) {
                problems.add(copy.node() + " has no copy");
                continue;
            }
            boolean alike = true;
            if (copy.value() == Operation.NONE && best != Operation.NONE) {
                problems.add(copy.node() + " lacks the counter");
                alike = false;
            } else if (copy.value() < best) {
                problems.add(copy.node() + " is " + Times.count(best - copy.value()) + " behind");
                alike = false;
            }
            Elements lacks = copy.elements().equals(all) ? Elements.EMPTY : all.minus(copy.elements());
            if (lacks.size() > 0) {
                problems.add(copy.node() + " lacks " + Times.plural(lacks.size(), "element") + " (" + lacks + ")");
                alike = false;
            }
            if (first != null && alike && !first.digest().equals(copy.digest())) {
                problems.add(copy.node() + " has other attributes or values than " + first.node()
                        + (first.attributes().equals(copy.attributes())
                                ? ""
                                : ": " + copy.attributes() + " and " + first.attributes()));
            }
            first = first == null && alike ? copy : first;
        }
        if (primary && !backup && problems.isEmpty()) {
            problems.add("no node holds a backup");
        }
        return problems;
    }
}
