package clusterlab.distribution;

import static clusterlab.spec.SpecException.Problem.unavailable;

import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Identifies a JDK or JRE by the {@code release} file in its home; starts nothing. */
public final class JavaFinder {
    private static final String NAME = "name the home of a JDK or JRE, with bin/java and the file release in it.";

    private JavaFinder() {}

    /**
     * The JDK or JRE with this home.
     *
     * @param option with which the message begins, such as {@code --java}
     * @throws SpecException if it is none
     */
    public static JavaHome find(String option, String text) throws SpecException {
        Path home;
        try {
            home = Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused(option, text, "this is not a path");
        }
        if (text.isBlank() || !Files.isDirectory(home)) {
            throw refused(option, text, "there is no such folder");
        }
        if (!Files.isExecutable(home.resolve("bin/java")) && !Files.isExecutable(home.resolve("bin/java.exe"))) {
            throw refused(option, text, "there is no bin/java in it");
        }
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(option, text, "its file release can't be read, so that its version is unknown");
        }
        JavaHome java = new JavaHome(release.getProperty("JAVA_VERSION", "").replace("\"", ""), home);
        if (java.major() == 0) {
            throw refused(option, text, "its file release has no JAVA_VERSION");
        }
        return java;
    }

    private static SpecException refused(String option, String text, String why) {
        return new SpecException(List.of(
                unavailable(option + " " + (text.isBlank() ? "'" + text + "'" : text) + ": " + why + "; " + NAME)));
    }
}
