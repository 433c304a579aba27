package clusterlab.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node in a process of its own runs on.
 *
 * @param tomcat an unmodified Tomcat, or empty for the one that the lab contains
 * @param java its Java, or empty for the one that runs the lab
 * @param jvmOptions further options of its JVM, after the lab's own
 */
public record NodeRuntime(Optional<TomcatHome> tomcat, Optional<JavaHome> java, List<String> jvmOptions) {
    /** What the lab itself runs on. */
    public static final NodeRuntime OWN = new NodeRuntime(Optional.empty(), Optional.empty(), List.of());

    /** Copies the list. */
    public NodeRuntime {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * The version of its Tomcat.
     *
     * @param own the version of the lab's own
     */
    public String tomcatVersion(String own) {
        return tomcat.map(TomcatHome::version).orElse(own);
    }

    /** The same with another Tomcat, or with the lab's own. */
    NodeRuntime withTomcat(Optional<TomcatHome> other) {
        return new NodeRuntime(other, java, jvmOptions);
    }

    /**
     * An unmodified Tomcat on this machine.
     *
     * @param version such as 10.1.59
     * @param source a CATALINA_HOME, or a tar.gz or zip that holds one
     */
    public record TomcatHome(String version, Path source) {
        /** Its version in parts; empty if it is no release. */
        Optional<TomcatVersion> parsed() {
            return TomcatVersion.parse(version);
        }
    }

    /**
     * A JDK or JRE on this machine.
     *
     * @param version as its {@code release} file has it, such as 17.0.15 or 1.8.0_402
     * @param home with {@code bin/java}
     */
    public record JavaHome(String version, Path home) {
        private static final Pattern MAJOR = Pattern.compile("(?:1\\.)?(\\d{1,5}).*");

        /** Such as 8 or 17; 0 if the version does not begin with a number. */
        public int major() {
            Matcher digits = MAJOR.matcher(version);
            return digits.matches() ? Integer.parseInt(digits.group(1)) : 0;
        }
    }
}
