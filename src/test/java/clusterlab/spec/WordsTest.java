package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void everyWordIsReadAsWhatItIsWrittenFor() {
        for (Words<?> words : List.of(
                Words.PRESET,
                Words.MANAGER,
                Words.SEND_OPTIONS,
                Words.MEMBERSHIP,
                Words.LIFECYCLE,
                Words.FRONT,
                Words.CONNECTOR,
                Words.STICKY,
                Words.STICKINESS)) {
            assertThat(words.all()).isNotEmpty().allSatisfy(word -> assertThat(roundTrip(words, word))
                    .isEqualTo(word));
        }
    }

    private static <T> String roundTrip(Words<T> words, String word) {
        return words.word(words.value(word.toUpperCase(Locale.ROOT)).orElseThrow());
    }

    @Test
    void everyConstantHasAWord() {
        assertThat(values(Words.PRESET)).isEqualTo(EnumSet.allOf(Preset.class));
        // A manager of the user's own file has no word: nobody can ask for it.
        assertThat(values(Words.MANAGER)).isEqualTo(EnumSet.complementOf(EnumSet.of(ManagerSpec.Kind.OTHER)));
        assertThat(values(Words.MEMBERSHIP)).isEqualTo(EnumSet.allOf(MembershipSpec.Kind.class));
        assertThat(values(Words.LIFECYCLE)).isEqualTo(EnumSet.allOf(NodeLifecycle.class));
        // Nor for the front of a cluster elsewhere: the file of --target names it.
        assertThat(values(Words.FRONT)).isEqualTo(EnumSet.complementOf(EnumSet.of(BalancerSpec.Kind.GIVEN)));
        assertThat(values(Words.CONNECTOR)).isEqualTo(EnumSet.allOf(BalancerSpec.Connector.class));
        assertThat(Preset.STATIC.word()).isEqualTo("static");
        assertThat(Preset.MULTICAST.word()).isEqualTo("multicast");
    }

    private static <T> Set<T> values(Words<T> words) {
        Set<T> values = new HashSet<>();
        words.all().forEach(word -> values.add(words.value(word).orElseThrow()));
        return values;
    }

    @Test
    void sendOptionsAreAWordOrANumber() {
        assertThat(Words.SEND_OPTIONS.value("sync")).contains(6);
        assertThat(Words.SEND_OPTIONS.value("10")).contains(10);
        assertThat(Words.SEND_OPTIONS.word(8)).isEqualTo("async");
        assertThat(Words.SEND_OPTIONS.word(10)).isEqualTo("10");
        for (String wrong : List.of("-1", "65536", "", "fast")) {
            assertThat(Words.SEND_OPTIONS.value(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void adviceListsTheKnownWords() {
        assertThat(Words.MANAGER.advice()).isEqualTo("use delta or backup");
        assertThat(Words.PRESET.advice()).isEqualTo("use lab, tutorial or minimal");
        assertThat(Words.SEND_OPTIONS.advice()).isEqualTo("use sync, async, ack or a number from 0 to 65535");
        assertThat(Words.NODES.advice()).isEqualTo("use a number from 2 to 64");
    }
}
