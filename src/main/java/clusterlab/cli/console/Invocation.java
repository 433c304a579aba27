package clusterlab.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command as the user typed it, so that a command in a sentence can be pasted. In the code and in files that others read it is
 * {@code cluster-lab}. Pure but for the properties of this process.
 */
public final class Invocation {
    /** Set by scripts that start the program: what the user typed. */
    static final String PROPERTY = "clusterlab.command";

    private static final String NAME = "cluster-lab";

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w/.@-])(?:java -jar )?cluster-lab(?:\\.jar)?"
            + "(?= (?:(?:ctl|lesson|run|doctor|lint|verify|record|experiment|export|fetch|check)\\b|--?[a-zA-Z]|@))");

    private Invocation() {}

    /** The command of this process: {@code java -jar target/cluster-lab.jar}. */
    public static String command() {
        return command(System.getProperty(PROPERTY), System.getProperty("java.class.path", ""));
    }

    /**
     * The command of a process.
     *
     * @param given what the script was called that started it
     * @param classPath of its JVM; with {@code -jar} the jar alone, as it was typed
     */
    static String command(@Nullable String given, String classPath) {
        if (given != null && !given.isBlank()) {
            return quoted(given);
        }
        boolean jar = classPath.endsWith(".jar") && classPath.indexOf(java.io.File.pathSeparatorChar) < 0;
        return jar ? "java -jar " + quoted(classPath) : NAME;
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:\\\\~+-]+") ? word : "'" + word + "'";
    }

    /** A text with the command in place of {@code cluster-lab} wherever a subcommand or an option follows. */
    public static String in(String text) {
        return in(text, command());
    }

    static String in(String text, String command) {
        return command.equals(NAME) || !text.contains(NAME)
                ? text
                : COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(command));
    }
}
