package clusterlab.cli.console;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Opens an address with the desktop's own command; AWT would take a second and load half the JDK. */
public final class BrowserWindow {
    private static final long PATIENCE_SECONDS = 3;

    private BrowserWindow() {}

    /** Returns whether a command accepted it; waits 3 s at most. */
    public static boolean open(URI page) throws InterruptedException {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(
                system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler")
                        : List.of(system.contains("mac") ? "open" : "xdg-open"));
        words.add(page.toString());
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // A command that still runs has found a browser and waits for it.
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException nothingThere) {
            return false;
        }
    }
}
