package clusterlab.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SourceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ajp-secret geheim|--ajp-secret ***",
                "--ajp-secret=geheim|--ajp-secret=***",
                "--env A=geheim|--env A=***",
                "--env=A=geheim|--env=A=***",
                "--system-property p=geheim|--system-property p=***",
                "--jvm-options -Xmx1g -Dp=geheim -Dq='geheim 2'|--jvm-options -Xmx1g -Dp=*** -Dq=***",
                "--jvm-options=-Dp=geheim|--jvm-options=-Dp=***"
            })
    void valuesThatMayBeSecretsAreHidden(String typed, String shown) {
        int space = typed.startsWith("--jvm-options ") ? typed.indexOf(' ') : -1;
        List<String> words =
                space > 0 ? List.of(typed.substring(0, space), typed.substring(space + 1)) : List.of(typed.split(" "));
        assertThat(Source.of(words).command().replace("\"", "")).isEqualTo("cluster-lab " + shown);
    }
}
