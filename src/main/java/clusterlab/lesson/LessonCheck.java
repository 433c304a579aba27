package clusterlab.lesson;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.agent.CopyRole;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.SessionView;
import clusterlab.event.Event;
import clusterlab.load.LoadView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A condition of a step. A deed looks at what happened since the step began, so that it holds only if it was done then; the others look
 * at the lab as it is, and a step has at least one deed beside them.
 */
sealed interface LessonCheck {
    /** Whether it looks only at what happened since the step began. */
    default boolean isDeed() {
        return true;
    }

    /** Whether it counts only what came after the deeds that stand before it in the step. */
    default boolean comesAfterDeeds() {
        return false;
    }

    /** Looks. */
    Condition look(StepSeen seen);

    /**
     * A condition and whether it holds.
     *
     * @param text what has to be, and how far it is
     */
    record Condition(String text, boolean done) {}

    /**
     * One session was answered so often.
     *
     * @param requests 1 or more
     * @param least by at least so many nodes
     * @param most the last {@code requests} by at most so many nodes
     * @param by the last {@code requests} by this node; empty for any
     * @param fresh whether the session has to have begun in this step
     * @param front whether only requests through the front count
     */
    record Served(int requests, int least, int most, Optional<String> by, boolean fresh, boolean front)
            implements LessonCheck {
        @Override
        public boolean comesAfterDeeds() {
            return true;
        }

        @Override
        public Condition look(StepSeen seen) {
            int best = 0;
            boolean done = false;
            Set<String> created = seen.created();
            for (Map.Entry<String, List<String>> session :
                    seen.nodesBySession(front).entrySet()) {
                List<String> nodes = session.getValue();
                if (fresh && !created.contains(session.getKey())) {
                    continue;
                }
                best = Math.max(best, nodes.size());
                // The last ones: another node may have answered before.
                List<String> last = nodes.subList(Math.max(0, nodes.size() - requests), nodes.size());
                done |= nodes.size() >= requests
                        && new HashSet<>(nodes).size() >= least
                        && new HashSet<>(last).size() <= most
                        && (by.isEmpty() || last.stream().allMatch(by.get()::equals));
            }
            if (by.isPresent()) {
                return new Condition(
                        plural(
                                requests,
                                "one session was answered %d time by %s (until now %d)",
                                "one session was answered %d times by %s (until now %d)",
                                requests,
                                by.get(),
                                best),
                        done);
            }
            if (fresh) {
                return new Condition(
                        plural(
                                requests,
                                "a session that is new was answered %d time (until now %d)",
                                "a session that is new was answered %d times (until now %d)",
                                requests,
                                best),
                        done);
            }
            return new Condition(front ? tr("%s, through the front", of(best)) : of(best), done);
        }

        private String of(int best) {
            if (least > 1) {
                return tr(
                        "one session was answered %d times, by %d nodes or more (until now %d)", requests, least, best);
            }
            return most == 1 && requests > 1
                    ? tr("one session was answered %d times in a row by the same node (until now %d)", requests, best)
                    : plural(
                            requests,
                            "one session was answered %d time (until now %d)",
                            "one session was answered %d times (until now %d)",
                            requests,
                            best);
        }
    }

    /** So many sessions began. */
    record Created(int sessions) implements LessonCheck {
        @Override
        public boolean comesAfterDeeds() {
            return true;
        }

        @Override
        public Condition look(StepSeen seen) {
            Set<String> created = seen.created();
            return new Condition(
                    plural(
                            sessions,
                            "%d new session began (until now %d)",
                            "%d new sessions began (until now %d)",
                            sessions,
                            created.size()),
                    created.size() >= sessions);
        }
    }

    /** So many requests came through the front; those of a load do not count. */
    record Fronted(int requests) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            long passed = seen.pages().stream().filter(StepSeen.Answer::front).count();
            return new Condition(
                    plural(
                            requests,
                            "%d request came through the front (until now %d)",
                            "%d requests came through the front (until now %d)",
                            requests,
                            passed),
                    passed >= requests);
        }
    }

    /** Where a fault has to be. */
    enum Target {
        ANY,
        OWNER,
        OTHER
    }

    /**
     * A fault began and took effect.
     *
     * @param types any of these
     * @param on the node that served the last request before it, another one, or any
     * @param inForce whether it has to be in force still
     * @param nodes that it names; empty for any
     * @param least so many of them, between different nodes; 1 or more
     * @param millis of a delay, at least
     * @param alone whether that node has to be alone on its side
     */
    record Faulted(
            List<String> types, Target on, boolean inForce, List<String> nodes, int least, int millis, boolean alone)
            implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            long found = seen.faults().stream()
                    .filter(fault -> types.contains(fault.type()))
                    .filter(fault -> fault.nodes().containsAll(nodes))
                    .filter(fault -> on == Target.ANY
                            || (!fault.owner().isEmpty()
                                    && fault.nodes().contains(fault.owner()) == (on == Target.OWNER)))
                    .filter(fault -> fault.millis() >= millis)
                    .filter(fault ->
                            !alone || fault.cutsOffOwner(seen.now().nodes().size()))
                    .filter(fault -> !inForce || seen.now().faults().contains(fault.id()))
                    .map(fault -> Set.copyOf(fault.nodes()))
                    .distinct()
                    .count();
            boolean done = found >= least;
            String type = String.join(", ", types)
                    + (nodes.isEmpty() ? "" : " " + String.join(" ", nodes))
                    + (millis == 0 ? "" : " ≥ " + millis + "ms");
            if (least > 1) {
                return new Condition(tr("%d × %s took effect (until now %d)", least, type, found), done);
            }
            return new Condition(
                    switch (on) {
                        case OWNER ->
                            alone
                                    ? tr("%s that cuts the node that answered last off from all others", type)
                                    : tr("%s on the node that answered last", type);
                        case OTHER -> tr("%s on a node that did not answer last", type);
                        case ANY -> tr("%s took effect", type);
                    },
                    done);
        }
    }

    /** Something was healed, nothing is broken any more, and all nodes see each other. */
    record Healed() implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            boolean healed = seen.events().stream().anyMatch(event -> event instanceof Event.FaultHealed);
            return new Condition(
                    tr("the fault is healed, all nodes are up and see each other"),
                    healed && seen.now().faults().isEmpty() && seen.now().isWhole());
        }
    }

    /** So many nodes, each stopped and then up again, while no other one was down. */
    record Restarted(int nodes) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            Set<String> down = new HashSet<>(seen.begin().scene().down());
            Set<String> stopped = new HashSet<>();
            Set<String> together = new HashSet<>();
            Set<String> back = new HashSet<>();
            for (Event event : seen.events()) {
                if (event instanceof Event.NodeChanged change) {
                    String node = change.node();
                    if (change.to().equals(NodeState.UP.name())) {
                        down.remove(node);
                        boolean alone = !together.remove(node);
                        if (stopped.remove(node) && alone) {
                            back.add(node);
                        }
                    } else {
                        down.add(node);
                        if (change.to().equals(NodeState.STOPPED.name())) {
                            stopped.add(node);
                        }
                        if (down.size() > 1) {
                            together.addAll(down);
                        }
                    }
                }
            }
            return new Condition(
                    plural(
                            nodes,
                            "%d node was stopped and is up again (until now %d)",
                            "%d nodes were stopped and are up again, one at a time (until now %d)",
                            nodes,
                            back.size()),
                    back.size() >= nodes && seen.now().isWhole());
        }
    }

    /**
     * The session that was served last was answered by another node after its own had such a fault.
     *
     * @param set an attribute that requests had set before the fault; empty for none
     * @param times how many requests, 1 or more
     */
    record Moved(List<String> after, Optional<String> set, int times) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            String faults = String.join(", ", after);
            return new Condition(
                    set.isEmpty()
                            ? tr("after the %s another node has answered the same session", faults)
                            : plural(
                                    times,
                                    "%2$s was set by %1$d request, and after the %3$s another node has answered the same session",
                                    "%2$s was set by %1$d requests, and after the %3$s another node has answered the same session",
                                    times,
                                    set.get(),
                                    faults),
                    seen.movedAfter(after, set, times).contains(seen.session()));
        }
    }

    /** Nodes saw members come: some node was seen by all others. */
    record Joined() implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            List<String> names =
                    seen.now().nodes().stream().map(node -> node.spec().name()).toList();
            boolean done = names.stream().anyMatch(member -> names.stream()
                    .filter(node -> !node.equals(member))
                    .allMatch(node -> seen.events().contains(new Event.MemberAdded(node, member))));
            return new Condition(
                    tr("each other node has added the member that came back"),
                    done && seen.now().isWhole());
        }
    }

    /** The front was switched. */
    record Sticky(boolean on) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            boolean switched = seen.events().stream()
                    .anyMatch(event -> event instanceof Event.StickyChanged changed && changed.sticky() == on);
            return new Condition(
                    on ? tr("sticky sessions were switched on") : tr("sticky sessions were switched off"),
                    switched && seen.now().sticky().equals(Optional.of(on)));
        }
    }

    /**
     * A load was started in this step.
     *
     * @param requests that it has to have answered
     * @param slowest p99 in milliseconds that it has to reach, or 0
     * @param flawless whether no request may have failed and no increment may be lost
     */
    record Loaded(int requests, int slowest, boolean flawless) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            boolean started = seen.events().stream()
                    .anyMatch(event -> event instanceof Event.LoadChanged changed && changed.running());
            LoadView load = seen.now().load();
            Long lost = load.lostIncrements();
            boolean fine = !flawless || (load.failures() == 0 && (lost == null || lost == 0));
            boolean slow = slowest == 0 || (load.running() && load.p99Millis() >= slowest);
            String text = slowest > 0
                    ? tr("a load was started; its p99 is %d ms or more (now %d)", slowest, Math.round(load.p99Millis()))
                    : flawless
                            ? tr(
                                    "a load was started; %d requests were answered, none failed, no increment was lost (until now %d)",
                                    requests, load.requests())
                            : plural(
                                    requests,
                                    "a load was started; %d request was answered (until now %d)",
                                    "a load was started; %d requests were answered (until now %d)",
                                    requests,
                                    load.requests());
            return new Condition(text, started && load.requests() >= requests && fine && slow);
        }
    }

    /** The load was stopped. */
    record Unloaded() implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            boolean stopped = seen.events().stream()
                    .anyMatch(event -> event instanceof Event.LoadChanged changed && !changed.running());
            return new Condition(
                    tr("the load was stopped"), stopped && !seen.now().load().running());
        }
    }

    /** An alarm of this kind was raised. */
    record Alarmed(String kind) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            return new Condition(
                    tr("an alarm of the kind %s was raised", kind),
                    seen.events().stream()
                            .anyMatch(event -> event instanceof Event.AlarmRaised alarm
                                    && alarm.kind().equals(kind)));
        }
    }

    /** A file was written. */
    record Written(Path file) implements LessonCheck {
        @Override
        public Condition look(StepSeen seen) {
            Optional<FileTime> now = time();
            boolean done = now.isPresent()
                    && !now.equals(Optional.ofNullable(seen.begin().files().get(file)));
            return new Condition(tr("%s was written in this step", file), done);
        }

        /** When it was written; empty if it is not there. */
        Optional<FileTime> time() {
            try {
                return Optional.of(Files.getLastModifiedTime(file));
            } catch (IOException notThere) {
                return Optional.empty();
            }
        }
    }

    /** The counter of the session that was served last: every answer counted, or some were lost. */
    record Counted(boolean kept) implements LessonCheck {
        @Override
        public boolean isDeed() {
            return false;
        }

        @Override
        public Condition look(StepSeen seen) {
            String session = seen.session();
            OptionalLong expected = seen.expectedCounter(session);
            OptionalLong counter = seen.counter(session);
            boolean known = expected.isPresent() && counter.isPresent();
            boolean done = known
                    && (kept
                            ? counter.getAsLong() >= expected.getAsLong()
                            : counter.getAsLong() < expected.getAsLong());
            return new Condition(
                    kept
                            ? tr("the counter has counted every request")
                            : tr("the counter is behind: requests that were answered are missing"),
                    done);
        }
    }

    /** So many copies of the session that was served last have this role. */
    record Copies(CopyRole role, int count) implements LessonCheck {
        @Override
        public boolean isDeed() {
            return false;
        }

        @Override
        public Condition look(StepSeen seen) {
            long now = seen.copies(role);
            return new Condition(
                    tr("copies of the session with the role %s: %d (now %d)", role, count, now), now == count);
        }
    }

    /** The copies of the session that was served last hold the same, or not. */
    record Alike(boolean alike) implements LessonCheck {
        @Override
        public boolean isDeed() {
            return false;
        }

        @Override
        public Condition look(StepSeen seen) {
            Optional<SessionView> view = seen.now().sessions().apply(seen.session());
            return new Condition(
                    alike ? tr("all copies of the session are alike") : tr("the copies of the session differ"),
                    view.isPresent() && view.get().differs() != alike);
        }
    }
}
