package clusterlab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextXmlTest {
    @TempDir
    Path temp;

    @Test
    void theApplicationsPartComesAfterTomcatsOwnWithoutWhatTheLabDecides() throws IOException {
        Path usual = file("usual.xml", "<Context reloadable='false'><WatchedResource>a</WatchedResource></Context>");
        Path app = file(
                "app.xml",
                "<Context docBase='/x' path='/y' workDir='/z' override='true' reloadable='true' useHttpOnly='false'>"
                        + "<Environment name='greeting' value='${name} &amp; 안녕'/></Context>");
        String merged = ContextXml.merged(Optional.of(usual), app);
        assertThat(merged)
                .contains("reloadable=\"true\"", "useHttpOnly=\"false\"", "value=\"${name} &amp; 안녕\"")
                .containsSubsequence("<WatchedResource>a</WatchedResource>", "<Environment ")
                .doesNotContain("docBase", "path=", "workDir", "override");
        assertThat(ContextXml.merged(Optional.empty(), app))
                .contains("<Environment ")
                .doesNotContain("WatchedResource");
    }

    @Test
    void noOtherFileIsReadThroughAnEntity() throws IOException {
        Path secret = file("secret.txt", "geheim");
        Path app = file(
                "app.xml",
                "<!DOCTYPE Context [<!ENTITY e SYSTEM '" + secret.toUri()
                        + "'>]><Context><Parameter>&e;</Parameter></Context>");
        assertThat(ContextXml.merged(Optional.empty(), app)).doesNotContain("geheim");
    }

    @Test
    void aBrokenFileIsNamedWithThePlace() throws IOException {
        Path app = file("app.xml", "<Context>\n<Environment></Context>");
        assertThatThrownBy(() -> ContextXml.merged(Optional.empty(), app))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(app + " is broken at line 2: ");
        Path other = file("other.xml", "<Server/>");
        assertThatThrownBy(() -> ContextXml.merged(Optional.empty(), other))
                .hasMessage("the root of " + other + " is no <Context>");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(temp.resolve(name), content);
    }
}
