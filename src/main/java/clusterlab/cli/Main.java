package clusterlab.cli;

import clusterlab.cli.console.Invocation;
import clusterlab.cluster.RunFolder;
import clusterlab.cluster.process.ProcessHost;
import clusterlab.lang.Lang;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point, and the only place that ends the JVM. */
@Command(
        name = "cluster-lab",
        description = {
            "Boot N embedded Tomcats as one session-replicating cluster and keep it running until Ctrl-C.",
            ""
        },
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "[COMMAND]",
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Fine",
            "64:An option or command is wrong",
            "69:A port, httpd or a file is unavailable",
            "70:A defect",
            "74:Nothing reads stdout any more, or it can't be written",
            "130:Ctrl-C before a lab in the background (-d) was ready"
        },
        footer = {
            "",
            "Examples:",
            "  cluster-lab --nodes 3",
            "  cluster-lab --preset tutorial",
            "  cluster-lab --webapp ./my-app --json",
            "  cluster-lab ctl kill node2",
            "  cluster-lab experiment first-request --send-options 8     (loses)",
            "  cluster-lab experiment first-request --send-options 6     (keeps)"
        })
public final class Main extends Launch {
    /** The beginning of the sentence, for {@link ExitCode#STDOUT_GONE}. */
    static final String STDOUT_GONE = "cluster-lab: stdout is closed, its reader ended, or the disk is full; ";

    private static final long PATIENCE_MILLIS = 25_000;

    /** Read before other streams replace them: an application's output goes to its node's log. */
    private static final PrintStream OUT = Detached.isChild() ? Detached.out() : System.out;

    /** How long an end that does not wait removes files. */
    private static final long REMOVE_MILLIS = 500;

    /** Words that speak of all commands. */
    private static final Set<String> OF_ALL_COMMANDS = Set.of("help", "-h", "--help", "completion");

    /** In the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("experiment", ExperimentCommand.class);
        COMMANDS.put("check", CheckCommand.class);
        COMMANDS.put("verify", VerifyCommand.class);
        COMMANDS.put("record", RecordCommand.class);
        COMMANDS.put("lesson", LessonCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("lint", LintCommand.class);
        COMMANDS.put("export", ExportCommand.class);
        COMMANDS.put("fetch", FetchCommand.class);
        COMMANDS.put("ctl", CtlCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("help", CommandLine.HelpCommand.class);
        COMMANDS.put("train", TrainCommand.class);
    }

    private static final PrintStream ERR = Detached.isChild() ? Detached.err() : System.err;

    /** Of this process. */
    private static List<String> args = List.of();

    @Option(names = "--version", versionHelp = true, description = "Show the versions of cluster-lab, Tomcat and Java")
    boolean version;

    @Spec
    private @Nullable CommandSpec command;

    private Main() {}

    /** The language is set as it is read, so that what the command prints is in it. */
    @Option(
            names = "--lang",
            paramLabel = "en|ko",
            scope = ScopeType.INHERIT,
            description = "Language of the texts. Default: that of the locale, else English")
    void lang(String code) {
        Lang.use(Lang.of(code)
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(command).commandLine(),
                        "--lang " + code + " is unknown; use " + Lang.codes())));
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] words) {
        // Before the first network class is loaded: on dual-stack sockets a multicast join with an IPv4 interface fails
        // ("Invalid argument"), see MulticastCheck.
        if (System.getProperty("java.net.preferIPv4Stack") == null) {
            System.setProperty("java.net.preferIPv4Stack", "true");
        }
        // Only cluster-lab's own lines may reach stdout, not the output of a library or of an application's remaining
        // thread.
        System.setOut(ERR);
        System.setErr(ERR);
        args = List.of(words);
        Output.begin(ERR, args);
        ExitGuard.install(ERR, code -> Runtime.getRuntime().halt(code));
        CommandLine command = commandLine(needed(args));
        int code = command.execute(words);
        if (OUT.checkError() && code == ExitCode.OK && !(Output.isPipe() && isHelp(command.getParseResult()))) {
            code = ExitCode.STDOUT_GONE;
            ERR.println(STDOUT_GONE + "some of the output is missing.");
        }
        System.exit(code);
    }

    /** Commands that collect unknown words refuse them in their own way; picocli would ignore them for all others too. */
    private static CommandLine refusingWhatIsUnknown(CommandLine command) {
        if (command.getCommandSpec().unmatchedArgsBindings().isEmpty()) {
            command.getCommandSpec().parser().unmatchedArgumentsAllowed(false);
        }
        command.getSubcommands().values().forEach(Main::refusingWhatIsUnknown);
        return command;
    }

    /**
     * The subcommands that these words may mean. To read the annotations of all takes a fifth of a start, so they are read only
     * for what speaks of all, and for a first word that is no command.
     */
    static Set<String> needed(List<String> words) {
        boolean plain = words.stream().noneMatch(word -> word.startsWith("@") || OF_ALL_COMMANDS.contains(word));
        boolean known = words.isEmpty() || words.get(0).startsWith("-") || COMMANDS.containsKey(words.get(0));
        if (!plain || !known) {
            return COMMANDS.keySet();
        }
        Set<String> needed = new LinkedHashSet<>(words);
        needed.retainAll(COMMANDS.keySet());
        if (!needed.isEmpty()) {
            // An options file may have the options of a lab too.
            needed.add("run");
        }
        return needed;
    }

    /** The command with all of its subcommands; executing it does not end the JVM. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS.keySet());
    }

    private static CommandLine commandLine(Set<String> subcommands) {
        CommandLine main = new CommandLine(new Main());
        COMMANDS.forEach((name, command) -> {
            if (subcommands.contains(name)) {
                main.addSubcommand(name, command);
            }
        });
        return HelpLanguage.of(HelpSections.grouped(withExamplesAsTyped(refusingWhatIsUnknown(main))))
                .setOut(new PrintWriter(OUT, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(ERR, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, words) -> {
                    output(false).say("cluster-lab: " + sentence(e));
                    return ExitCode.USAGE;
                })
                .setExecutionStrategy(parsed -> {
                    Optional<String> misplaced = OptionNames.misplaced(parsed);
                    if (misplaced.isPresent()) {
                        output(false).say("cluster-lab: " + misplaced.get());
                        return ExitCode.USAGE;
                    }
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExecutionExceptionHandler((e, command, result) -> {
                    output(false).say("cluster-lab: this is a defect of cluster-lab; please report it:");
                    e.printStackTrace(ERR);
                    return ExitCode.SOFTWARE;
                });
    }

    /** What is wrong with the words that picocli refused. */
    static String sentence(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getUnmatched().isEmpty()
                ? OptionNames.unknown(
                        unmatched.getUnmatched().get(0),
                        Optional.of(e.getCommandLine().getCommandSpec()))
                : e.getMessage() + "; see --help.";
    }

    /**
     * An orderly end takes well under a second, and at most 20 s if both the application and httpd hang; this ends a hanging
     * one, so that no kill -9 is needed.
     */
    private static void haltIfStuck() {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE_MILLIS);
                    } catch (InterruptedException e) {
                        return;
                    }
                    ERR.println("cluster-lab: the end took too long and was aborted.");
                    halt(ExitCode.SOFTWARE);
                },
                "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** At once; a node may be busy with its own end and not notice that its lab is gone. */
    private static void halt(int code) {
        ProcessHost.destroyAll();
        long start = System.nanoTime();
        var unused =
                RunFolder.removeAll(() -> System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(REMOVE_MILLIS));
        Runtime.getRuntime().halt(code);
    }

    /**
     * A signal that came before the handlers were registered has begun to end the JVM. That takes a moment, and what this
     * thread created meanwhile would be left behind.
     */
    private static void stayIfEnding() {
        Thread hook = new Thread("none");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        }
    }

    /** Whether it only printed help, of which a reader such as head may take the beginning. */
    private static boolean isHelp(@Nullable ParseResult parsed) {
        for (ParseResult result = parsed; result != null; result = result.subcommand()) {
            if (result.isUsageHelpRequested()
                    || result.isVersionHelpRequested()
                    || result.commandSpec().userObject() instanceof CommandLine.HelpCommand
                    || (result.commandSpec().userObject() instanceof ExperimentCommand one
                            && "list".equals(one.name))) {
                return true;
            }
        }
        return false;
    }

    /** Examples in the help begin as the user began. */
    private static CommandLine withExamplesAsTyped(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.footer(Arrays.stream(usage.footer()).map(Invocation::in).toArray(String[]::new));
        command.getSubcommands().values().forEach(Main::withExamplesAsTyped);
        return command;
    }

    /** The arguments of this process. */
    static List<String> arguments() {
        return args;
    }

    /** Runs the lab of this command line in the background. */
    static int detach() throws IOException, InterruptedException {
        return Detached.start(args, OUT, ERR);
    }

    /** The process's own streams. */
    static Output output(boolean json) {
        return new Output(OUT, ERR, json);
    }

    /**
     * Calls the action at the first Ctrl-C or similar signal, then waits until {@link #main} ends in order; a second
     * signal ends the JVM at once.
     *
     * @return the action of Ctrl-C, for the prompt that takes over the terminal
     */
    static Runnable onEnd(Runnable action) {
        AtomicInteger signals = new AtomicInteger();
        Runnable onSignal = () -> {
            if (signals.incrementAndGet() == 1) {
                haltIfStuck();
                action.run();
            } else {
                halt(ExitCode.INTERRUPTED);
            }
        };
        // A shutdown hook is not enough: a JVM that shuts down ignores a second Ctrl-C.
        for (String name : List.of("INT", "TERM", "HUP")) {
            Signals.register(name, onSignal);
        }
        stayIfEnding();
        return onSignal;
    }
}
