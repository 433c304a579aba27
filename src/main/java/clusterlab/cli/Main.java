package clusterlab.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command's entry, and the only place that ends the JVM. */
@Command(
        name = "cluster-lab",
        description = {
            "Boots N embedded Tomcats as one session-replicating cluster and keeps it running until Ctrl-C.",
            ""
        },
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "[COMMAND]",
        sortOptions = false,
        usageHelpWidth = 80,
        subcommands = {
            RunCommand.class,
            ExperimentCommand.class,
            ExportCommand.class,
            CtlCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class,
            TrainCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Fine",
            "64:An option or command is wrong",
            "69:A port, httpd or a file is not to be had",
            "70:A defect"
        },
        footer = {
            "",
            "Examples:",
            "  cluster-lab --nodes 3",
            "  cluster-lab --preset tutorial",
            "  cluster-lab --webapp ./my-app --json",
            "  cluster-lab ctl kill node2"
        })
public final class Main extends Launch {
    private static final long PATIENCE_MILLIS = 15_000;

    /** Taken before anything replaces them: an application's prints go to its node's log. */
    private static final PrintStream OUT = System.out;

    private static final PrintStream ERR = System.err;

    @Option(names = "--version", versionHelp = true, description = "Show the versions of cluster-lab, Tomcat and Java")
    boolean version;

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Before the first network class is loaded: on dual-stack sockets a multicast join that names an IPv4
        // interface fails ("Invalid argument"), see MulticastCheck.
        if (System.getProperty("java.net.preferIPv4Stack") == null) {
            System.setProperty("java.net.preferIPv4Stack", "true");
        }
        // Nothing but cluster-lab's own lines may reach stdout, whatever a library or a thread that an application
        // left behind prints.
        System.setOut(ERR);
        int code = commandLine().execute(args);
        OUT.flush();
        System.exit(code);
    }

    /** The command with all of its subcommands; what it executes ends no JVM. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(OUT, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(ERR, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, words) -> {
                    output(false).say("cluster-lab: " + e.getMessage() + "; see --help.");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, result) -> {
                    output(false).say("cluster-lab: this is a defect, please report it:");
                    e.printStackTrace(ERR);
                    return ExitCode.SOFTWARE;
                });
    }

    /** An orderly end takes well under a second; one that hangs must not need a kill -9. */
    private static void haltIfStuck() {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE_MILLIS);
                    } catch (InterruptedException e) {
                        return;
                    }
                    ERR.println("cluster-lab: the end took too long and was cut short.");
                    Runtime.getRuntime().halt(ExitCode.SOFTWARE);
                },
                "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** The process's own streams. */
    static Output output(boolean json) {
        return new Output(OUT, ERR, json);
    }

    /**
     * Calls the action at the first Ctrl-C or its kin, then waits for {@link #main} to end in order; a second one ends
     * the JVM at once.
     *
     * @return what a Ctrl-C does, for the one who takes the terminal over
     */
    static Runnable onEnd(Runnable action) {
        AtomicInteger signals = new AtomicInteger();
        Runnable onSignal = () -> {
            if (signals.incrementAndGet() == 1) {
                haltIfStuck();
                action.run();
            } else {
                Runtime.getRuntime().halt(130);
            }
        };
        // A shutdown hook is not enough: a JVM that shuts down ignores a second Ctrl-C.
        for (String name : List.of("INT", "TERM", "HUP")) {
            Signals.register(name, onSignal);
        }
        return onSignal;
    }
}
