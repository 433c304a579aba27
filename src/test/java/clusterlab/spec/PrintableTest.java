package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void nothingOfALineMovesTheCursorOrTurnsLetters() {
        assertThat(Printable.line("a\r\nb\tc\u001b[2J\u009b31m\u007f\u202ed\u2066\u2028e\u200b\ud800"))
                .isEqualTo("a  b c?[2J?31m??d??e??");
    }

    @Test
    void aTextKeepsItsLines() {
        assertThat(Printable.text("a\n\tb\r\u001b]0;title\u0007\n")).isEqualTo("a\n\tb??]0;title?\n");
    }

    @Test
    void lettersOfAllLanguagesStay() {
        String text = "ä ✗ … → 日本 😀 עברית";
        assertThat(Printable.line(text)).isEqualTo(text);
        assertThat(Printable.line("plain")).isEqualTo("plain");
    }
}
