package clusterlab.cli;

import clusterlab.cluster.remote.MalformedTargetException;
import clusterlab.cluster.remote.TargetFile;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.TargetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a cluster that somebody else started, elsewhere, and the user's commands for its nodes. */
final class TargetOptions {
    private static final int MOST_SECONDS = 3600;

    /** Of the environment: not on the command line, which all users of a machine can read. */
    private static final String TOKEN = "CLUSTER_LAB_AGENT_TOKEN";

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description =
                    "A cluster that runs elsewhere, in place of nodes of the lab: a JSON file with the addresses of its "
                            + "nodes (docs/machines.md). The lab starts none of them, and what breaks them is a command of yours")
    @Nullable
    String target;

    @Option(
            names = "--kill-command",
            paramLabel = "TEXT",
            description =
                    "With --target: ends a node without a goodbye, such as 'ssh {host} pkill -9 java'. It runs without a "
                            + "shell; {node}, {host} and {url} are those of the file")
    @Nullable
    String kill;

    @Option(names = "--stop-command", paramLabel = "TEXT", description = "With --target: ends a node gracefully")
    @Nullable
    String stop;

    @Option(
            names = "--start-command",
            paramLabel = "TEXT",
            description =
                    "With --target: starts a node that does not run; none if it comes back by itself, as a pod does")
    @Nullable
    String start;

    @Option(names = "--freeze-command", paramLabel = "TEXT", description = "With --target: makes a node silent")
    @Nullable
    String freeze;

    @Option(names = "--thaw-command", paramLabel = "TEXT", description = "With --target: lets a silent node go on")
    @Nullable
    String thaw;

    @Option(
            names = "--partition-command",
            paramLabel = "TEXT",
            description = "With --target: keeps all that {peer} ({peer-host}) sends away from {node} ({host}), such as "
                    + "'ssh {host} iptables -A INPUT -s {peer-host} -j DROP'")
    @Nullable
    String partition;

    @Option(names = "--heal-command", paramLabel = "TEXT", description = "With --target: ends that")
    @Nullable
    String heal;

    @Option(
            names = "--command-timeout",
            paramLabel = "SECONDS",
            description =
                    "With --target: how long each of these commands may run, and its effect may take then, 1 to 3600. "
                            + "Default: 30")
    @Nullable
    String commandTimeout;

    @Option(
            names = "--agent-token-file",
            paramLabel = "FILE",
            description =
                    "With --target: a file whose first line is the token of the nodes' agents. Default: the environment's "
                            + "CLUSTER_LAB_AGENT_TOKEN")
    @Nullable
    String agentTokenFile;

    /** Whether the command can have a cluster elsewhere; not those that need an application or files of their own. */
    boolean allowed;

    /** Of the lab's own environment. */
    Map<String, String> environment = System.getenv();

    /** Whether there is a cluster elsewhere, and not only a command for it. */
    boolean isGiven() {
        return target != null && allowed;
    }

    /**
     * What these options say; empty without {@code --target}, or if that is wrong.
     *
     * @param problems receives what is wrong
     */
    Optional<TargetSpec> target(List<Problem> problems) {
        Map<NodeCommand, String> texts = given();
        if (target != null && !allowed) {
            problems.add(Problem.usage("--target " + target
                    + ": only run and experiment take a cluster that runs elsewhere; leave it out."));
            return Optional.empty();
        }
        if (target == null) {
            texts.keySet()
                    .forEach(command -> problems.add(Problem.usage(
                            command.option() + ": it is for nodes that run elsewhere; add" + " --target FILE.")));
            if (commandTimeout != null) {
                problems.add(
                        Problem.usage("--command-timeout: it is for nodes that run elsewhere; add --target FILE."));
            }
            return Optional.empty();
        }
        Map<NodeCommand, List<String>> commands = new EnumMap<>(NodeCommand.class);
        texts.forEach(
                (command, text) -> words(command, text, problems).ifPresent(words -> commands.put(command, words)));
        Duration timeout = timeout(problems);
        Optional<TargetSpec> read = read(target, problems).map(spec -> spec.withCommands(commands, timeout));
        return read.isPresent() && read.get().hasAgents() ? token(problems).map(read.get()::withAgentToken) : read;
    }

    private Optional<Secret> token(List<Problem> problems) {
        String from = agentTokenFile == null ? TOKEN : "--agent-token-file " + agentTokenFile;
        try {
            String text = agentTokenFile == null
                    ? environment.getOrDefault(TOKEN, "")
                    : Files.readAllLines(Path.of(agentTokenFile)).stream()
                            .findFirst()
                            .orElse("");
            if (text.isBlank()) {
                problems.add(Problem.usage("--target " + target
                        + ": its nodes have agents, and no token is given; name the file with --agent-token-file, or set "
                        + TOKEN + "."));
                return Optional.empty();
            }
            return Optional.of(new Secret(text.strip()));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.usage(from + ": " + e.getMessage() + "."));
        } catch (IOException e) {
            problems.add(Problem.unavailable(from + ": it can't be read; name a text file."));
        }
        return Optional.empty();
    }

    private Map<NodeCommand, String> given() {
        Map<NodeCommand, @Nullable String> all = new LinkedHashMap<>();
        all.put(NodeCommand.KILL, kill);
        all.put(NodeCommand.STOP, stop);
        all.put(NodeCommand.START, start);
        all.put(NodeCommand.FREEZE, freeze);
        all.put(NodeCommand.THAW, thaw);
        all.put(NodeCommand.PARTITION, partition);
        all.put(NodeCommand.HEAL, heal);
        Map<NodeCommand, String> given = new LinkedHashMap<>();
        all.forEach((command, text) -> {
            if (text != null) {
                given.put(command, text);
            }
        });
        return given;
    }

    private static Optional<List<String>> words(NodeCommand command, String text, List<Problem> problems) {
        if (command == NodeCommand.START && text.strip().equals(NodeCommand.BY_ITSELF)) {
            return Optional.of(List.of());
        }
        List<String> words;
        try {
            words = JvmOptions.words(command.option(), text);
        } catch (SpecException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            problems.add(Problem.usage(command.option() + ": it is empty; name a program and its arguments."));
            return Optional.empty();
        }
        List<String> unknown = TargetSpec.unknownPlaceholders(command, words);
        if (!unknown.isEmpty()) {
            problems.add(Problem.usage(command.option() + " " + text + ": " + unknown.get(0)
                    + " is no placeholder of it; use {node}, {host} or {url}"
                    + (command == NodeCommand.PARTITION || command == NodeCommand.HEAL
                            ? ", and {peer} or {peer-host}"
                            : "")
                    + "."));
            return Optional.empty();
        }
        return Optional.of(words);
    }

    private Duration timeout(List<Problem> problems) {
        if (commandTimeout == null) {
            return TargetSpec.COMMAND_TIMEOUT;
        }
        try {
            int seconds = Integer.parseInt(commandTimeout.strip());
            if (seconds >= 1 && seconds <= MOST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        problems.add(Problem.usage(
                "--command-timeout " + commandTimeout + ": use a number of seconds from 1 to " + MOST_SECONDS + "."));
        return TargetSpec.COMMAND_TIMEOUT;
    }

    private static Optional<TargetSpec> read(String file, List<Problem> problems) {
        try {
            return Optional.of(TargetFile.read(Path.of(file)));
        } catch (MalformedTargetException e) {
            problems.add(Problem.usage("--target " + file + ": " + e.getMessage() + "."));
        } catch (NoSuchFileException | InvalidPathException e) {
            problems.add(Problem.unavailable("--target " + file + ": there is no such file; check the path."));
        } catch (IOException e) {
            problems.add(Problem.unavailable(
                    "--target " + file + ": it can't be read (" + e.getMessage() + "); name a text file in UTF-8."));
        }
        return Optional.empty();
    }
}
