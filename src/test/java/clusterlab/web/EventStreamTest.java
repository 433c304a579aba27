package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventStreamTest {
    @Test
    void readerWithoutAPlaceBeginsNow() {
        assertThat(EventStream.place(null, 42)).isEqualTo(42);
        assertThat(EventStream.place("", 42)).isEqualTo(42);
        assertThat(EventStream.place("nonsense", 42)).isEqualTo(42);
    }

    @Test
    void readerGoesOnWhereItWas() {
        assertThat(EventStream.place("7", 42)).isEqualTo(7);
    }

    @Test
    void numberOfAnotherRunMeansFromTheBeginning() {
        assertThat(EventStream.place("43", 42)).isZero();
        assertThat(EventStream.place("-1", 42)).isZero();
    }
}
