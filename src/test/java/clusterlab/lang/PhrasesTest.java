package clusterlab.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    private static final Pattern PLACE = Pattern.compile("%(\\d+\\$)?[-,.\\d]*([a-zA-Z])");

    private static final Phrases PHRASES = new Phrases(sentences());

    private static Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        sentences.put("Of %s %s were lost.", "%s 중 %s개를 잃었습니다.");
        sentences.put("Of %s none was lost.", "%s 중 잃은 것이 없습니다.");
        sentences.put("%s sessions", "세션 %s개");
        sentences.put("no read was answered", "응답을 받은 읽기가 없습니다");
        sentences.put("No verdict, because %s", "판정이 없습니다. %s");
        sentences.put("%s left %s", "%2$s에서 %1$s이(가) 떠남");
        sentences.put("%d of %,d nodes", "node %2$,d개 중 %1$d개");
        sentences.put("%s had 5 %% of %s", "%s에 %s의 5 %%가 있음");
        sentences.put("no agent", "agent 없음");
        sentences.put("nodes", "node 수");
        return sentences;
    }

    @Test
    void aFilledSentenceAndWhatStandsInItAreTranslated() {
        assertThat(PHRASES.say("Of 1,200 sessions 7 were lost.")).isEqualTo("세션 1,200개 중 7개를 잃었습니다.");
        assertThat(PHRASES.say("Of 9 sessions none was lost.")).isEqualTo("세션 9개 중 잃은 것이 없습니다.");
        assertThat(PHRASES.say("3 of 1,000 nodes")).isEqualTo("node 1,000개 중 3개");
        assertThat(PHRASES.say("node1 had 5 % of x")).isEqualTo("node1에 x의 5 %가 있음");
    }

    @Test
    void aPlaceThatMayHaveAnythingStopsWhereTheTextGoesOn() {
        assertThat(PHRASES.say("node1 left node2")).isEqualTo("node2에서 node1이(가) 떠남");
    }

    @Test
    void lettersAreNoNumber() {
        assertThat(PHRASES.say("some of many nodes")).isEqualTo("some of many nodes");
    }

    @Test
    void aSentenceMayBeginWithACapitalAndEndWithAStop() {
        assertThat(PHRASES.say("No read was answered.")).isEqualTo("응답을 받은 읽기가 없습니다.");
        assertThat(PHRASES.say("node1 left node2.")).isEqualTo("node2에서 node1이(가) 떠남.");
        assertThat(PHRASES.say("No verdict, because no read was answered.")).isEqualTo("판정이 없습니다. 응답을 받은 읽기가 없습니다.");
    }

    @Test
    void severalSentencesLinesAndClausesAreTranslatedEachForItself() {
        assertThat(PHRASES.say("Of 9 sessions none was lost. No read was answered. Thus."))
                .isEqualTo("세션 9개 중 잃은 것이 없습니다. 응답을 받은 읽기가 없습니다. Thus.");
        assertThat(PHRASES.say("Unknown. No read was answered.")).isEqualTo("Unknown. 응답을 받은 읽기가 없습니다.");
        assertThat(PHRASES.say("no agent; node1 left node2")).isEqualTo("agent 없음; node2에서 node1이(가) 떠남");
        assertThat(PHRASES.say("cluster-lab: --target x.json: no agent"))
                .isEqualTo("cluster-lab: --target x.json: agent 없음");
        assertThat(PHRASES.say("first\n  no agent\n")).isEqualTo("first\n  agent 없음\n");
    }

    @Test
    void aSingleWordInsideOfASentenceIsAName() {
        assertThat(PHRASES.say("nodes")).isEqualTo("node 수");
        assertThat(PHRASES.say("nodes left nodes")).isEqualTo("nodes에서 nodes이(가) 떠남");
    }

    @Test
    void whatEndsWithANounIsNoCountOfIt() {
        assertThat(PHRASES.say("It asks all of the sessions")).isEqualTo("It asks all of the sessions");
        assertThat(PHRASES.say("7 sessions")).isEqualTo("세션 7개");
    }

    @Test
    void whatIsUnknownStays() {
        for (String text : new String[] {"", " ", ".", "node1", "a. b. c: d; e, f", "Of", "Köln: 100 %", "세션"}) {
            assertThat(PHRASES.say(text)).isEqualTo(text);
        }
    }

    /** Each sentence that is stored is found again, and none is taken for another one. */
    @Test
    void everySentenceOfTheProjectIsFoundWhenItsPlacesAreFilled() {
        Phrases korean = new Phrases(Lang.KO.sentences());
        Map<String, String> wrong = new TreeMap<>();
        for (String area : Lang.STORED) {
            Lang.KO.read(area).forEach((english, translated) -> {
                boolean places = PLACE.matcher(english.replace("%%", "")).find();
                Object[] values = values(english);
                String text = places ? String.format(Locale.ROOT, english, values) : english;
                String expected = places ? String.format(Locale.ROOT, translated, values) : translated;
                String said = korean.say(text);
                if (!said.equals(expected)) {
                    wrong.put(english, said);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static Object[] values(String english) {
        Matcher place = PLACE.matcher(english.replace("%%", "").replace("%n", ""));
        return place.results()
                .map(found -> switch (found.group(2)) {
                    case "d" -> (Object) 7;
                    case "f" -> 2.5;
                    default -> "Q" + found.start();
                })
                .toArray();
    }
}
