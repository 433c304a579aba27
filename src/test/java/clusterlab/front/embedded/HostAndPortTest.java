package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {

    @Test
    void readsNamesAndAddresses() {
        assertThat(HostAndPort.parse("localhost")).isEqualTo(new HostAndPort("localhost", 80));
        assertThat(HostAndPort.parse("a-b.example_1:8080")).isEqualTo(new HostAndPort("a-b.example_1", 8080));
        assertThat(HostAndPort.parse("127.0.0.1:0")).isEqualTo(new HostAndPort("127.0.0.1", 0));
        assertThat(HostAndPort.parse("[::1]")).isEqualTo(new HostAndPort("[::1]", 80));
        assertThat(HostAndPort.parse("[::ffff:1.2.3.4]:65535")).isEqualTo(new HostAndPort("[::ffff:1.2.3.4]", 65535));
        assertThat(HostAndPort.parse("a:")).isEqualTo(new HostAndPort("a", 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a b",
                "a/b",
                "a@b",
                "a:b",
                "a:-1",
                "a:65536",
                "a:123456",
                "a:80:81",
                "[::1",
                "[]",
                "[::1]x",
                "[g]",
                "<script>",
                "a,b",
                "a\tb",
                "::1",
                "ä"
            })
    void refusesTheRest(String text) {
        assertThat(HostAndPort.parse(text)).isNull();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(HostAndPort.parse("a".repeat(253))).isNotNull();
        assertThat(HostAndPort.parse("a".repeat(254))).isNull();
    }
}
