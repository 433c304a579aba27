package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Eventually;
import clusterlab.LessonPlayer;
import clusterlab.LessonPlays;
import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.Lesson.Step;
import clusterlab.lesson.Lessons;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;

/** Plays lessons in the dashboard as {@link LessonPlays} says: two, or those of {@code -Dclusterlab.lessons}; and the API. */
class LessonPanelIT {
    @TempDir
    Path folder;

    private static String action(String action, String more) {
        return "{\"action\":\"" + action + "\"" + more + "}";
    }

    static List<String> played() {
        return LessonPlays.chosen("crash", "in-place");
    }

    /** With the clicks of a user where the dashboard has a button, and pages in a second window. */
    @ParameterizedTest
    @MethodSource("played")
    void aLessonIsPlayedInTheDashboard(String name) throws Exception {
        Lesson lesson = Lessons.find(Lang.EN, name).orElseThrow();
        try (TesterAdmin admin = TesterAdmin.boot(LessonPlays.spec(lesson, folder));
                Chromium browser = Chromium.start()) {
            browser.login(admin);
            browser.press("Lessons");
            browser.until(
                    ".lesson-list button",
                    // One with an application of its own begins with the command that the list shows.
                    button -> button.getText().equals(lesson.title())
                            && button.isEnabled() == lesson.app().isEmpty());
            assertThat(browser.find(".lesson-list li")).hasSize(12);
            new LessonPlayer(admin.lab(), folder, new Hands(browser)).play(lesson, new Panel(admin, browser));
            browser.press("All lessons");
            browser.until(".lesson-list li", WebElement::isDisplayed);
            browser.assertNoComplaint();
        }
    }

    @Test
    void aStepIsSkipped() throws Exception {
        try (TesterAdmin admin = TesterAdmin.boot(TesterAdmin.nodes(3));
                Chromium browser = Chromium.start()) {
            browser.login(admin);
            browser.press("Lessons");
            browser.press("A crash");
            browser.press("Skip");
            browser.until(".lesson-note", note -> note.getText().contains("Skipped"));
            browser.press("Next");
            browser.press("A An error page.");
            browser.press("Skip");
            browser.until(".lesson-options .right", right -> right.getText().startsWith("C "));
            browser.until(".lesson-options .wrong", wrong -> wrong.getText().startsWith("A "));
            browser.assertNoComplaint();
        }
    }

    @Test
    void theApiRefusesWhatDoesNotFit() throws Exception {
        try (TesterAdmin admin = TesterAdmin.boot(TesterAdmin.nodes(2))) {
            assertThat(TesterAdmin.json(admin.get("/api/lesson"))).containsEntry("lesson", "");
            assertThat(TesterAdmin.list(TesterAdmin.json(admin.get("/api/lessons")), "lessons"))
                    .hasSize(12)
                    .allSatisfy(lesson -> assertThat(lesson).containsEntry("fits", false));
            refused(
                    admin.send("POST", "/api/lesson", action("start", ",\"lesson\":\"crash\"")),
                    409,
                    "This lab does not fit: the lesson needs --nodes 3. End it and start: cluster-lab lesson crash");
            refused(
                    admin.send("POST", "/api/lesson", action("start", ",\"lesson\":\"x\"")),
                    409,
                    "There is no lesson x");
            refused(admin.send("POST", "/api/lesson", action("next", "")), 409, "No lesson runs");
            refused(admin.send("POST", "/api/lesson", action("dance", "")), 400, "action must be one of start, answer");
            refused(admin.send("POST", "/api/lesson", action("next", ",\"answer\":\"A\"")), 400, "Unknown field");
        }
    }

    private static void refused(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(detail);
    }

    /** The lesson's panel. */
    private final class Panel implements LessonPlayer.Desk {
        /** Counts what the panel has sent and had answered: a note of the check before looks like that of this one. */
        private static final String COUNT_POSTS =
                """
                window.posts = 0;
                const fetch = window.fetch;
                window.fetch = async (path, more) => {
                  const response = await fetch(path, more);
                  if (more?.method === 'POST' && path.startsWith('/api/lesson')) {
                    const body = await response.clone().text();
                    setTimeout(() => window.posts++);
                  }
                  return response;
                };
                """;

        private final TesterAdmin admin;
        private final Chromium browser;

        private Panel(TesterAdmin admin, Chromium browser) {
            this.admin = admin;
            this.browser = browser;
        }

        @Override
        public void begin(Lesson lesson) throws Exception {
            browser.driver().executeScript(COUNT_POSTS);
            // At the dashboard the lab's own folder holds what a lesson writes; here it is the test's.
            admin.lab().control().lessons().begin(lesson, folder);
        }

        @Override
        public void reads(Step step) throws Exception {
            browser.until("#lesson-body h3", heading -> heading.getText().equals(step.title()));
            browser.until(step.question().isPresent() ? ".lesson-question" : ".lesson-task", WebElement::isDisplayed);
        }

        @Override
        public void answer(String letter) throws Exception {
            browser.until(".lesson-options button", option -> {
                boolean wanted = option.getText().startsWith(letter + " ");
                if (wanted) {
                    option.click();
                }
                return wanted;
            });
            browser.until("#lesson-body", body -> body.findElements(By.cssSelector(".lesson-options button:enabled"))
                    .isEmpty());
        }

        @Override
        public boolean passes() throws Exception {
            if (browser.find(".lesson-task").isEmpty()) {
                return true;
            }
            Object before = posts();
            browser.press("Check");
            Eventually.eventually("the check is answered")
                    .atMost(TesterAdmin.PATIENCE)
                    .until(() -> !posts().equals(before));
            return browser.find(".lesson-task").isEmpty();
        }

        private Object posts() {
            return browser.driver().executeScript("return window.posts");
        }

        @Override
        public void learns(Optional<String> right) throws Exception {
            if (right.isPresent()) {
                browser.until(
                        ".lesson-options .right", option -> option.getText().startsWith(right.get() + " "));
            } else {
                assertThat(browser.find(".lesson-options")).isEmpty();
            }
        }

        @Override
        public void next() throws Exception {
            browser.press("Next");
        }

        @Override
        public void ends(String sentence) throws Exception {
            browser.until("#lesson-body p", text -> text.getText().equals(sentence));
        }
    }

    /** Presses the dashboard's buttons, and opens pages in a second window. */
    private static final class Hands implements LessonPlayer.Pages {
        private static final Map<String, String> BUTTONS = Map.of(
                "kill", "Kill", "stop", "Stop", "freeze", "Freeze", "thaw", "Thaw", "start", "Start", "restart",
                "Restart", "isolate", "Isolate");

        private final Chromium browser;
        private final String dashboard;
        private final String pages;
        private String session = "";

        private Hands(Chromium browser) {
            this.browser = browser;
            dashboard = browser.driver().getWindowHandle();
            pages = browser.driver().switchTo().newWindow(WindowType.TAB).getWindowHandle();
            browser.driver().switchTo().window(dashboard);
        }

        @Override
        public void open(String url, List<Integer> statuses) {
            browser.driver().switchTo().window(pages);
            try {
                browser.driver().get(url);
                Object status = browser.driver()
                        .executeScript("return performance.getEntriesByType('navigation')[0].responseStatus");
                assertThat(((Number) status).intValue()).as(url).isIn(statuses);
                session = browser.driver().manage().getCookieNamed("JSESSIONID").getValue();
            } finally {
                browser.driver().switchTo().window(dashboard);
            }
        }

        @Override
        public void forget() {
            browser.driver().manage().deleteCookieNamed("JSESSIONID");
            session = "";
        }

        @Override
        public String sessionId() {
            return session;
        }

        @Override
        public boolean press(String... words) throws Exception {
            String node = words.length == 2 ? words[1] : "";
            switch (words[0]) {
                case "heal" -> browser.press("Heal all");
                case "sticky" -> sticky(node.equals("on"));
                case "load" -> load(words);
                case "kill", "stop", "freeze", "thaw", "start", "restart", "isolate" -> {
                    browser.until("#node-chips button", chip -> {
                        boolean wanted = chip.getAccessibleName().startsWith(node + ",");
                        if (wanted) {
                            chip.click();
                        }
                        return wanted;
                    });
                    String button = BUTTONS.get(words[0]);
                    String label = words[0].equals("isolate") ? button : button + " " + node;
                    browser.until(
                            "#controls button, button",
                            one -> one.isDisplayed() && one.isEnabled() && label.equals(one.getAccessibleName()));
                    browser.press(label);
                }
                default -> {
                    return false;
                }
            }
            browser.until("#status", status -> !"busy".equals(status.getAttribute("class")));
            return true;
        }

        private void sticky(boolean on) throws Exception {
            WebElement button = browser.one("#sticky");
            if (!String.valueOf(on).equals(button.getAttribute("aria-pressed"))) {
                browser.press("Sticky sessions");
                browser.until("#sticky", one -> String.valueOf(on).equals(one.getAttribute("aria-pressed")));
            }
        }

        private void load(String... words) throws Exception {
            if (words[1].equals("off")) {
                browser.press("Stop load");
                return;
            }
            browser.one("#load-clients").clear();
            browser.one("#load-clients").sendKeys(words[1]);
            browser.one("#load-rate").clear();
            browser.one("#load-rate").sendKeys(words[2].replace("/s", ""));
            browser.one("#load-start").click();
        }
    }
}
