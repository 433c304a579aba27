package clusterlab.cli;

import clusterlab.spec.AppSpec;
import clusterlab.spec.SpecException.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the nodes give to the application besides its own files. */
final class AppOptions {
    @Option(
            names = "--context-xml",
            paramLabel = "FILE",
            description =
                    "A file with a <Context> element for --webapp (JNDI resources, parameters), in place of its META-INF/context.xml")
    @Nullable
    String contextXml;

    @Option(
            names = "--lib",
            paramLabel = "DIR",
            description = "A folder with jars for the server's class path, such as JDBC drivers")
    @Nullable
    String lib;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "An environment variable of the nodes, with --process or --tomcat; repeatable")
    @Nullable
    List<String> env;

    @Option(
            names = "--system-property",
            paramLabel = "NAME=VALUE",
            description = "A system property for the application; repeatable")
    @Nullable
    List<String> systemProperties;

    /**
     * What these options say.
     *
     * @param problems receives what is wrong
     */
    AppSpec app(List<Problem> problems) {
        return new AppSpec(
                path("--context-xml", contextXml, "name a file", problems),
                path("--lib", lib, "name a folder", problems),
                pairs("--env", env, problems),
                pairs("--system-property", systemProperties, problems));
    }

    private static Optional<Path> path(String option, @Nullable String text, String advice, List<Problem> problems) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (!text.isBlank()) {
                return Optional.of(Path.of(text));
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        problems.add(Problem.usage(option + " '" + text + "': this is not a path; " + advice + "."));
        return Optional.empty();
    }

    /** Values are not repeated in messages: one may be a password. */
    private static Map<String, String> pairs(String option, @Nullable List<String> texts, List<Problem> problems) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                problems.add(Problem.usage(option + " " + (equals < 0 ? text : "=…") + ": use NAME=VALUE, as in "
                        + option + " MODE=test."));
            } else if (pairs.putIfAbsent(text.substring(0, equals), text.substring(equals + 1)) != null) {
                problems.add(Problem.usage(
                        option + " " + text.substring(0, equals) + ": this name appears twice; name it once."));
            }
        }
        return pairs;
    }
}
