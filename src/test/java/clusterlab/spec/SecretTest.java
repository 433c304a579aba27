package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @Test
    void randomHas32BytesInFewerThan64Characters() {
        assertThat(Secret.random().value()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void tokenHas16BytesInTheCharactersThatALinkHasRoomFor() {
        assertThat(Secret.token().value()).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void randomIsNeverTheSame() {
        assertThat(Secret.random()).isNotEqualTo(Secret.random());
    }

    @Test
    void neverPrintsItselfNotEvenInsideAPlan() throws SpecException {
        Secret secret = new Secret("open-sesame");
        ClusterSpec spec = ClusterSpec.builder(Preset.LAB).ajpSecret(secret).build();
        Topology plan = Planner.plan(spec, PortPolicy.assuming(Set.of())).topology();
        assertThat(secret + " " + spec + " " + plan).doesNotContain("open-sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\"b", "a<b", "geheimnisß"})
    void whatCouldNotStandInAConfigurationFileIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Secret(value));
    }

    @Test
    void tooLongIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Secret("a".repeat(257)));
        assertThat(new Secret("a".repeat(256)).value()).hasSize(256);
    }
}
