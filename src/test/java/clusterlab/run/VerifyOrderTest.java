package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.app.journey.Logins;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyOrderTest {
    private static boolean ignores(List<String> globs, String... attributes) throws Exception {
        return new VerifyOrder(
                        "app",
                        ClusterSpec.builder(Preset.LAB).build(),
                        Optional.empty(),
                        Optional.empty(),
                        Logins.NONE,
                        List.of(VerifyOrder.Fault.KILL),
                        globs,
                        List.of())
                .ignores(List.of(attributes));
    }

    @Test
    void anAlarmIsIgnoredIfAllItsAttributesAre() throws Exception {
        assertThat(ignores(List.of("wicket:*"), "wicket:A:session")).isTrue();
        assertThat(ignores(List.of("wicket:*"), "wicket:A:session", "cart")).isFalse();
        assertThat(ignores(List.of("wicket:*", "car?"), "wicket:A:session", "cart"))
                .isTrue();
    }

    @Test
    void aWholeSessionIsNeverIgnored() throws Exception {
        assertThat(ignores(List.of("*"))).isFalse();
    }

    @Test
    void otherCharactersStandForThemselves() throws Exception {
        assertThat(ignores(List.of("a.b[0]"), "a.b[0]")).isTrue();
        assertThat(ignores(List.of("a.b"), "axb")).isFalse();
        assertThat(ignores(List.of("cart"), "carts")).isFalse();
    }
}
