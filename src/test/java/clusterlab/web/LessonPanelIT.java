package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Browser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The lesson "crash" in the dashboard, and at the API. */
class LessonPanelIT {
    private static String action(String action, String more) {
        return "{\"action\":\"" + action + "\"" + more + "}";
    }

    @Test
    void aLessonIsPlayedInTheDashboard() throws Exception {
        try (TesterAdmin admin = TesterAdmin.boot(TesterAdmin.nodes(3));
                Chromium browser = Chromium.start()) {
            browser.login(admin);
            browser.press("Lessons");
            browser.until(".lesson-list button", button -> button.getText().equals("A crash"));
            assertThat(browser.find(".lesson-list li")).hasSize(12);
            browser.press("A crash");
            browser.until("#lesson-body h3", heading -> heading.getText().equals("A session"));
            browser.press("Check");
            browser.until(".lesson-note", note -> note.getText().equals("Not done yet."));

            Browser user = new Browser();
            String front = admin.lab().uri().toString();
            for (int i = 0; i < 3; i++) {
                user.open(front);
            }
            browser.until(".lesson-task .done", done -> done.getText().contains("answered 3 times"));
            browser.press("Check");
            browser.press("Next");
            browser.until("#lesson-body h3", heading -> heading.getText().equals("The owner dies"));
            browser.screenshot("lesson-question");
            browser.until(".lesson-options button", option -> option.getText().startsWith("A "));
            browser.find(".lesson-options button").get(0).click();
            browser.until(".lesson-task li", wanted -> wanted.getText().contains("kill on the node"));

            admin.lab().control().kill(admin.lab().ownerOf(user.sessionId()));
            user.open(front);
            browser.until(
                    ".lesson-task",
                    task -> task.findElements(By.cssSelector("li.done")).size() == 3);
            browser.screenshot("lesson-task");
            browser.press("Check");
            browser.until(".lesson-options .right", right -> right.getText().startsWith("C "));
            browser.until(".lesson-options .wrong", wrong -> wrong.getText().startsWith("A "));
            browser.press("Next");
            browser.press("Skip");
            browser.until(".lesson-note", note -> note.getText().contains("Skipped"));
            browser.press("Next");
            browser.until("#lesson-body p", text -> text.getText().equals("2 of 3 steps done, 1 skipped."));
            browser.press("All lessons");
            browser.until(".lesson-list li", entry -> entry.isDisplayed());
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
}
