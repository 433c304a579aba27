package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardFilesTest {
    @Test
    void pagesHaveNothingInlineAndNothingFromElsewhere() {
        List<String> found = new ArrayList<>();
        for (String file : List.of("/web/index.html", "/web/locked.html")) {
            String html = new String(DashboardFiles.read(file), StandardCharsets.UTF_8);
            assertThat(html)
                    .doesNotContain("style=\"")
                    .doesNotContainPattern("<script(?![^>]*src=)")
                    .doesNotContainPattern(" on[a-z]+=\"");
            found.add(html);
        }
        for (String script : List.of(
                "app.js",
                "alarms.js",
                "api.js",
                "dom.js",
                "lang.js",
                "layout.js",
                "links.js",
                "presenter.js",
                "verdict.js",
                "card.js",
                "faults.js",
                "colours.js",
                "drawing.js",
                "controls.js",
                "lessons.js",
                "matrix.js",
                "timeline.js")) {
            String text = new String(DashboardFiles.read("/web/" + script), StandardCharsets.UTF_8);
            assertThat(text).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
            found.add(text.replace("http://www.w3.org/2000/svg", ""));
        }
        found.add(new String(DashboardFiles.read("/web/style.css"), StandardCharsets.UTF_8));
        assertThat(found).noneMatch(text -> text.contains("http://") || text.contains("https://"));
    }
}
