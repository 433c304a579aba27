package clusterlab.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadClientTest {
    @Test
    void theCounterIsReadFromThePage() {
        assertThat(LoadClient.counter("<p class=\"counter\" data-n=\"12\">Session Counter = 12</p>"))
                .isEqualTo(12);
    }

    @Test
    void anotherPageHasNoCounter() {
        assertThat(LoadClient.counter("")).isEqualTo(-1);
        assertThat(LoadClient.counter("<h1>Shop</h1>")).isEqualTo(-1);
        assertThat(LoadClient.counter("Session Counter = ")).isEqualTo(-1);
        assertThat(LoadClient.counter("Session Counter = many")).isEqualTo(-1);
    }

    @Test
    void aCounterWithoutEndIsCutOff() {
        assertThat(LoadClient.counter("Session Counter = " + "9".repeat(40))).isEqualTo(999_999_999_999_999_999L);
    }
}
