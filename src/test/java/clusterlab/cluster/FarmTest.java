package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.TesterWars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FarmTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            quoteCharacter = '"',
            value = {
                "shop, /shop, \"\", /shop",
                "shop##2, /shop, 2, /shop##2",
                "shop#admin##2.1, /shop/admin, 2.1, /shop/admin##2.1",
                "ROOT, \"\", \"\", \"\"",
                "ROOT##7, \"\", 7, ##7",
            })
    void nameDecidesOnPathAndVersion(String base, String path, String version, String context) throws Exception {
        WarName name = WarName.ofFile(base + ".war");

        assertThat(name.path()).isEqualTo(path);
        assertThat(name.version()).isEqualTo(version);
        assertThat(name.context()).isEqualTo(context);
        assertThat(name.file()).isEqualTo(base + ".war");
        assertThat(WarName.ofApplication(base)).isEqualTo(name);
        assertThat(WarName.ofApplication("/" + base + ".war")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".war",
                "..war",
                "../shop.war",
                "a/b.war",
                "a\\b.war",
                "my shop.war",
                "a#..#b.war",
                "shop##.war",
                "#.war",
                "ä.war",
                "a\u0000.war",
                "a##1##2.war"
            })
    void otherNamesAreRefused(String file) {
        assertThatThrownBy(() -> WarName.ofFile(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("can't be the name of an application");
    }

    @Test
    void longNameIsRefused() {
        assertThatThrownBy(() -> WarName.ofFile("a".repeat(101) + ".war")).hasMessageContaining("at most 100 letters");
    }

    @Test
    void rootHasTwoNames() throws Exception {
        assertThat(WarName.ofApplication("/")).isEqualTo(WarName.ofApplication("ROOT"));
    }

    @Test
    void warThatTheDiskCanNotHoldOnAllNodesIsRefused() throws Exception {
        Path war = TesterWars.war(temp.resolve("big.war"), Map.of("zeros", "0".repeat(2_000_000)));
        long needed = 3 * 2_000_000 + 7 * Files.size(war);

        assertThat(Farm.tooBig(war, "big.war", 3, needed)).isEmpty();
        assertThat(Farm.tooBig(war, "big.war", 3, needed - 1))
                .contains("big.war needs about 6 MB on 3 nodes, and the disk of the run folder has 6 MB left; free some"
                        + " space, or start the lab with --dir on another disk.");
    }
}
