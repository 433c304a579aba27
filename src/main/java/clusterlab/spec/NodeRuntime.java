package clusterlab.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a node in a process of its own runs on.
 *
 * @param tomcat an unmodified Tomcat, or empty for the one that the lab contains
 * @param java home of its JDK or JRE, or empty for the one that runs the lab
 * @param jvmOptions further options of its JVM, after the lab's own
 */
public record NodeRuntime(Optional<TomcatHome> tomcat, Optional<Path> java, List<String> jvmOptions) {
    /** What the lab itself runs on. */
    public static final NodeRuntime OWN = new NodeRuntime(Optional.empty(), Optional.empty(), List.of());

    /** Copies the list. */
    public NodeRuntime {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * An unmodified Tomcat on this machine.
     *
     * @param version such as 10.1.59
     * @param source a CATALINA_HOME, or a tar.gz or zip that holds one
     */
    public record TomcatHome(String version, Path source) {}
}
