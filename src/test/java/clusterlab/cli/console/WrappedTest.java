package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {
    @Test
    void linesThatFitStay() {
        String text = "  one  two\n\n" + "x".repeat(80) + "\nlast";
        assertThat(Wrapped.of(text)).isEqualTo(text);
        assertThat(Wrapped.of("")).isEmpty();
    }

    @Test
    void aLongLineIsBrokenAtBlanksAndIndented() {
        String line = "  Note: " + "word ".repeat(40).strip();
        assertThat(Wrapped.of(line + "\nnext\n").lines())
                .hasSize(4)
                .allMatch(one -> one.length() <= 80)
                .anyMatch(one -> one.startsWith("    word"))
                .last()
                .isEqualTo("next");
        assertThat(Wrapped.of(line).replaceAll("\\s+", " ").strip()).isEqualTo(line.strip());
    }

    /** The blank may be the first column that is too much. */
    @Test
    void aLineThatIsFullToItsEndIsBrokenThere() {
        for (int length = 60; length <= 90; length++) {
            String first = "a ".repeat(10) + "x".repeat(length - 20);
            assertThat(Wrapped.of(first + " " + "y".repeat(81)).replaceAll("\\s+", " "))
                    .isEqualTo(first + " " + "y".repeat(81));
            assertThat(Wrapped.of(first + " more").lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void aWordThatFitsNowhereIsNotBroken() {
        String path = "/a".repeat(60);
        assertThat(Wrapped.of("see " + path + " for more").lines()).containsExactly("see " + path, "  for more");
        assertThat(Wrapped.of(path)).isEqualTo(path);
    }

    @Test
    void linesWithColoursStay() {
        String line = "\033[1m" + "word ".repeat(40) + "\033[0m";
        assertThat(Wrapped.of(line)).isEqualTo(line);
    }

    @Test
    void aCommandStaysInOneLineToBePasted() {
        String line = "  java -jar target/cluster-lab.jar experiment first-request --preset tutorial --send-options 6";
        assertThat(Wrapped.of(line + "\n", "java -jar target/cluster-lab.jar")).isEqualTo(line + "\n");
        assertThat(Wrapped.of(line + "\n").lines()).hasSize(2);
    }
}
