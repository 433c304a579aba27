package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cli.console.LocalActions;
import clusterlab.cli.console.Palette;
import clusterlab.cli.console.PromptWords;
import clusterlab.cli.console.WordRun;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.Lesson.Step;
import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonApp;
import clusterlab.lesson.LessonView;
import clusterlab.lesson.Lessons;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the lessons in real labs, as {@link LessonPlays} says: a step does not pass before it was done, nor after something else was done
 * in its place, and passes when it was done. Without {@code -Dclusterlab.lessons=all} only the quick ones are played.
 */
class LessonsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final List<String> QUICK = List.of("crash", "sticky", "in-place", "take-home");

    @TempDir
    Path folder;

    static Stream<String> played() {
        String wanted = System.getProperty("clusterlab.lessons", "");
        return wanted.equals("all")
                ? Lessons.all(Lang.EN).stream().map(Lesson::name)
                : (wanted.isEmpty() ? QUICK : List.of(wanted.split(","))).stream();
    }

    @Test
    void eachLessonHasAPlay() throws Exception {
        Map<String, List<LessonPlays.Play>> plays = LessonPlays.all();
        for (Lesson lesson : Lessons.all(Lang.EN)) {
            assertThat(plays.getOrDefault(lesson.name(), List.of()))
                    .as(lesson.name())
                    .extracting(LessonPlays.Play::step)
                    .containsExactlyElementsOf(lesson.steps().stream()
                            .filter(step -> !step.task().isEmpty())
                            .map(Step::id)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("played")
    void noStepPassesUndoneAndEachPassesDone(String name) throws Exception {
        Lesson lesson = Lessons.find(Lang.EN, name).orElseThrow();
        Map<String, LessonPlays.Play> plays = new HashMap<>();
        LessonPlays.all().get(name).forEach(play -> plays.put(play.step(), play));
        try (RunningLab running = RunningLab.boot(spec(lesson))) {
            running.lab().cluster().watchAttributes(AttributeWatch.Pace.SPARING);
            Player player = new Player(running);
            running.lab().control().lessons().begin(lesson, folder);
            for (Step step : lesson.steps()) {
                String where = name + " " + step.id();
                LessonView view = player.look();
                assertThat(view.heading()).as(where).isEqualTo(step.title());
                if (step.question().isPresent()) {
                    assertThat(view.phase()).as(where).isEqualTo("QUESTION");
                    view = player.act(LessonAction.ANSWER, "A");
                }
                if (!step.task().isEmpty()) {
                    LessonPlays.Play play = plays.get(step.id());
                    assertThat(player.passes())
                            .as(where + " before it was done")
                            .isFalse();
                    player.play(play.wrong());
                    assertThat(player.passes())
                            .as(where + " after something else was done")
                            .isFalse();
                    player.play(play.right());
                    eventually(where + " passes: " + player.look().conditions())
                            .atMost(PATIENCE)
                            .until(player::passes);
                }
                view = player.look();
                assertThat(view.phase()).as(where).isEqualTo("AFTER");
                step.question().ifPresent(asked -> assertThat(player.look().right())
                        .isEqualTo(String.valueOf((char) ('A' + asked.right()))));
                player.act(LessonAction.NEXT, "");
            }
            assertThat(player.look().phase()).isEqualTo("OVER");
            assertThat(player.look().text().get(0))
                    .isEqualTo(lesson.steps().size() + " of " + lesson.steps().size() + " steps done, 0 skipped.");
        }
    }

    private ClusterSpec.Builder spec(Lesson lesson) throws Exception {
        Iterator<String> words = lesson.options().iterator();
        Map<String, String> options = new LinkedHashMap<>();
        while (words.hasNext()) {
            String option = words.next();
            options.put(option, option.equals("--process") ? "" : words.next());
        }
        ClusterSpec.Builder spec = ClusterSpec.builder(
                        "tutorial".equals(options.remove("--preset")) ? Preset.TUTORIAL : Preset.LAB)
                .anyPorts();
        Optional.ofNullable(options.remove("--nodes")).map(Integer::valueOf).ifPresent(spec::nodes);
        if (options.remove("--process") != null) {
            spec.hostKind(HostSpec.Kind.PROCESS);
        }
        if ("backup".equals(options.remove("--manager"))) {
            spec.manager(ManagerSpec.Kind.BACKUP);
        }
        options.remove("--send-options", "sync");
        assertThat(options).as("options that this test does not know").isEmpty();
        if (lesson.app().isPresent()) {
            spec.webapp(LessonApp.write(lesson.app().get(), folder));
        }
        return spec;
    }

    /** One user at a browser and at the prompt. */
    private final class Player {
        private final RunningLab running;
        private final LocalActions actions;
        private Browser browser = new Browser();
        private String owner = "";
        private String last = "";

        private Player(RunningLab running) {
            this.running = running;
            this.actions = new LocalActions(running.lab().control(), Optional.empty());
        }

        LessonView look() {
            return actions.lesson();
        }

        LessonView act(LessonAction action, String what) throws Exception {
            return actions.lesson(action, what);
        }

        /** Whether all conditions hold; then the step is over. */
        boolean passes() throws Exception {
            return look().phase().equals("AFTER")
                    || act(LessonAction.CHECK, "").phase().equals("AFTER");
        }

        void play(List<String> lines) throws Exception {

            for (String line : lines) {
                play(line);
            }
        }

        private void play(String line) throws Exception {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "reload" -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        open(running.lab().uri().toString());
                    }
                }
                case "open" -> open(running.url(index(words[1])));
                case "page" -> open(running.lab().uri() + words[1], 200, 404);
                case "new" -> browser = new Browser();
                case "await-p99" ->
                    eventually("p99")
                            .atMost(PATIENCE)
                            .until(() -> running.lab().control().load().p99Millis() >= Integer.parseInt(words[1]));
                case "await-load" ->
                    eventually("load")
                            .atMost(PATIENCE)
                            .until(() -> running.lab().control().load().requests() >= Integer.parseInt(words[1]));
                case "await-alike" ->
                    eventually("copies are alike").atMost(PATIENCE).until(this::isAlike);
                // Asynchronous replication may drop the first changes of a new session for good.
                case "settle" ->
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(500))
                            .until(() -> {
                                boolean alike = !owner.isEmpty() && isAlike();
                                if (!alike) {
                                    open(running.lab().uri().toString());
                                }
                                return alike;
                            });
                case "write" -> {
                    Path file = folder.resolve(words[1]);
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, "exported");
                }
                default -> WordRun.of(PromptWords.read(filled(line)), actions, new Palette(false));
            }
        }

        private boolean isAlike() {
            return running.lab()
                    .cluster()
                    .sessions()
                    .find(browser.sessionId())
                    .filter(session -> !session.differs())
                    .isPresent();
        }

        private int index(String node) {
            return running.nodes().stream().map(one -> one.name()).toList().indexOf(filled(node));
        }

        private void open(String url) throws Exception {
            open(url, 200);
        }

        private void open(String url, Integer... expected) throws Exception {
            Browser.Page page = browser.open(url);
            assertThat(page.status()).as(url).isIn((Object[]) expected);
            String id = browser.sessionId();
            owner = id.substring(id.indexOf('.') + 1);
        }

        private String filled(String line) {
            List<String> names = new ArrayList<>();
            running.lab().cluster().nodes().stream()
                    .filter(node -> node.state() == NodeState.UP)
                    .forEach(node -> names.add(node.spec().name()));
            names.remove(owner);
            if (line.contains("{other}")) {
                last = names.get(0);
            }
            return line.replace("{owner}", owner)
                    .replace("{other}", names.isEmpty() ? "" : names.get(0))
                    .replace("{last}", last)
                    .replace(
                            "{down}",
                            running.lab().cluster().nodes().stream()
                                    .filter(node -> node.state() != NodeState.UP)
                                    .map(node -> node.spec().name())
                                    .findFirst()
                                    .orElse(""));
        }
    }
}
