package clusterlab.spec;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A cluster that somebody else started, elsewhere: {@code --target FILE}. Nothing but the addresses of the file is ever addressed.
 *
 * @param file that describes it, as the user named it
 * @param front its own front, with a slash at the end; empty if the lab's front has to serve
 * @param nodes in order, one or more, each name once
 * @param application the path of the application: a slash, or with a slash at the start and none at the end
 * @param commands of the user's, each split into words; an empty list for a start that nobody has to command
 * @param commandTimeout how long one command may run
 * @param agentToken what agents want to be shown; empty if the nodes have none
 */
public record TargetSpec(
        String file,
        Optional<URI> front,
        List<TargetNode> nodes,
        String application,
        Map<NodeCommand, List<String>> commands,
        Duration commandTimeout,
        Optional<Secret> agentToken) {

    /** How long a command may run unless the user says otherwise. */
    public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    /** What looks like a placeholder of a command. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z-]+\\}");

    private static final Set<String> OF_NODE = Set.of("{node}", "{host}", "{url}");
    private static final Set<String> OF_PEER = Set.of("{peer}", "{peer-host}");

    /** Copies the collections. */
    public TargetSpec {
        nodes = List.copyOf(nodes);
        commands = Map.copyOf(commands);
    }

    /** As the file says, without commands. */
    public TargetSpec(String file, Optional<URI> front, List<TargetNode> nodes, String application) {
        this(file, front, nodes, application, Map.of(), COMMAND_TIMEOUT, Optional.empty());
    }

    /**
     * A node.
     *
     * @param name its jvmRoute
     * @param http of its HTTP connector
     * @param ajp of its AJP connector, for the lab's front
     * @param host for the user's commands
     * @param agent where its agent can be reached, by a tunnel as a rule
     */
    public record TargetNode(
            String name, Endpoint http, Optional<Endpoint> ajp, String host, Optional<Endpoint> agent) {}

    /** The same with these commands, of which each may run so long. */
    public TargetSpec withCommands(Map<NodeCommand, List<String>> words, Duration timeout) {
        return new TargetSpec(file, front, nodes, application, words, timeout, agentToken);
    }

    /** The same with this token for its agents. */
    public TargetSpec withAgentToken(Secret token) {
        return new TargetSpec(file, front, nodes, application, commands, commandTimeout, Optional.of(token));
    }

    /** Whether an agent tells what is inside of each node. The file gives one to all nodes or to none. */
    public boolean hasAgents() {
        return nodes.stream().allMatch(node -> node.agent().isPresent());
    }

    /** The names of the nodes. */
    public List<String> names() {
        return nodes.stream().map(TargetNode::name).toList();
    }

    /**
     * The node of this name.
     *
     * @throws NoSuchElementException if there is none
     */
    public TargetNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no node is named " + name));
    }

    /** The nodes as the plan has them. */
    List<NodeSpec> planned() {
        List<NodeSpec> planned = new ArrayList<>();
        for (TargetNode node : nodes) {
            planned.add(new NodeSpec(
                    node.name(), planned.size(), node.http(), node.ajp().orElse(Endpoint.NONE), Topology.LOOPBACK, 0));
        }
        return planned;
    }

    /** Whether there is a command for this. */
    public boolean can(NodeCommand command) {
        return commands.containsKey(command);
    }

    /** Whether a node that ended comes back without a command. */
    public boolean returnsByItself() {
        return commands.getOrDefault(NodeCommand.START, List.of("")).isEmpty();
    }

    /** Why this needs a command that is missing, a sentence that names the option; empty if all are there. */
    public Optional<String> whyNot(String what, NodeCommand... needed) {
        List<NodeCommand> missing =
                Arrays.stream(needed).filter(command -> !can(command)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(what + " needs a command of yours on nodes that run elsewhere: add "
                        + missing.stream()
                                .map(command -> command.option()
                                        + (command == NodeCommand.START
                                                ? " (" + NodeCommand.BY_ITSELF + " if they come back by themselves)"
                                                : ""))
                                .collect(Collectors.joining(" and "))
                        + ".");
    }

    /**
     * The words of a command for one node. A value is a part of one word, whatever it contains.
     *
     * @param peer the node whose messages a partition keeps away; the node itself for other commands
     */
    public List<String> words(NodeCommand command, String node, String peer) {
        TargetNode of = node(node);
        Map<String, String> values = Map.of(
                "{node}", of.name(),
                "{host}", of.host(),
                "{url}", "http://" + of.http().text() + "/",
                "{peer}", peer,
                "{peer-host}", node(peer).host());
        return commands.getOrDefault(command, List.of()).stream()
                .map(word -> replaced(word, values))
                .toList();
    }

    /** Placeholders in these words that no command of this kind has. */
    public static List<String> unknownPlaceholders(NodeCommand command, List<String> words) {
        boolean ofLink = command == NodeCommand.PARTITION || command == NodeCommand.HEAL;
        return words.stream()
                .flatMap(word -> PLACEHOLDER.matcher(word).results().map(MatchResult::group))
                .filter(found -> !OF_NODE.contains(found) && !(ofLink && OF_PEER.contains(found)))
                .distinct()
                .toList();
    }

    /** In one pass, so that a value that looks like a placeholder stays. */
    private static String replaced(String word, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(word)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(), found.group())));
    }
}
