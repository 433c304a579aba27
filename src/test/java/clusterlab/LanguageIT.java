package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabProcess.Launcher;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The option --lang reaches pages in each kind of node. The tutorial's three texts are the same in each language. */
class LanguageIT {
    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"ko, , 새로 고침, 2개 중", "ko, --process, 새로 고침, 2개 중", "en, , Reload, of 2 nodes"})
    void theCounterPageSpeaksTheLabsLanguage(String lang, String host, String reload, String known) throws Exception {
        String[] options = host == null
                ? new String[] {"--json", "--nodes", "2", "--lang", lang}
                : new String[] {"--json", "--nodes", "2", "--lang", lang, host};
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts(options)) {
            Map<String, Object> ready = lab.awaitReady();
            Browser browser = new Browser();
            for (int n = 1; n <= 2; n++) {
                Browser.Page page = browser.open(ready.get("front").toString());
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.body())
                        .contains("<html lang=\"" + lang + "\">", reload, known)
                        .contains("Session Clustering Test node", "Session Counter = " + n + "<")
                        .contains("Current Session ID : " + browser.sessionId());
            }
        }
    }
}
