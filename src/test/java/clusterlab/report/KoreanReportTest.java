package clusterlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.lang.Cells;
import clusterlab.lang.Lang;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports in Korean: the same numbers in the same columns; what machines read stays English. */
class KoreanReportTest {
    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    @Test
    void tablesStandInColumnsAndFit() {
        Lang.use(Lang.KO);
        String text = TextReport.of(TesterReport.matrix(), false);
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Cells.of(line)).as(line).isLessThanOrEqualTo(80));
        List<String> lines = text.lines().toList();
        int head = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("  설정  "))
                .findFirst()
                .orElseThrow());
        assertThat(lines.get(head)).contains("판정", "증가", "세션", "오래됨", "다름", "중단");
        assertThat(Cells.of(lines.get(head + 1))).isEqualTo(Cells.of(lines.get(head)));
    }

    @Test
    void meaningAndChangeAreKorean() {
        Report lossy = TesterReport.failover(true);
        assertThat(lossy.advice()).isNotEmpty();
        Lang.use(Lang.KO);
        assertThat(lossy.advice()).allSatisfy(advice -> {
            assertThat(advice.meaning()).containsPattern("\\p{IsHangul}").doesNotContainPattern("[a-z]+ [a-z]+ [a-z]+");
            assertThat(advice.change()).containsPattern("\\p{IsHangul}").doesNotContainPattern("[a-z]+ [a-z]+ [a-z]+");
        });
    }

    @Test
    void thePageSaysItsLanguageAndHasNoEnglishHeading() {
        Lang.use(Lang.KO);
        Document page = Jsoup.parse(HtmlReport.of(TesterReport.failover(true)));
        assertThat(page.select("html").attr("lang")).isEqualTo("ko");
        assertThat(page.select("section > h2, .fold > summary > h2").eachText())
                .isNotEmpty()
                .allSatisfy(heading -> assertThat(heading).containsPattern("\\p{IsHangul}"));
        assertThat(page.select(".card span, thead th").eachText())
                .allSatisfy(head -> assertThat(head).doesNotContainPattern("[a-z]+ [a-z]+"));
    }

    @Test
    void jsonIsEnglishInEachLanguage() throws Exception {
        Report lossy = TesterReport.failover(true);
        String english = JsonReport.of(lossy);
        Lang.use(Lang.KO);
        assertThat(JsonReport.of(lossy)).isEqualTo(english).doesNotContainPattern("\\p{IsHangul}");
        assertThat(Lang.current()).isEqualTo(Lang.KO);
    }
}
