package clusterlab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestAppsTest {
    @ParameterizedTest
    @MethodSource("clusterlab.testing.TestApps#all")
    void eachApplicationIsBuiltAndItsTwinsDiffer(String name) throws IOException {
        for (Twin twin : Twin.values()) {
            Path war = TestApps.war(name, twin);
            assertThat(TestApps.war(name, twin)).isSameAs(war);
            try (ZipFile zip = new ZipFile(war.toFile())) {
                assertThat(zip.getEntry("WEB-INF/web.xml")).isNotNull();
                assertThat(zip.getEntry("WEB-INF/classes/demo/Cart.class")).isNotNull();
            }
        }
        assertThat(Files.mismatch(TestApps.war(name, Twin.BROKEN), TestApps.war(name, Twin.MENDED)))
                .isNotEqualTo(-1);
    }
}
