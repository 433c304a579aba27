package clusterlab.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the nodes give to the user's application besides its own files.
 *
 * @param contextXml a file with a {@code <Context>} element, in place of the application's META-INF/context.xml
 * @param lib a folder with jars for the class path of each node's server, such as JDBC drivers
 * @param environment variables for the processes of the nodes
 * @param systemProperties for the JVM of the application
 * @param patience how long a start of the application may take in addition to the boot's limit; zero if the user set that
 *     limit; known in a plan only
 * @param isJavax whether its classes only know javax.servlet, so that Tomcat 10 and later need a converted copy; known in a
 *     plan only
 */
public record AppSpec(
        Optional<Path> contextXml,
        Optional<Path> lib,
        Map<String, String> environment,
        Map<String, String> systemProperties,
        Duration patience,
        boolean isJavax) {
    /** Nothing. */
    public static final AppSpec NONE =
            new AppSpec(Optional.empty(), Optional.empty(), Map.of(), Map.of(), Duration.ZERO, false);

    /** Copies the maps; sorted, so that plans are printed alike. */
    public AppSpec {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        systemProperties = Collections.unmodifiableMap(new TreeMap<>(systemProperties));
    }

    /** What was asked; the rest is known in a plan. */
    public AppSpec(
            Optional<Path> contextXml,
            Optional<Path> lib,
            Map<String, String> environment,
            Map<String, String> systemProperties) {
        this(contextXml, lib, environment, systemProperties, Duration.ZERO, false);
    }

    /** With absolute paths, and with what the plan knows. */
    AppSpec planned(Duration appPatience, boolean javax) {
        return new AppSpec(
                contextXml.map(path -> path.toAbsolutePath().normalize()),
                lib.map(path -> path.toAbsolutePath().normalize()),
                environment,
                systemProperties,
                appPatience,
                javax);
    }
}
