package clusterlab.cluster.attributes;

import clusterlab.agent.AttributeLook;
import clusterlab.agent.AttributeLook.Problem;
import clusterlab.agent.CopyRole;
import clusterlab.agent.SessionLook;
import clusterlab.cluster.attributes.HeldAlone.LastLook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with the attributes of a session, from looks at all of its copies. Pure: it asks nobody and waits for
 * nothing. It keeps what it saw of each session before, since most of what it says needs two looks:
 *
 * <ul>
 *   <li>A value that can't be written or read: two looks at least {@value #SOON} ms apart, while no request runs.
 *   <li>Changed in place: the copies differ at two such looks, and the owner's value changed while no request passed it to
 *       setAttribute. Or the copies differ at one moment, and an earlier request than the last set it, though replication is
 *       synchronous and no node and no link changed since then.
 *   <li>Absent or stale otherwise: two looks at least {@value #LATE} ms apart, with no request and no change of the cluster
 *       for some time, or with requests that set it between them and did not reach the copy.
 * </ul>
 */
final class AttributeJudge {
    /** Milliseconds between the two looks that agree. */
    static final long SOON = 600;
    /** The same where a change may be on its way: queues of asynchronous replication. */
    static final long LATE = 3_000;

    /** Since the last request of a session, in milliseconds; its changes have left the node then. */
    private static final long REST = 300;

    /** Sessions that are remembered. */
    private static final int REMEMBERED = 1_000;

    private static final int GROWN_REQUESTS = 15;
    private static final int GROWN_BYTES = 1_024;
    private static final int GROWN_LOOKS = 3;
    /** What has a bound grows less in the end. */
    private static final double STILL_GROWING = 0.8;

    private static final String ABSENT = "";

    private final Map<String, Memory> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Memory> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * The cluster at the time of a look.
     *
     * @param millis of any clock that only goes on
     * @param steadyMillis since when no node came or went, no link had a fault, and all saw each other; -1 if that is not so
     * @param backup whether BackupManager keeps the sessions
     * @param sync whether a response waits until the copies are changed
     */
    record Circumstances(long millis, long steadyMillis, boolean backup, boolean sync) {}

    /** Tries to read a value of one node on another. */
    @FunctionalInterface
    interface Reading {
        /** Why {@code reader} can't read the attribute of {@code owner}; empty if it can. */
        String why(String owner, String session, String attribute, String reader);
    }

    /**
     * The result of a look.
     *
     * @param againMillis after this time the session should be looked at again; empty if the next request is soon enough
     * @param running whether it was not judged, since a request of it runs
     */
    record Result(List<AttributeFinding> findings, Optional<Long> againMillis, boolean running) {
        Result {
            findings = List.copyOf(findings);
        }
    }

    /** What was seen of one session. */
    private static final class Memory {
        private final Map<String, Pending> pending = new LinkedHashMap<>();
        private final Map<String, Past> attributes = new LinkedHashMap<>();
        private @Nullable LastLook last;
        private long lastMillis;
    }

    /** A difference that one look saw. */
    private record Pending(long millis, long sets, String copies) {}

    /** An attribute at the look before. */
    private static final class Past {
        private String owner = "";
        private Set<String> live = Set.of();
        private String digest = "";
        private long sets = -1;
        private boolean inPlace;
        private long startBytes;
        private long startRequests;
        private long bytes;
        private long requests = -1;
        private int grown;
    }

    /** The names of sessions whose last look was longest ago come first; those never seen before all others. */
    Comparator<String> longestAgoFirst() {
        return Comparator.comparing(id -> {
            Memory memory = sessions.get(AttributeFinding.base(id));
            return memory == null ? Long.MIN_VALUE : memory.lastMillis;
        });
    }

    /**
     * Judges one look.
     *
     * @param looks by node, of the nodes that run
     * @param oneMoment whether all copies held at one moment what was seen, though the nodes were asked one after the other;
     *     else it is no evidence of what a node alone holds
     */
    Result judge(String id, Map<String, SessionLook> looks, boolean oneMoment, Circumstances now, Reading reading) {
        Optional<String> found = owner(looks);
        if (found.isEmpty()) {
            return new Result(List.of(), Optional.empty(), false);
        }
        Memory memory = sessions.computeIfAbsent(AttributeFinding.base(id), session -> new Memory());
        memory.lastMillis = now.millis();
        return new Look(id, found.get(), looks, oneMoment, now, reading, memory).judge();
    }

    /** The node that served the session last: the primary, of several the least idle one. */
    private static Optional<String> owner(Map<String, SessionLook> looks) {
        return looks.entrySet().stream()
                .filter(one -> one.getValue().role().isFull() && one.getValue().requests() >= 0)
                .min(Comparator.comparing((Map.Entry<String, SessionLook> one) ->
                                one.getValue().role() != CopyRole.PRIMARY)
                        .thenComparing(one -> one.getValue().idleMillis()))
                .map(Map.Entry::getKey);
    }

    /** One look at one session. */
    private static final class Look {
        private final String id;
        private final String owner;
        private final SessionLook own;
        private final Map<String, SessionLook> looks;
        private final boolean oneMoment;
        private final Circumstances now;
        private final Reading reading;
        private final Memory memory;
        private final boolean quiet;
        private final List<AttributeFinding> findings = new ArrayList<>();
        private final Set<String> stillPending = new HashSet<>();
        private long again = Long.MAX_VALUE;

        private Look(
                String id,
                String owner,
                Map<String, SessionLook> looks,
                boolean oneMoment,
                Circumstances now,
                Reading reading,
                Memory memory) {
            this.id = id;
            this.owner = owner;
            this.looks = looks;
            this.oneMoment = oneMoment;
            this.now = now;
            this.reading = reading;
            this.memory = memory;
            own = Objects.requireNonNull(looks.get(owner));
            quiet = idle() >= REST;
        }

        /** Since the last request on any node; 0 while one runs. */
        private long idle() {
            return looks.values().stream()
                    .mapToLong(SessionLook::idleMillis)
                    .filter(millis -> millis >= 0)
                    .min()
                    .orElse(0);
        }

        private Result judge() {
            if (idle() == 0) {
                // A request runs: what it changes is not replicated yet.
                return new Result(List.of(), Optional.of(SOON), true);
            }
            Map<String, Difference> differences = new TreeMap<>();
            boolean broken = false;
            for (AttributeLook attribute : own.attributes()) {
                broken |= attribute.problem() == Problem.NOT_SERIALIZABLE || attribute.problem() == Problem.UNREADABLE;
            }
            boolean comparable = now.steadyMillis() >= 0 && own.complete();
            if (now.steadyMillis() < 0) {
                soon(LATE);
            }
            for (AttributeLook attribute : own.attributes()) {
                Past past = memory.attributes.computeIfAbsent(attribute.name(), name -> new Past());
                follow(attribute, past);
                if (comparable) {
                    difference(attribute, past, broken).ifPresent(one -> differences.put(attribute.name(), one));
                }
            }
            Map<String, List<String>> left = comparable ? left() : Map.of();
            explain(differences, left);
            if (comparable) {
                missingSession();
            }
            memory.pending.keySet().retainAll(stillPending);
            memory.attributes
                    .keySet()
                    .retainAll(
                            own.attributes().stream().map(AttributeLook::name).toList());
            if (oneMoment) {
                memory.last = last();
            }
            return new Result(findings, again == Long.MAX_VALUE ? Optional.empty() : Optional.of(again), false);
        }

        private LastLook last() {
            Map<String, Map<String, String>> held = new TreeMap<>();
            Set<String> present = new HashSet<>();
            Set<String> unsteady = new HashSet<>();
            looks.forEach((node, look) -> {
                if (look.role().isFull()) {
                    present.add(node);
                    look.attributes().forEach(attribute -> {
                        held.computeIfAbsent(attribute.name(), name -> new LinkedHashMap<>())
                                .put(node, attribute.digest());
                        if (attribute.problem() == Problem.UNSTEADY
                                || attribute.digest().isEmpty()) {
                            unsteady.add(attribute.name());
                        }
                    });
                }
            });
            held.keySet().removeAll(unsteady);
            return new LastLook(id, owner, held, present, own.complete());
        }

        /** Type, size, and whether the value changed though nobody set it. */
        private void follow(AttributeLook attribute, Past past) {
            long sets = sets(attribute.name());
            boolean same = past.owner.equals(owner) && past.live.equals(looks.keySet());
            if (!attribute.formerType().isEmpty()) {
                findings.add(AttributeFindings.changesType(id, attribute, owner, attribute.formerType()));
            }
            boolean changed =
                    !past.digest.isEmpty() && !attribute.digest().isEmpty() && !past.digest.equals(attribute.digest());
            if (sets < 0 || sets != past.sets || !same) {
                past.inPlace = false;
            } else if (changed && attribute.problem() != Problem.UNSTEADY) {
                past.inPlace = true;
            }
            grow(attribute, past, same);
            past.owner = owner;
            past.live = Set.copyOf(looks.keySet());
            past.digest = attribute.digest();
            past.sets = sets;
        }

        private void grow(AttributeLook attribute, Past past, boolean same) {
            long requests = own.requests();
            if (past.requests == requests && same) {
                return;
            }
            if (!same || past.requests < 0 || attribute.bytes() <= past.bytes) {
                past.startBytes = attribute.bytes();
                past.startRequests = requests;
                past.grown = 0;
            } else {
                past.grown++;
            }
            double latest = (double) (attribute.bytes() - past.bytes) / Math.max(1, requests - past.requests);
            past.bytes = attribute.bytes();
            past.requests = requests;
            long more = past.bytes - past.startBytes;
            long over = requests - past.startRequests;
            if (past.grown >= GROWN_LOOKS
                    && over >= GROWN_REQUESTS
                    && more > GROWN_BYTES
                    && latest >= STILL_GROWING * more / over) {
                findings.add(AttributeFindings.grows(id, attribute, owner, over, more));
            }
        }

        /** How often requests set it, on all nodes; -1 if that is unknown. */
        private long sets(String name) {
            long sum = 0;
            for (SessionLook look : looks.values()) {
                for (AttributeLook one : look.attributes()) {
                    if (one.name().equals(name)) {
                        if (one.sets() < 0) {
                            return -1;
                        }
                        sum += one.sets();
                    }
                }
            }
            return sum;
        }

        /** When a request on any node set it last, as far as that is known. */
        private long setMillisAgo(String name) {
            long ago = Long.MAX_VALUE;
            for (SessionLook look : looks.values()) {
                long here = look.trackedMillis() < 0 ? Long.MAX_VALUE : look.trackedMillis();
                for (AttributeLook one : look.attributes()) {
                    if (one.name().equals(name) && one.setMillisAgo() >= 0) {
                        here = one.setMillisAgo();
                    }
                }
                ago = Math.min(ago, here);
            }
            return ago;
        }

        /** A difference that counts: two looks agree. */
        private record Difference(AttributeLook attribute, List<String> lacking, List<String> behind, boolean inPlace) {
            private List<String> nodes() {
                List<String> nodes = new ArrayList<>(lacking);
                nodes.addAll(behind);
                nodes.sort(null);
                return nodes;
            }
        }

        private Optional<Difference> difference(AttributeLook attribute, Past past, boolean broken) {
            if (attribute.digest().isEmpty() || attribute.problem() == Problem.UNSTEADY) {
                return Optional.empty();
            }
            List<String> lacking = new ArrayList<>();
            List<String> behind = new ArrayList<>();
            StringBuilder copies = new StringBuilder();
            looks.forEach((node, look) -> {
                if (node.equals(owner) || !look.role().isFull() || !look.complete()) {
                    return;
                }
                Optional<AttributeLook> copy = look.attributes().stream()
                        .filter(one -> one.name().equals(attribute.name()))
                        .findFirst();
                String digest = copy.map(AttributeLook::digest).orElse(ABSENT);
                copies.append(node).append('=').append(digest).append(' ');
                if (copy.isEmpty()) {
                    lacking.add(node);
                } else if (!digest.equals(attribute.digest()) && !digest.isEmpty()) {
                    behind.add(node);
                }
            });
            if (lacking.isEmpty() && behind.isEmpty()) {
                past.inPlace = false;
                return Optional.empty();
            }
            boolean setBefore = now.sync()
                    && !broken
                    && !attribute.listens()
                    && attribute.requestsSinceSet() >= 1
                    && now.steadyMillis() >= own.trackedMillis()
                    && lacking.isEmpty();
            boolean inPlace = past.inPlace || setBefore;
            // After a synchronous response there is nothing to wait for.
            return (setBefore && oneMoment)
                            || confirmed(
                                    "differs " + attribute.name(),
                                    inPlace ? SOON : LATE,
                                    past.sets,
                                    copies.toString(),
                                    inPlace || setMillisAgo(attribute.name()) >= LATE)
                    ? Optional.of(new Difference(attribute, lacking, behind, inPlace))
                    : Optional.empty();
        }

        /**
         * Whether a look before saw the same, long enough ago.
         *
         * @param sets how often it was set
         * @param copies what the copies hold
         * @param unset whether no set of it can be on its way, though requests go on
         */
        private boolean confirmed(String what, long wait, long sets, String copies, boolean unset) {
            stillPending.add(what);
            Pending before = memory.pending.get(what);
            boolean still = quiet || unset;
            boolean goesOn = before != null && before.copies.equals(copies) && sets >= 0 && sets - before.sets >= 2;
            if (before == null || (before.sets != sets && !goesOn)) {
                memory.pending.put(what, new Pending(now.millis(), sets, copies));
                soon(wait);
                return false;
            }
            long left = before.millis + wait - now.millis();
            if (left > 0) {
                soon(left);
                return false;
            }
            if (wait == LATE && now.steadyMillis() < LATE) {
                soon(LATE);
                return false;
            }
            if (!still && !goesOn) {
                soon(SOON);
                return false;
            }
            return true;
        }

        /** What the owner does not have, and a copy still has, with its nodes; two looks agree. */
        private Map<String, List<String>> left() {
            Set<String> has = new HashSet<>();
            own.attributes().forEach(one -> has.add(one.name()));
            Map<String, List<String>> left = new TreeMap<>();
            looks.forEach((node, look) -> {
                if (look.role().isFull() && look.complete()) {
                    look.attributes().stream()
                            .filter(one -> !has.contains(one.name()))
                            .forEach(one -> left.computeIfAbsent(one.name(), name -> new ArrayList<>())
                                    .add(node));
                }
            });
            left.entrySet().removeIf(one -> !confirmed("left " + one.getKey(), LATE, 0, one.getValue() + "", false));
            return left;
        }

        private void soon(long millis) {
            again = Math.min(again, Math.max(50, millis));
        }

        /** Names the cause of each difference; values that are broken are one whether there is a difference or not. */
        private void explain(Map<String, Difference> differences, Map<String, List<String>> left) {
            Set<String> explained = new HashSet<>();
            List<AttributeLook> broken = new ArrayList<>();
            Map<String, String> unreadable = new LinkedHashMap<>();
            Map<String, List<String>> unreadableOn = new LinkedHashMap<>();
            for (AttributeLook attribute : own.attributes()) {
                String problem = attribute.problem() + " " + attribute.path() + " " + attribute.detail();
                if (attribute.problem() == Problem.NOT_SERIALIZABLE) {
                    explained.add(attribute.name());
                    if (confirmed(problem, SOON, 0, "", true)) {
                        broken.add(attribute);
                    }
                } else if (attribute.problem() == Problem.UNREADABLE) {
                    explained.add(attribute.name());
                    if (confirmed(problem, SOON, 0, "", true)) {
                        broken.add(attribute);
                    }
                }
            }
            differences.forEach((name, difference) -> {
                if (difference.attribute.problem() == Problem.NONE && !difference.inPlace) {
                    for (String node : difference.nodes()) {
                        String why = reading.why(owner, id, name, node);
                        if (!why.isEmpty()) {
                            unreadable.put(name, why);
                            unreadableOn
                                    .computeIfAbsent(name, n -> new ArrayList<>())
                                    .add(node);
                            explained.add(name);
                        }
                    }
                }
            });
            List<String> also = new ArrayList<>();
            boolean cause = !broken.isEmpty() || !unreadable.isEmpty();
            differences.forEach((name, difference) -> {
                if (explained.contains(name)) {
                    return;
                }
                AttributeLook attribute = difference.attribute;
                if (difference.inPlace) {
                    findings.add(AttributeFindings.changedInPlace(id, attribute, owner, difference.nodes()));
                } else if (cause) {
                    also.add(name);
                } else if (!difference.lacking.isEmpty()) {
                    findings.add(AttributeFindings.absent(id, attribute, owner, difference.lacking));
                } else {
                    findings.add(AttributeFindings.stale(id, attribute, owner, difference.behind));
                }
            });
            left.forEach((name, nodes) -> {
                if (cause) {
                    also.add(name);
                } else {
                    findings.add(AttributeFindings.left(id, name, owner, nodes));
                }
            });
            List<String> others = looks.keySet().stream()
                    .filter(node -> !node.equals(owner))
                    .sorted()
                    .toList();
            for (AttributeLook attribute : broken) {
                findings.add(
                        attribute.problem() == Problem.NOT_SERIALIZABLE
                                ? AttributeFindings.notSerializable(id, attribute, owner, also)
                                : AttributeFindings.unreadable(
                                        id,
                                        attribute,
                                        attribute.path(),
                                        attribute.detail(),
                                        others.isEmpty() ? List.of(owner) : others,
                                        also));
            }
            unreadable.forEach((name, why) -> findings.add(AttributeFindings.unreadable(
                    id,
                    Objects.requireNonNull(differences.get(name)).attribute,
                    name,
                    why,
                    unreadableOn.getOrDefault(name, List.of()),
                    also)));
        }

        private void missingSession() {
            List<String> without = new ArrayList<>();
            boolean backups = false;
            int known = 0;
            for (Map.Entry<String, SessionLook> one : looks.entrySet()) {
                CopyRole role = one.getValue().role();
                known += role == CopyRole.UNKNOWN ? 0 : 1;
                backups |= role == CopyRole.BACKUP || role == CopyRole.UNKNOWN;
                if (role == CopyRole.ABSENT) {
                    without.add(one.getKey());
                }
            }
            if (own.attributes().isEmpty() || (now.backup() ? backups || known < 2 : without.isEmpty())) {
                return;
            }
            List<String> others = now.backup()
                    ? looks.keySet().stream()
                            .filter(node -> !node.equals(owner))
                            .sorted()
                            .toList()
                    : without;
            if (confirmed("session " + others, LATE, 0, "", false)) {
                findings.add(AttributeFindings.sessionAbsent(id, owner, others));
            }
        }
    }

    /** What a node that died held alone, as the owner of sessions at their last look. */
    List<HeldAlone> heldAloneBy(String node) {
        return sessions.values().stream()
                .map(memory -> memory.last)
                .filter(last -> last != null && last.owner().equals(node))
                .flatMap(last -> HeldAlone.of(Objects.requireNonNull(last)).stream())
                .toList();
    }
}
