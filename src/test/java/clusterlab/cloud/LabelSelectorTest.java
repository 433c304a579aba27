package clusterlab.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final Map<String, String> LABELS = Map.of("app", "shop", "tier", "web", "example.org/part", "a");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|true",
                "app=shop|true",
                "app == shop|true",
                "app=other|false",
                "app=|false",
                "app!=shop|false",
                "missing!=shop|true",
                "app=shop,tier=web|true",
                "app=shop,tier=db|false",
                "tier in (db, web)|true",
                "tier notin (db,web)|false",
                "missing notin (db)|true",
                "missing in (db)|false",
                "app in (shop),tier=web|true",
                "tier|true",
                "!tier|false",
                "missing|false",
                "example.org/part=a|true"
            })
    void selectsAsKubernetesDoes(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app=shop,", "app=a=b", "app in shop", "app: shop"})
    void refusesWhatIsNoSelector(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unable to parse requirement");
    }
}
