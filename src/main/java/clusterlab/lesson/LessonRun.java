package clusterlab.lesson;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.cluster.RefusedException;
import clusterlab.cluster.SessionView;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import clusterlab.lesson.Lesson.Question;
import clusterlab.lesson.Lesson.Step;
import clusterlab.lesson.LessonCheck.Condition;
import clusterlab.lesson.LessonView.Mark;
import clusterlab.lesson.LessonView.Wanted;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One lesson in one lab: question → task → what happened → next step. A step begins when its task is shown; what was done before does not
 * count. Thread-safe.
 */
public final class LessonRun implements AutoCloseable {
    private static final String PREDICT = "Predict first: answer A, answer B … (skip leaves the step out).";

    private enum Phase {
        QUESTION,
        TASK,
        AFTER,
        OVER
    }

    private enum State {
        OPEN,
        DONE,
        SKIPPED
    }

    private final Lesson lesson;
    private final Supplier<Lesson> shown;
    private final EventLog log;
    private final Consumer<Stamped> ear;
    private final LessonNotes notes;
    private final Supplier<LabScene> scene;
    private final BinaryOperator<String> filled;
    private final State[] states;

    private int at;
    private Phase phase = Phase.QUESTION;
    private StepSeen.@Nullable Begin begin;
    private int answer = -1;
    private boolean hinted;
    private int asked;
    private int predicted;
    private Supplier<String> note = () -> "";
    /** When the step was over: the node that its task calls the owner, and the one that had answered last. */
    private String owner = "";

    private String lastOwner = "";

    /**
     * Begins the first step.
     *
     * @param shown the same lesson, in the language of who asks
     * @param scene the lab now
     * @param filled replaces names such as {@code {front}} in a text, the first argument; the second is the owner
     */
    LessonRun(
            Lesson lesson,
            Supplier<Lesson> shown,
            EventLog log,
            LessonNotes notes,
            Supplier<LabScene> scene,
            BinaryOperator<String> filled) {
        this.lesson = lesson;
        this.shown = shown;
        this.log = log;
        this.notes = notes;
        this.scene = scene;
        this.filled = filled;
        this.states = new State[lesson.steps().size()];
        Arrays.fill(states, State.OPEN);
        this.ear = notes::hear;
        log.subscribe(ear);
        enter(0);
    }

    /** The lesson. */
    public Lesson lesson() {
        return lesson;
    }

    private Step step() {
        return lesson.steps().get(at);
    }

    private void enter(int index) {
        at = index;
        answer = -1;
        hinted = false;
        notes.nameOwner();
        if (step().question().isPresent()) {
            phase = Phase.QUESTION;
        } else {
            beginTask();
        }
    }

    private void beginTask() {
        phase = Phase.TASK;
        notes.begin();
        LabScene now = scene.get();
        Map<String, String> servers = notes.servers();
        Map<String, Long> counters = new HashMap<>();
        // Those too that no request has used since the lesson began.
        for (SessionView view : now.known().get()) {
            count(view, servers, counters);
        }
        for (String session : servers.keySet()) {
            if (!counters.containsKey(session)) {
                now.sessions().apply(session).ifPresent(view -> count(view, servers, counters));
            }
        }
        begin = new StepSeen.Begin(files(), servers, counters, notes.session(), now);
    }

    private Map<Path, FileTime> files() {
        Map<Path, FileTime> files = new HashMap<>();
        for (LessonCheck check : step().checks()) {
            if (check instanceof LessonCheck.Written written) {
                written.time().ifPresent(time -> files.put(written.file(), time));
            }
        }
        return files;
    }

    private static void count(SessionView view, Map<String, String> servers, Map<String, Long> counters) {
        String session = StepSeen.base(view.id());
        StepSeen.counter(view, servers.getOrDefault(session, ""))
                .ifPresent(count -> counters.merge(session, count, Math::max));
    }

    /**
     * Predicts; the task begins, or if there is none the step is done.
     *
     * @param letter A, B, …; case does not count
     * @throws RefusedException if no question is open, or it has no such answer
     */
    public synchronized void answer(String letter) throws RefusedException {
        if (phase != Phase.QUESTION) {
            throw new RefusedException(tr("No question is open; lesson shows where you are."));
        }
        List<String> options = step().question().orElseThrow().options();
        int index = letter.length() == 1 ? "ABCDEF".indexOf(letter.toUpperCase(Locale.ROOT)) : -1;
        if (index < 0 || index >= options.size()) {
            throw new RefusedException(tr(
                    "%s is no answer of this question; use a letter from A to %s.",
                    letter, letter(options.size() - 1)));
        }
        answer = index;
        asked++;
        predicted += index == step().question().orElseThrow().right() ? 1 : 0;
        note = () -> "";
        if (step().task().isEmpty()) {
            over(State.DONE);
        } else {
            beginTask();
        }
    }

    /**
     * Goes on: checks the task, and leaves what happened for the next step.
     *
     * @throws RefusedException if a question is open, or the lesson is over
     */
    public synchronized void next() throws RefusedException {
        switch (phase) {
            case QUESTION -> throw new RefusedException(tr(PREDICT));
            case TASK -> check();
            case AFTER -> {
                note = () -> "";
                if (at + 1 < lesson.steps().size()) {
                    enter(at + 1);
                } else {
                    phase = Phase.OVER;
                }
            }
            case OVER -> throw new RefusedException(tr("The lesson is over; lesson lists the others."));
        }
    }

    /**
     * Looks whether the task was done.
     *
     * @return whether it was
     * @throws RefusedException if no task is open
     */
    public synchronized boolean check() throws RefusedException {
        if (phase == Phase.QUESTION) {
            throw new RefusedException(tr(PREDICT));
        }
        if (phase != Phase.TASK) {
            throw new RefusedException(tr("No task is open; lesson shows where you are."));
        }
        boolean done = conditions().stream().allMatch(Condition::done);
        note = () -> done ? tr("Done.") : tr("Not done yet.");
        if (done) {
            over(State.DONE);
        }
        return done;
    }

    private void over(State state) {
        states[at] = state;
        phase = Phase.AFTER;
        owner = notes.owner();
        notes.nameOwner();
        lastOwner = notes.owner();
    }

    /**
     * Shows the hint.
     *
     * @throws RefusedException if the step has none, or is over
     */
    public synchronized void hint() throws RefusedException {
        if (phase == Phase.AFTER || phase == Phase.OVER || step().hint().isEmpty()) {
            throw new RefusedException(tr("There is no hint here."));
        }
        hinted = true;
    }

    /**
     * Leaves the step out; the end of the lesson tells it.
     *
     * @throws RefusedException if the step is over
     */
    public synchronized void skip() throws RefusedException {
        if (phase == Phase.AFTER || phase == Phase.OVER) {
            throw new RefusedException(tr("This step is over; next goes on."));
        }
        note = () -> tr("Skipped; nothing was checked.");
        over(State.SKIPPED);
    }

    private List<Condition> conditions() {
        StepSeen.Begin since = begin;
        if (since == null) {
            return List.of();
        }
        StepSeen seen = new StepSeen(since, notes.events(), scene.get());
        // All conditions hold for one session: what was done with another one does not count.
        List<Condition> best = List.of();
        for (String session : seen.candidates()) {
            List<Condition> found = conditions(seen.about(session));
            if (best.isEmpty() || done(found) > done(best)) {
                best = found;
            }
        }
        return best;
    }

    private static long done(List<Condition> conditions) {
        return conditions.stream().filter(Condition::done).count();
    }

    private List<Condition> conditions(StepSeen seen) {
        List<Condition> conditions = new ArrayList<>();
        List<LessonCheck> deeds = new ArrayList<>();
        for (LessonCheck check : step().checks()) {
            conditions.add(check.look(check.comesAfterDeeds() ? seen.after(deeds) : seen));
            if (check.isDeed() && !check.comesAfterDeeds()) {
                deeds.add(check);
            }
        }
        return conditions;
    }

    /** What is to be shown. */
    public synchronized LessonView view() {
        if (phase == Phase.OVER) {
            return overView();
        }
        Step step = shown.get().steps().get(at);
        boolean task = phase == Phase.TASK;
        boolean after = phase == Phase.AFTER;
        List<String> options = step.question().map(Question::options).orElse(List.of());
        String named = after ? owner : notes.owner();
        return new LessonView(
                lesson.name(),
                shown.get().title(),
                at + 1,
                marks(),
                phase.name(),
                step.title(),
                fill(step.text(), named),
                step.question().map(asks -> filled.apply(asks.text(), named)).orElse(null),
                fill(options, named),
                answer < 0 ? null : letter(answer),
                after ? step.question().map(asks -> letter(asks.right())).orElse(null) : null,
                task || after ? fill(step.task(), named) : List.of(),
                task
                        ? conditions().stream()
                                .map(one -> new Wanted(one.text(), one.done()))
                                .toList()
                        : List.of(),
                !step.hint().isEmpty(),
                hinted && !after ? fill(step.hint(), named) : List.of(),
                after ? fill(step.happened(), lastOwner) : List.of(),
                after ? fill(step.proofs(), lastOwner) : List.of(),
                note.get());
    }

    private LessonView overView() {
        long done = Arrays.stream(states).filter(state -> state == State.DONE).count();
        long skipped =
                Arrays.stream(states).filter(state -> state == State.SKIPPED).count();
        List<String> text = new ArrayList<>();
        text.add(plural(
                states.length,
                "%d of %d step done, %d skipped.",
                "%d of %d steps done, %d skipped.",
                done,
                states.length,
                skipped));
        if (asked > 0) {
            text.add(plural(
                    asked, "%d of %d prediction was right.", "%d of %d predictions were right.", predicted, asked));
        }
        return new LessonView(
                lesson.name(),
                shown.get().title(),
                states.length,
                marks(),
                phase.name(),
                tr("The lesson is over"),
                text,
                null,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            boolean now = i == at && phase != Phase.OVER && states[i] == State.OPEN;
            marks.add(new Mark(shown.get().steps().get(i).title(), now ? "NOW" : states[i].name()));
        }
        return Collections.unmodifiableList(marks);
    }

    private List<String> fill(List<String> texts, String named) {
        return texts.stream().map(text -> filled.apply(text, named)).toList();
    }

    private static String letter(int index) {
        return String.valueOf("ABCDEF".charAt(index));
    }

    /** Hears no more events. */
    @Override
    public void close() {
        log.unsubscribe(ear);
    }
}
