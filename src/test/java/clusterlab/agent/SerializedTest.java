package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short strings have a way of their own; it has to end at the same bytes. */
class SerializedTest {

    static Stream<Object> values() {
        return Stream.of(
                "",
                "17",
                "a".repeat(0xffff),
                "a".repeat(0x10000),
                "\u007f",
                "\u0080",
                "a\0b",
                "\uc138\uc158",
                "\ud83d\ude00",
                17,
                new Date(0));
    }

    @ParameterizedTest
    @MethodSource("values")
    void areTheBytesOfJavasOwn(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        assertThat(SessionReader.serialized(value)).isEqualTo(bytes.toByteArray());
    }
}
