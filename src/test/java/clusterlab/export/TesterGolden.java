package clusterlab.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Compares with {@code src/test/resources/clusterlab/export}. After a wanted change, run the tests with
 * {@code -Dclusterlab.golden=src/test/resources/clusterlab/export} once: that writes the files anew, for the diff to be read.
 */
public final class TesterGolden {
    private TesterGolden() {}

    /** Each file is the golden one of this name. */
    public static void assertGolden(String name, List<ConfigFile> files) throws IOException {
        assertThat(files).isNotEmpty();
        for (ConfigFile file : files) {
            String write = System.getProperty("clusterlab.golden");
            if (write != null) {
                Path target = Path.of(write, name, file.path());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.writeString(target, file.content());
                continue;
            }
            try (InputStream golden = TesterGolden.class.getResourceAsStream(name + "/" + file.path())) {
                assertThat(golden).as(name + "/" + file.path()).isNotNull();
                assertThat(file.content())
                        .as(name + "/" + file.path())
                        .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
