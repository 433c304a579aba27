package clusterlab.lang;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LangTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d}|%(\\d+\\$)?[-,.\\d]*[a-zA-Z]");
    private static final Pattern HANGUL = Pattern.compile("\\p{IsHangul}");

    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    @Test
    void everySentenceInTheCodeHasItsTranslation() throws IOException {
        Set<String> missing = new TreeSet<>(Keys.all());
        missing.removeAll(Lang.KO.sentences().keySet());
        assertThat(missing)
                .as("keys without Korean: add them to lang/ko/AREA.json")
                .isEmpty();
    }

    @Test
    void everyTranslationIsOfASentenceInTheCode() throws IOException {
        Set<String> dead = new TreeSet<>(Lang.KO.sentences().keySet());
        dead.removeAll(Keys.all());
        assertThat(dead).as("Korean of sentences that are no more").isEmpty();
    }

    @Test
    void aSentenceIsTranslatedOnce() {
        Map<String, List<String>> areas = new TreeMap<>();
        Lang.AREAS.forEach(area -> Lang.KO.read(area).keySet().forEach(key -> areas.computeIfAbsent(
                        key, unused -> new ArrayList<>())
                .add(area)));
        areas.values().removeIf(one -> one.size() == 1);
        assertThat(areas).isEmpty();
    }

    @Test
    void aTranslationHasTheSamePlacesAndIsKorean() {
        assertThat(Lang.KO.sentences()).allSatisfy((english, korean) -> {
            assertThat(places(korean)).as(english).isEqualTo(places(english));
            assertThat(HANGUL.matcher(korean).find() || korean.equals(english))
                    .as("%s is %s: neither Korean nor kept", english, korean)
                    .isTrue();
        });
    }

    /** The glossary of README.ko.md: a thing has one Korean word in the texts of the program, the lessons and the README. */
    @Test
    void aThingHasOneKoreanWord() throws IOException {
        List<Path> texts = new ArrayList<>();
        for (String root :
                List.of("src/main/resources/clusterlab/lang/ko", "src/main/resources/clusterlab/lesson/ko")) {
            try (var files = Files.walk(Path.of(root))) {
                files.filter(Files::isRegularFile).forEach(texts::add);
            }
        }
        assertThat(texts).hasSizeGreaterThan(10).allSatisfy(file -> assertThat(Files.readString(file))
                .as("%s: 복사본, 경보, front", file)
                .doesNotContain("복제본", "알람", "프런트"));
    }

    /** Each place with the argument that it shows: a translation may give them in another order. */
    private static Map<String, Long> places(String pattern) {
        List<String> places = new ArrayList<>();
        Matcher place = PLACE.matcher(pattern.replace("%%", "").replace("%n", ""));
        int next = 1;
        while (place.find()) {
            String text = place.group();
            places.add(
                    text.startsWith("{") ? text : text.contains("$") ? text : "%" + next++ + "$" + text.substring(1));
        }
        return new HashMap<>(places.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting())));
    }

    @Test
    void theKeyIsTheEnglishSentence() {
        assertThat(tr("%d of %d", 1, 3)).isEqualTo("1 of 3");
        assertThat(plural(1, "%d node", "%d nodes", 1)).isEqualTo("1 node");
        assertThat(plural(2, "%d node", "%d nodes", 2)).isEqualTo("2 nodes");
        Lang.use(Lang.KO);
        assertThat(tr("not translated")).isEqualTo("not translated");
        assertThat(tr("100% of it")).isEqualTo("100% of it");
    }

    @Test
    void planted() throws IOException {
        Path folder = Files.createTempDirectory("lang");
        try {
            Path java = Files.writeString(
                    folder.resolve("A.java"),
                    """
                    import static clusterlab.lang.Lang.tr;
                    @Command(name = "a", description = {"First.", "Second,", "long."}, footer = "no key")
                    class A { private static final String C = "constant"; String a(int n) { return tr("one " + "two") + tr(n > 1 ? C : "two") + Lang.plural(n, "%d a", "%d b", n)
                        + tr(\"""
                             a block
                             of two\"""); } }
                    """);
            assertThat(Keys.ofJava(List.of(java)))
                    .containsExactlyInAnyOrder("one two", "constant", "two", "%d a", "%d b", "a block\nof two");
            Path words = Files.createDirectories(folder.resolve("cli/console"));
            Path word = Files.copy(java, words.resolve("A.java"));
            assertThat(Keys.ofJava(List.of(word)))
                    .contains("First.", "Second, long.")
                    .doesNotContain("no key");
            Path variable = Files.writeString(
                    folder.resolve("B.java"), "class B { String a(String s) { return Lang.tr(s); } }");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Keys.ofJava(List.of(variable)))
                    .hasMessageContaining("B.java")
                    .hasMessageContaining("constant");
        } finally {
            for (String name : List.of("cli/console/A.java", "cli/console", "cli", "A.java", "B.java")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
        assertThat(Keys.ofScript("text(a, t`${x.y} of ${b ? `c` : d} nodes`); t`It\\`s`"))
                .containsExactlyInAnyOrder("{0} of {1} nodes", "It`s");
        assertThat(Keys.ofPage("<title>cluster-lab</title><p title='A title'>Text <b>bold</b> 12</p>"))
                .containsExactlyInAnyOrder("A title", "Text", "bold");
    }
}
