package clusterlab.cli;

import clusterlab.config.UnreadableConfigException;
import clusterlab.config.lint.LintForms;
import clusterlab.config.lint.Linted;
import clusterlab.config.lint.Linter;
import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Examines a configuration without starting it. */
@Command(
        name = "lint",
        description = {
            "Examine a <Cluster> configuration: what will it lose, and what does nothing?",
            "Starts nothing. Each finding has its line, what happens, how sure that is, what",
            "shows it (Tomcat's class, a CVE, a measurement), and how to see it in a lab.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing was found that loses data",
            "1:Something loses data",
            "64:An option is wrong",
            "69:The file can't be examined, or the output can't be written"
        },
        footer = {
            "",
            "Examples:",
            "  cluster-lab lint conf/server.xml",
            "  cluster-lab lint conf --tomcat 9.0.117",
            "  cluster-lab lint conf/server.xml --format sarif --output lint.sarif"
        })
final class LintCommand implements Callable<Integer> {
    private static final int LOSES = 1;

    /** Tomcat. */
    private static final int OLDEST = 9;

    @Parameters(
            paramLabel = "FILE",
            arity = "1",
            description = "A server.xml, a <Cluster> element, a context.xml, or a folder conf")
    @Nullable
    String path;

    @Option(
            names = "--tomcat",
            paramLabel = "VERSION",
            description = "The Tomcat that runs it, such as 9.0.117: rules about versions apply then. Default: none")
    @Nullable
    String tomcat;

    @Mixin
    FormOptions form = new FormOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() throws IOException {
        Output output = form.output();
        if (!form.areSound(output)) {
            return ExitCode.USAGE;
        }
        Optional<TomcatVersion> version = Optional.ofNullable(tomcat).flatMap(TomcatVersion::parse);
        if (tomcat != null && version.isEmpty()) {
            output.say("cluster-lab: --tomcat " + tomcat + ": use three numbers, as in 9.0.117.");
            return ExitCode.USAGE;
        }
        if (version.filter(one -> one.major() < OLDEST).isPresent()) {
            output.say(
                    "cluster-lab: --tomcat " + tomcat + ": the rules are about 9.0, 10.1 and 11; use such a version.");
            return ExitCode.USAGE;
        }
        Optional<Path> examined = FormOptions.path(String.valueOf(path), output);
        if (examined.isEmpty()) {
            return ExitCode.USAGE;
        }
        Linted linted;
        try {
            linted = Linter.examine(examined.get(), version);
        } catch (UnreadableConfigException e) {
            output.say("cluster-lab: " + path + ": " + e.getMessage() + ".");
            return ExitCode.UNAVAILABLE;
        }
        String own = new Versions().own();
        boolean written = form.write(
                () -> LintForms.text(linted), () -> LintForms.json(linted), () -> LintForms.sarif(linted, own), output);
        return !written ? ExitCode.UNAVAILABLE : linted.loses() ? LOSES : ExitCode.OK;
    }
}
