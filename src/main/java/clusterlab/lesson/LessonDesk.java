package clusterlab.lesson;

import static clusterlab.lang.Lang.tr;

import clusterlab.cluster.Cluster;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.SessionView;
import clusterlab.event.EventLog;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.lang.Lang;
import clusterlab.load.LoadView;
import clusterlab.spec.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The lesson that runs in a lab, one at a time, and the list of those that could. Thread-safe. */
public final class LessonDesk implements AutoCloseable {
    private static final int SEARCHED = 500;
    private static final int HEARD = 10_000;

    private final Cluster cluster;
    private final EventLog events;
    private final Supplier<List<Nemesis.Active>> faults;
    private final Supplier<Optional<Balancer>> front;
    private final Supplier<LoadView> load;
    private @Nullable LessonRun run;

    /** A desk for these parts of a lab. */
    public LessonDesk(
            Cluster cluster,
            EventLog events,
            Supplier<List<Nemesis.Active>> faults,
            Supplier<Optional<Balancer>> front,
            Supplier<LoadView> load) {
        this.cluster = cluster;
        this.events = events;
        this.faults = faults;
        this.front = front;
        this.load = load;
    }

    /** The lessons of the jar in the current language. */
    public List<LessonView.Entry> list() {
        return Lessons.all(Lang.current()).stream()
                .map(lesson -> new LessonView.Entry(
                        lesson.name(),
                        lesson.title(),
                        lesson.about(),
                        LessonNeeds.missing(lesson, cluster.topology()).isEmpty(),
                        Lessons.command(lesson)))
                .toList();
    }

    /** What the lesson that runs shows; {@link LessonView#NONE} if none does. */
    public synchronized LessonView view() {
        return run == null ? LessonView.NONE : run.view();
    }

    /**
     * Starts a lesson of the jar, in place of the one that runs.
     *
     * @throws RefusedException if there is none of this name, or this lab lacks what it needs
     */
    public synchronized void start(String name) throws RefusedException {
        Lesson lesson = Lessons.find(Lang.current(), name)
                .orElseThrow(() -> new RefusedException(tr("There is no lesson %s; lesson lists them.", name)));
        Optional<String> missing = LessonNeeds.missing(lesson, cluster.topology());
        if (missing.isPresent()) {
            throw new RefusedException(tr(
                    "This lab does not fit: the lesson needs %s. End it and start: %s",
                    missing.get(), Lessons.command(lesson)));
        }
        begin(lesson, Path.of(""));
    }

    /**
     * Starts a lesson in a lab that was booted for it.
     *
     * @param folder into which exercises write
     */
    public synchronized void begin(Lesson lesson, Path folder) {
        stop();
        LessonNotes notes = new LessonNotes();
        // Who answered last may have done so before the lesson began.
        events.after(Math.max(0, events.sequence() - HEARD), HEARD).forEach(notes::hear);
        run = new LessonRun(
                LessonNeeds.placed(lesson, folder.toAbsolutePath().normalize()),
                Lessons.isOfJar(lesson)
                        ? () -> Lessons.find(Lang.current(), lesson.name()).orElse(lesson)
                        : () -> lesson,
                events,
                notes,
                () -> scene(notes),
                (text, owner) -> filled(text, owner, folder.toAbsolutePath().normalize()));
    }

    /**
     * The lesson that runs.
     *
     * @throws RefusedException if there is none
     */
    public synchronized LessonRun run() throws RefusedException {
        if (run == null) {
            throw new RefusedException(tr("No lesson runs; lesson lists them, lesson NAME starts one."));
        }
        return run;
    }

    /** Ends the lesson, if one runs. */
    public synchronized void stop() {
        if (run != null) {
            run.close();
            run = null;
        }
    }

    /**
     * Acts in the lesson that runs, or starts one.
     *
     * @param what the name of a lesson, or the letter of an answer; empty for all other actions
     * @throws RefusedException if it does not fit what the lesson waits for, or this lab; says what to do
     */
    public synchronized void act(LessonAction action, String what) throws RefusedException {
        switch (action) {
            case START -> start(what);
            case ANSWER -> run().answer(what);
            case CHECK -> run().check();
            case NEXT -> run().next();
            case HINT -> run().hint();
            case SKIP -> run().skip();
            case STOP -> {
                run();
                stop();
            }
        }
    }

    private LabScene scene(LessonNotes notes) {
        return new LabScene(
                cluster.nodes(),
                faults.get().stream().map(Nemesis.Active::id).toList(),
                front.get().map(there -> cluster.topology().balancer().sticky()),
                load.get(),
                base -> find(base, notes.idOf(base)),
                () -> cluster.sessions().page(0, SEARCHED).sessions());
    }

    private Optional<SessionView> find(String base, String id) {
        if (base.isEmpty()) {
            return Optional.empty();
        }
        return cluster.sessions()
                .find(id)
                // Another node has given it another route.
                .or(() -> cluster.sessions().page(0, SEARCHED).sessions().stream()
                        .filter(view -> StepSeen.base(view.id()).equals(base))
                        .findFirst());
    }

    private String filled(String text, String owner, Path folder) {
        Topology topology = cluster.topology();
        Matcher names = LessonFile.PLACEHOLDER.matcher(text);
        return names.replaceAll(found -> Matcher.quoteReplacement(
                switch (found.group(1)) {
                    case "front" -> topology.frontUrl().orElse("-");
                    case "owner" -> owner.isEmpty() ? "NODE" : owner;
                    case "folder" -> folder.toString();
                    default ->
                        topology.nodes().stream()
                                .filter(node -> node.name().equals(found.group(2)))
                                .map(node -> node.httpUrl())
                                .findFirst()
                                .orElse(found.group(2));
                }));
    }

    /** Ends the lesson. */
    @Override
    public void close() {
        stop();
    }
}
