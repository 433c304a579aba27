package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cli.console.LocalActions;
import clusterlab.cli.console.Palette;
import clusterlab.cli.console.PromptWords;
import clusterlab.cli.console.WordRun;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.Lesson.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Plays a lesson in a real lab as {@link LessonPlays} says: one user at a browser and at the prompt. */
public final class LessonPlayer {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int ATTEMPTS = 3;

    /** Where the user reads the lesson and presses its buttons. */
    public interface Desk {
        /** Begins. */
        void begin(Lesson lesson) throws Exception;

        /** Waits until this step is shown, with its question if it has one. */
        void reads(Step step) throws Exception;

        /** Predicts. */
        void answer(String letter) throws Exception;

        /** Whether the lab says that the step was done; then the step is over. */
        boolean passes() throws Exception;

        /** The step is over, and this letter is shown as the right answer. */
        void learns(Optional<String> right) throws Exception;

        /** Goes on. */
        void next() throws Exception;

        /** The lesson is over, and says this. */
        void ends(String sentence) throws Exception;
    }

    /** Where the user opens pages. */
    public interface Pages {
        /**
         * Opens an address.
         *
         * @param statuses that the answer may have; with another one it fails
         */
        void open(String url, List<Integer> statuses) throws Exception;

        /** Forgets the cookie. */
        void forget();

        /** Of the last page's session; empty before there is one. */
        String sessionId();

        /**
         * Does something at a dashboard.
         *
         * @param words as typed at the prompt
         * @return whether it has a button for it; false for the prompt
         */
        boolean press(String... words) throws Exception;
    }

    private final Lab lab;
    private final Path folder;
    private final Pages pages;
    private final LocalActions actions;
    private String owner = "";
    private String last = "";

    /**
     * A user of this lab.
     *
     * @param folder where the lesson writes its files
     */
    public LessonPlayer(Lab lab, Path folder, Pages pages) {
        this.lab = lab;
        this.folder = folder;
        this.pages = pages;
        this.actions = new LocalActions(lab.control(), Optional.empty());
    }

    /** Pages of a client without a window, everything else at the prompt. */
    static Pages client() {
        return new Client();
    }

    /** Plays all steps; fails if one passes before it was done, or after something else was done in its place. */
    public void play(Lesson lesson, Desk desk) throws Exception {
        Map<String, LessonPlays.Play> plays = LessonPlays.of(lesson.name());
        lab.cluster().watchAttributes(AttributeWatch.Pace.SPARING);
        desk.begin(lesson);
        for (Step step : lesson.steps()) {
            String where = lesson.name() + " " + step.id();
            desk.reads(step);
            if (step.question().isPresent()) {
                desk.answer("A");
            }
            if (!step.task().isEmpty()) {
                LessonPlays.Play play = plays.get(step.id());
                assertThat(desk.passes()).as(where + " before it was done").isFalse();
                play(play.wrong());
                assertThat(desk.passes())
                        .as(where + " after something else was done")
                        .isFalse();
                playUntilItPasses(where, play.right(), desk);
            }
            desk.learns(step.question().map(asked -> String.valueOf((char) ('A' + asked.right()))));
            desk.next();
        }
        desk.ends(lesson.steps().size() + " of " + lesson.steps().size() + " steps done, 0 skipped.");
    }

    /** Setting 2 may lose a change for good; the hints then say to begin again. */
    private void playUntilItPasses(String where, List<String> right, Desk desk) throws Exception {
        for (int again = 1; again < ATTEMPTS; again++) {
            play(right);
            try {
                Awaitility.await().atMost(PATIENCE.dividedBy(ATTEMPTS)).until(desk::passes);
                return;
            } catch (ConditionTimeoutException lost) {
                // Once more.
            }
        }
        play(right);
        eventually(where + " passes: " + actions.lesson().conditions())
                .atMost(PATIENCE)
                .until(desk::passes);
    }

    private void play(List<String> lines) throws Exception {
        for (String line : lines) {
            play(line);
        }
    }

    private void play(String line) throws Exception {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "reload" -> {
                for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                    open(lab.uri().toString());
                }
            }
            case "open" ->
                open("http://127.0.0.1:" + port(filled(words[1]))
                        + lab.topology().startPath());
            case "page" -> open(lab.uri() + words[1], List.of(200, 404));
            case "new" -> pages.forget();
            case "await-p99" ->
                eventually("p99")
                        .atMost(PATIENCE)
                        .until(() -> lab.control().load().p99Millis() >= Integer.parseInt(words[1]));
            case "await-load" ->
                eventually("load")
                        .atMost(PATIENCE)
                        .until(() -> lab.control().load().requests() >= Integer.parseInt(words[1]));
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
                                open(lab.uri().toString());
                            }
                            return alike;
                        });
            case "write" -> {
                Path file = folder.resolve(words[1]);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "exported");
            }
            default -> {
                String typed = filled(line);
                if (!pages.press(typed.split(" ", -1))) {
                    WordRun.of(PromptWords.read(typed), actions, new Palette(false));
                }
            }
        }
    }

    private int port(String node) {
        return lab.topology().nodes().stream()
                .filter(one -> one.name().equals(node))
                .findFirst()
                .orElseThrow()
                .httpPort();
    }

    private boolean isAlike() {
        return lab.cluster()
                .sessions()
                .find(pages.sessionId())
                .filter(session -> !session.differs())
                .isPresent();
    }

    private void open(String url) throws Exception {
        open(url, List.of(200));
    }

    private void open(String url, List<Integer> statuses) throws Exception {
        pages.open(url, statuses);
        String id = pages.sessionId();
        owner = id.substring(id.indexOf('.') + 1);
    }

    private String filled(String line) {
        List<String> names = new ArrayList<>();
        lab.cluster().nodes().stream()
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
                        lab.cluster().nodes().stream()
                                .filter(node -> node.state() != NodeState.UP)
                                .map(node -> node.spec().name())
                                .findFirst()
                                .orElse(""));
    }

    private static final class Client implements Pages {
        private Browser browser = new Browser();

        @Override
        public void open(String url, List<Integer> statuses) throws Exception {
            assertThat(browser.open(url).status()).as(url).isIn(statuses);
        }

        @Override
        public void forget() {
            browser = new Browser();
        }

        @Override
        public String sessionId() {
            return browser.sessionId();
        }

        @Override
        public boolean press(String... words) {
            return false;
        }
    }
}
