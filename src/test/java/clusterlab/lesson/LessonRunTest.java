package clusterlab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.load.LoadView;
import clusterlab.spec.NodeSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run takes for done, in a lab of two nodes that the test plays. */
class LessonRunTest {
    private static final List<String> COUNTER = List.of("session_counter");
    private static final List<String> NOTHING = List.of();

    private final EventLog log = new EventLog(100, Clock.systemUTC());
    /** The counter of each session on its nodes; session ids without the route. */
    private final Map<String, Map<String, Integer>> counters = new LinkedHashMap<>();

    private final List<LessonRun> runs = new ArrayList<>();

    @AfterEach
    void close() {
        runs.forEach(LessonRun::close);
    }

    private LessonRun run(String... fields) throws Exception {
        String text = "title: T\nabout: A\n\n## one\ntitle: One\nhappened: Ended on {owner}.\n"
                + Stream.of(fields).collect(Collectors.joining("\n")) + "\n";
        Lesson lesson = LessonFile.read("test", text);
        LessonNotes notes = new LessonNotes();
        LessonRun run = new LessonRun(
                lesson,
                () -> lesson,
                log,
                notes,
                this::scene,
                (sentence, owner) -> sentence.replace("{owner}", owner.isEmpty() ? "NODE" : owner));
        runs.add(run);
        return run;
    }

    private LabScene scene() {
        return new LabScene(
                Stream.of("node1", "node2")
                        .map(node -> new NodeView(
                                new NodeSpec(node, 0, 1, 2, 3), NodeState.UP, List.of("other"), 0, 0, Optional.empty()))
                        .toList(),
                List.of(),
                Optional.of(true),
                LoadView.IDLE,
                base -> Optional.ofNullable(counters.get(base)).map(of -> view(base, of)),
                () -> counters.entrySet().stream()
                        .map(one -> view(one.getKey(), one.getValue()))
                        .toList());
    }

    private static SessionView view(String session, Map<String, Integer> of) {
        List<CopyView> copies = of.entrySet().stream()
                .map(copy -> new CopyView(
                        copy.getKey(),
                        CopyRole.REPLICA,
                        List.of(new CopyView.Attribute(
                                "session_counter", "java.lang.Integer", String.valueOf(copy.getValue()), 81)),
                        "00000000",
                        1))
                .toList();
        return new SessionView(session + ".node1", copies, false, 0);
    }

    private void counts(String session, String node, int counter) {
        counters.computeIfAbsent(session, none -> new LinkedHashMap<>()).put(node, counter);
    }

    private void used(String session, String node, int status, List<String> set) {
        log.append(new Event.SessionUsed(node, session + "." + node, status, true, set));
    }

    private void kill(String node) {
        log.append(new Event.FaultBegan("f1", "kill " + node));
        log.append(new Event.NodeChanged(node, "UP", "KILLED", ""));
        log.append(new Event.FaultTookEffect("f1", 1, "it is gone"));
    }

    /** A picture, a page that is missing, and a page without a counter are requests that set nothing. */
    @Test
    void onlyRequestsThatSetTheCounterCount() throws Exception {
        counts("A", "node1", 3);
        LessonRun lost = run("do: kill", "check: moved after=kill", "check: counter is=lost");
        LessonRun kept = run("do: kill", "check: moved after=kill", "check: counter is=kept");
        used("A", "node1", 200, COUNTER);
        used("A", "node1", 404, NOTHING);
        used("A", "node1", 200, NOTHING);
        kill("node1");
        counts("A", "node2", 5);
        used("A", "node2", 404, NOTHING);
        used("A", "node2", 200, COUNTER);

        assertThat(lost.check()).isFalse();
        assertThat(kept.check()).isTrue();
    }

    @Test
    void aCounterThatIsBehindIsLost() throws Exception {
        counts("A", "node1", 3);
        LessonRun lost = run("do: kill", "check: moved after=kill", "check: counter is=lost");
        used("A", "node1", 200, COUNTER);
        used("A", "node1", 200, COUNTER);
        kill("node1");
        counts("A", "node2", 4);
        used("A", "node2", 200, COUNTER);

        assertThat(lost.check()).isTrue();
    }

    /** A session that is older than the lesson, with a counter that nobody has used since. */
    @Test
    void anOldSessionIsNotNew() throws Exception {
        counts("A", "node1", 40);
        LessonRun kept = run("do: reload", "check: served requests=2", "check: counter is=kept");
        used("A", "node1", 200, COUNTER);
        // It has lost 37: of a new session it would be enough.
        counts("A", "node1", 4);
        used("A", "node1", 200, COUNTER);

        assertThat(kept.check()).isFalse();
        counts("A", "node1", 42);
        assertThat(kept.check()).isTrue();
    }

    @Test
    void aNewSessionBeginsAtNothing() throws Exception {
        LessonRun kept = run("do: reload", "check: created sessions=1", "check: counter is=kept");
        log.append(new Event.SessionCreated("node1", "B.node1", 200, true, COUNTER));
        used("B", "node1", 200, COUNTER);
        counts("B", "node1", 1);

        assertThat(kept.check()).isFalse();
        counts("B", "node1", 2);
        assertThat(kept.check()).isTrue();
    }

    @Test
    void onlyPagesAreServed() throws Exception {
        LessonRun served = run("do: reload", "check: served requests=2 most-nodes=1");
        used("A", "node1", 200, COUNTER);
        used("A", "node1", 404, NOTHING);
        used("A", "node1", 303, COUNTER);

        assertThat(served.check()).isFalse();
        used("A", "node1", 200, COUNTER);
        assertThat(served.check()).isTrue();
    }

    @Test
    void whatCameDirectlyDidNotComeThroughTheFront() throws Exception {
        LessonRun served = run("do: reload", "check: served requests=2 front=yes", "check: front requests=2");
        for (int i = 0; i < 3; i++) {
            log.append(new Event.SessionUsed("node1", "A.node1", 200, false, COUNTER));
            log.append(new Event.SessionCreated("node1", "B" + i + ".node1", 200, true, COUNTER));
        }

        assertThat(served.view().conditions())
                .extracting(LessonView.Wanted::done)
                .containsExactly(false, true);
        used("A", "node1", 200, COUNTER);
        used("A", "node1", 200, COUNTER);
        assertThat(served.check()).isTrue();
    }

    /** A basket that was changed in place, or only after the failover. */
    @Test
    void anAttributeHasToBeSetBeforeTheFault() throws Exception {
        List<String> basket = List.of("basket");
        LessonRun mend = run("do: add twice", "check: moved after=kill set=basket times=2");
        used("A", "node1", 303, NOTHING);
        used("A", "node1", 303, NOTHING);
        kill("node1");
        used("A", "node2", 303, basket);
        used("A", "node2", 303, basket);

        assertThat(mend.check()).isFalse();
        assertThat(mend.view().conditions().get(0).text())
                .startsWith("basket was set by 2 requests, and after the kill");
        kill("node2");
        used("A", "node1", 200, NOTHING);
        assertThat(mend.check()).isTrue();
    }

    /** The text names the node that was to be killed until it is up again. */
    @Test
    void aTaskKeepsItsOwnerWhenTheOwnerIsDead() throws Exception {
        LessonRun run = run("do: kill {owner}", "check: fault type=kill on=owner");
        used("A", "node1", 200, COUNTER);
        assertThat(run.view().task()).containsExactly("kill node1");
        kill("node1");
        used("A", "node2", 200, COUNTER);
        assertThat(run.view().task()).containsExactly("kill node1");

        log.append(new Event.NodeChanged("node1", "STARTING", "UP", ""));
        assertThat(run.view().task()).containsExactly("kill node2");
        run.check();
        assertThat(run.view().phase()).isEqualTo("AFTER");
        used("A", "node1", 200, COUNTER);
        assertThat(run.view().task()).containsExactly("kill node2");
        assertThat(run.view().happened()).containsExactly("Ended on node2.");
    }

    /** The first session has lost a request; the second one is right, but was served once only. */
    @Test
    void oneSessionMeetsAllConditions() throws Exception {
        counts("A", "node1", 3);
        LessonRun run = run("do: reload twice", "check: served requests=2", "check: counter is=kept");
        used("A", "node1", 200, COUNTER);
        used("A", "node1", 200, COUNTER);
        counts("A", "node1", 4);
        log.append(new Event.SessionCreated("node1", "B.node1", 200, true, COUNTER));
        counts("B", "node1", 1);

        assertThat(run.check()).isFalse();
        used("B", "node1", 200, COUNTER);
        counts("B", "node1", 2);
        assertThat(run.check()).isTrue();
    }

    @Test
    void anotherSessionThatIsServedLastDisturbsNothing() throws Exception {
        LessonRun run = run("do: kill", "check: fault type=kill on=owner", "check: moved after=kill");
        used("A", "node1", 200, COUNTER);
        kill("node1");
        used("A", "node2", 200, COUNTER);
        log.append(new Event.SessionCreated("node2", "B.node2", 200, true, COUNTER));

        assertThat(run.check()).isTrue();
    }

    @Test
    void aNodeThatCrashedMeanwhileWasDownToo() throws Exception {
        LessonRun run = run("do: restart", "check: restarted nodes=1");
        kill("node2");
        restart("node1");
        log.append(new Event.NodeChanged("node2", "STARTING", "UP", ""));

        assertThat(run.check()).isFalse();
        restart("node1");
        assertThat(run.check()).isTrue();
    }

    private void restart(String node) {
        List<String> states = List.of("UP", "STOPPING", "STOPPED", "STARTING", "UP");
        for (int i = 1; i < states.size(); i++) {
            log.append(new Event.NodeChanged(node, states.get(i - 1), states.get(i), ""));
        }
    }

    private void fault(String id, String description) {
        log.append(new Event.FaultBegan(id, description));
        log.append(new Event.FaultTookEffect(id, 1, "seen"));
    }

    @Test
    void aDelayHasToBeLongEnough() throws Exception {
        LessonRun run = run("do: delay", "check: fault type=delay millis=2000");
        fault("f1", "delay node1 node2 1ms 2000ms");
        assertThat(run.check()).isFalse();
        fault("f2", "delay node1 node2 2000ms");
        assertThat(run.check()).isTrue();
    }

    @Test
    void aCutHasToLeaveTheOwnerAlone() throws Exception {
        LessonRun run = run("do: isolate", "check: fault type=isolate,partition on=owner alone=yes");
        used("A", "node1", 200, COUNTER);
        fault("f1", "partition node1 node2 | other");
        assertThat(run.check()).isFalse();
        fault("f2", "partition node1 | node2");
        assertThat(run.check()).isTrue();
    }

    @Test
    void aFileFromBeforeWasNotWrittenInThisStep(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(1000))));
        LessonRun run = run("do: export", "check: file path=" + file);
        assertThat(run.check()).isFalse();
        Files.writeString(file, "new");
        assertThat(run.check()).isTrue();
    }

    @Test
    void aStepTellsWhetherItHasAHint() throws Exception {
        assertThat(run("do: it", "check: healed").view().hintable()).isFalse();
        assertThat(run("do: it", "check: healed", "hint: Look.").view().hintable())
                .isTrue();
    }
}
