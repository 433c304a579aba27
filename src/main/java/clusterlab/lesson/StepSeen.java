package clusterlab.lesson;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import clusterlab.event.Event;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was done since a step began. A session is named by its id without the route, which is what stays when another node takes over.
 *
 * @param begin when it began
 * @param events since then, oldest first; requests of the lab's own load have none
 * @param now the lab now
 * @param effective ids of the faults that have taken effect
 * @param about the session that conditions of one session look at; empty for the one that was served last
 */
record StepSeen(Begin begin, List<Event> events, LabScene now, Set<String> effective, String about) {
    private static final String COUNTER = "session_counter";

    /** More sessions than a person uses in a step. */
    private static final int MOST_CANDIDATES = 20;

    StepSeen(Begin begin, List<Event> events, LabScene now) {
        this(
                begin,
                events,
                now,
                events.stream()
                        .filter(Event.FaultTookEffect.class::isInstance)
                        .map(effect -> ((Event.FaultTookEffect) effect).id())
                        .collect(Collectors.toSet()),
                "");
    }

    /** The same, but conditions of one session look at this one. */
    StepSeen about(String session) {
        return new StepSeen(begin, events, now, effective, session);
    }

    /** The sessions that the step may be about, the one that was served last first; one that is empty if there is none. */
    List<String> candidates() {
        List<Answer> answers = answers();
        Set<String> sessions = new LinkedHashSet<>();
        for (int i = answers.size() - 1; i >= 0 && sessions.size() < MOST_CANDIDATES; i--) {
            sessions.add(answers.get(i).session());
        }
        if (sessions.isEmpty() || !begin.session().isEmpty()) {
            sessions.add(begin.session());
        }
        return List.copyOf(sessions);
    }

    /**
     * The moment at which a step began.
     *
     * @param files when the files that the step asks for were written, as far as they were there
     * @param servers the node that served each session last
     * @param counters the counter of each session that there was, also of those that no request has used since the lesson began
     * @param session the one that was served last, or empty
     * @param scene the lab
     */
    record Begin(
            Map<Path, FileTime> files,
            Map<String, String> servers,
            Map<String, Long> counters,
            String session,
            LabScene scene) {
        Begin {
            files = Map.copyOf(files);
            servers = Map.copyOf(servers);
            counters = Map.copyOf(counters);
        }
    }

    /**
     * A fault.
     *
     * @param groups of a partition or an isolation: the nodes of each side that it names
     * @param millis of a delay, else 0
     * @param owner the node that had served the session last when it began
     */
    record Begun(String id, String type, List<String> nodes, List<Set<String>> groups, long millis, String owner) {
        private static final Pattern MILLIS = Pattern.compile(" (\\d+)ms");

        /** As {@code LinksFault.description} has it: partition node1 | node2 node3, delay node1 node2 200ms 50ms. */
        static Begun of(Event.FaultBegan began, List<String> names, String owner) {
            String text = began.description();
            Matcher delay = MILLIS.matcher(text);
            return new Begun(
                    began.id(),
                    text.split(" ", 2)[0],
                    Arrays.stream(text.split(" ", -1)).filter(names::contains).toList(),
                    Arrays.stream(text.split("\\|", -1))
                            .map(side -> Arrays.stream(side.split(" ", -1))
                                    .filter(names::contains)
                                    .collect(Collectors.toSet()))
                            .toList(),
                    delay.find() ? Long.parseLong(delay.group(1)) : 0,
                    owner);
        }

        /** Whether the owner is alone on its side. */
        boolean cutsOffOwner(int all) {
            return groups.contains(Set.of(owner))
                    || (groups.size() == 1
                            && groups.get(0).size() == all - 1
                            && !groups.get(0).contains(owner));
        }
    }

    /**
     * A request of a session that was answered.
     *
     * @param node that answered it
     * @param fresh whether it began the session
     * @param front whether it came through the front
     * @param set names of the attributes that it set
     */
    record Answer(String session, String node, boolean fresh, int status, boolean front, List<String> set) {
        /** A page: no redirect, and nothing that is missing or failed. */
        boolean isPage() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * The same without the events before all of these deeds were done; without any if they were not.
     *
     * @param deeds that hold for good once they were done
     */
    StepSeen after(List<LessonCheck> deeds) {
        if (!areDone(deeds, events.size())) {
            return with(List.of());
        }
        int least = 0;
        int most = events.size();
        while (least < most) {
            int middle = (least + most) / 2;
            if (areDone(deeds, middle)) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return with(events.subList(least, events.size()));
    }

    private boolean areDone(List<LessonCheck> deeds, int first) {
        StepSeen until = with(events.subList(0, first));
        return deeds.stream().allMatch(deed -> deed.look(until).done());
    }

    private StepSeen with(List<Event> some) {
        // A fault is seen to take effect a moment after it began, a delay with the next message.
        return new StepSeen(begin, some, now, effective, about);
    }

    /** The sessions that began. */
    Set<String> created() {
        Set<String> created = new HashSet<>();
        for (Event event : events) {
            if (event instanceof Event.SessionCreated one) {
                created.add(base(one.session()));
            }
        }
        return created;
    }

    /** The id without its route. */
    static String base(String id) {
        return id.split("\\.", 2)[0];
    }

    /** The counter of a session: that of the node which served it last, else the highest of a full copy. */
    static OptionalLong counter(SessionView view, String server) {
        List<CopyView> full =
                view.copies().stream().filter(copy -> copy.role().isFull()).toList();
        Optional<CopyView> served =
                full.stream().filter(copy -> copy.node().equals(server)).findFirst();
        return served.map(List::of).orElse(full).stream()
                .flatMap(copy -> copy.attributes().stream())
                .filter(attribute -> attribute.name().equals(COUNTER) && attribute.value() != null)
                .filter(attribute -> Objects.requireNonNull(attribute.value()).matches("\\d{1,9}"))
                .mapToLong(attribute -> Long.parseLong(Objects.requireNonNull(attribute.value())))
                .max();
    }

    /** All answers, in their order. */
    List<Answer> answers() {
        return events.stream().flatMap(event -> served(event).stream()).toList();
    }

    /** The pages, in their order. */
    List<Answer> pages() {
        return answers().stream().filter(Answer::isPage).toList();
    }

    private static Optional<Answer> served(Event event) {
        if (event instanceof Event.SessionCreated created) {
            return Optional.of(new Answer(
                    base(created.session()), created.node(), true, created.status(), created.front(), created.set()));
        }
        if (event instanceof Event.SessionUsed used) {
            return Optional.of(
                    new Answer(base(used.session()), used.node(), false, used.status(), used.front(), used.set()));
        }
        return Optional.empty();
    }

    /**
     * The nodes that answered, one for each page, by session.
     *
     * @param front only what came through the front
     */
    Map<String, List<String>> nodesBySession(boolean front) {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        for (Answer page : pages()) {
            if ((page.front() || !front) && isAbout(page.session())) {
                nodes.computeIfAbsent(page.session(), none -> new ArrayList<>()).add(page.node());
            }
        }
        return nodes;
    }

    private boolean isAbout(String session) {
        return about.isEmpty() || about.equals(session);
    }

    /** The session that it is about, or empty. */
    String session() {
        if (!about.isEmpty()) {
            return about;
        }
        List<Answer> answers = answers();
        return answers.isEmpty()
                ? begin.session()
                : answers.get(answers.size() - 1).session();
    }

    /** The node that served a session last, or empty. */
    String serverOf(String session) {
        String server = begin.servers().getOrDefault(session, "");
        for (Answer answer : answers()) {
            server = answer.session().equals(session) ? answer.node() : server;
        }
        return server;
    }

    /** The faults that began and took effect. */
    List<Begun> faults() {
        List<String> names =
                now.nodes().stream().map(node -> node.spec().name()).toList();
        String owner = begin.servers().getOrDefault(about.isEmpty() ? begin.session() : about, "");
        List<Begun> found = new ArrayList<>();
        for (Event event : events) {
            owner = served(event)
                    .filter(answer -> isAbout(answer.session()))
                    .map(Answer::node)
                    .orElse(owner);
            if (event instanceof Event.FaultBegan began && effective.contains(began.id())) {
                found.add(Begun.of(began, names, owner));
            }
        }
        return found;
    }

    /**
     * The sessions that were answered by another node after the one before had a fault of these types.
     *
     * @param attribute that requests had set before the fault; empty for none. The request that began a session does not count.
     * @param times how often
     */
    Set<String> movedAfter(List<String> types, Optional<String> attribute, int times) {
        Map<String, String> last = new HashMap<>(begin.servers());
        Set<String> hit = new HashSet<>();
        Set<String> moved = new HashSet<>();
        Map<String, Integer> sets = new HashMap<>();
        Set<String> ready = new HashSet<>();
        Map<String, Begun> faults = new HashMap<>();
        faults().forEach(fault -> faults.put(fault.id(), fault));
        for (Event event : events) {
            if (event instanceof Event.FaultBegan began) {
                Begun fault = faults.get(began.id());
                if (fault != null && types.contains(fault.type())) {
                    hit.addAll(fault.nodes());
                    last.keySet().stream()
                            .filter(session -> fault.nodes().contains(last.get(session)))
                            .filter(session -> sets.getOrDefault(session, 0) >= times)
                            .forEach(ready::add);
                }
            }
            served(event).ifPresent(answer -> {
                String before = last.getOrDefault(answer.session(), "");
                if ((attribute.isEmpty() || ready.contains(answer.session()))
                        && hit.contains(before)
                        && !before.equals(answer.node())) {
                    moved.add(answer.session());
                }
                last.put(answer.session(), answer.node());
                if (!answer.fresh() && attribute.filter(answer.set()::contains).isPresent()) {
                    sets.merge(answer.session(), 1, Integer::sum);
                }
            });
        }
        return moved;
    }

    /**
     * The counter that a session has to have: that of the begin and one for each request since then that has set it. A picture, or a
     * page that is missing, sets nothing.
     *
     * @return empty if its counter at the begin is not known
     */
    OptionalLong expectedCounter(String session) {
        Long expected = begin.counters().get(session);
        for (Answer answer : answers()) {
            if (answer.session().equals(session)) {
                expected = answer.fresh() ? Long.valueOf(0) : expected;
                if (expected != null && answer.set().contains(COUNTER)) {
                    expected++;
                }
            }
        }
        return expected == null ? OptionalLong.empty() : OptionalLong.of(expected);
    }

    /** The counter that it has. */
    OptionalLong counter(String session) {
        Optional<SessionView> view = now.sessions().apply(session);
        return view.isEmpty() ? OptionalLong.empty() : counter(view.get(), serverOf(session));
    }

    /** How many copies of the session that was served last have this role. */
    long copies(CopyRole role) {
        return now.sessions().apply(session()).stream()
                .flatMap(view -> view.copies().stream())
                .filter(copy -> copy.role() == role)
                .count();
    }
}
