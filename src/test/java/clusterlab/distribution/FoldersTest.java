package clusterlab.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the local Maven repository and the lab's cache are. */
class FoldersTest {
    private static final TomcatVersion VERSION = new TomcatVersion(9, 0, 117);

    @TempDir
    Path folder;

    @Test
    void repositoryIsInTheHomeUnlessSettingsOrThePropertyNameAnother() throws IOException {
        assertThat(MavenRepository.of(null, folder))
                .isEqualTo(new MavenRepository(folder.resolve(".m2/repository"), false));
        settings("<settings><localRepository>" + folder + "/other</localRepository></settings>");
        assertThat(MavenRepository.of(null, folder).path()).isEqualTo(folder.resolve("other"));
        assertThat(MavenRepository.of("/elsewhere", folder))
                .isEqualTo(new MavenRepository(Path.of("/elsewhere").toAbsolutePath(), true));
        assertThat(MavenRepository.of(" ", folder).path()).isEqualTo(folder.resolve("other"));
    }

    @Test
    void placeholdersOfSettingsAreResolved() throws IOException {
        settings("<settings xmlns=\"http://maven.apache.org/SETTINGS/1.0.0\"><localRepository>${user.home}/x"
                + "</localRepository></settings>");
        assertThat(MavenRepository.of(null, folder).path())
                .isEqualTo(Path.of(System.getProperty("user.home"), "x").toAbsolutePath());
    }

    @Test
    void settingsWithoutARepositoryOrThatAreBrokenLeaveTheDefault() throws IOException {
        for (String text : new String[] {
            "<settings/>",
            "<settings><localRepository/></settings>",
            "<settings>",
            "",
            "<!DOCTYPE settings SYSTEM \"http://127.0.0.1:1/x\"><settings><localRepository>/x</localRepository></settings>"
        }) {
            settings(text);
            assertThat(MavenRepository.of(null, folder).path()).isEqualTo(folder.resolve(".m2/repository"));
        }
    }

    @Test
    void mavenIsToldOfARepositoryThatThePropertyNamed() {
        assertThat(MavenRepository.of(null, folder).download(VERSION))
                .containsExactly("dependency:get", "-Dartifact=org.apache.tomcat:tomcat:9.0.117:tar.gz");
        assertThat(MavenRepository.of(folder.toString(), folder).download(VERSION))
                .contains("-Dmaven.repo.local=" + folder);
    }

    @Test
    void cacheIsWhereTheSystemWantsIt() {
        Path home = Path.of("/home/me").toAbsolutePath();
        assertThat(cache("Linux", Map.of())).isEqualTo(home.resolve(".cache/cluster-lab"));
        assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", folder.toString())))
                .isEqualTo(folder.resolve("cluster-lab"));
        assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(home.resolve(".cache/cluster-lab"));
        assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", ""))).isEqualTo(home.resolve(".cache/cluster-lab"));
        assertThat(cache("Mac OS X", Map.of())).isEqualTo(home.resolve("Library/Caches/cluster-lab"));
        assertThat(cache("Windows 11", Map.of("LOCALAPPDATA", folder.toString())))
                .isEqualTo(folder.resolve("cluster-lab"));
        assertThat(cache("Windows 11", Map.of())).isEqualTo(home.resolve("AppData/Local/cluster-lab"));
    }

    private static Path cache(String os, Map<String, String> environment) {
        return LabCache.of(os, "/home/me", environment::get).path();
    }

    private void settings(String text) throws IOException {
        Files.createDirectories(folder.resolve(".m2"));
        Files.writeString(folder.resolve(".m2/settings.xml"), text);
    }
}
