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

    @Test
    void onlyTheColoursThatTheLabWritesStay() {
        assertThat(Printable.coloured(
                        "\033[1;31mred\033[0m \033[2mfaint\033[0m a\u202eb\033[2J\033]0;title\007\r\nnext\rline\n"))
                .isEqualTo("\033[1;31mred\033[0m \033[2mfaint\033[0m a?b?[2J?]0;title?\r\nnext?line\n");
        assertThat(Printable.coloured("세션 한글 日本 ünï 🙂 –…")).isEqualTo("세션 한글 日本 ünï 🙂 –…");
    }
}
