package clusterlab.cli;

import clusterlab.config.ClusterCheck;
import clusterlab.config.ClusterImport;
import clusterlab.config.UnreadableConfigException;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Misconfiguration;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.Planner;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.TargetSpec;
import clusterlab.spec.Words;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The options that describe a cluster. They are all texts for picocli and converted here: a refusal reports all invalid
 * options together, while picocli stops at the first invalid one.
 */
final class ClusterOptions {
    @Option(
            names = {"-n", "--nodes"},
            paramLabel = "N",
            description = "Number of nodes, 1 to 64. Default: 3")
    @Nullable
    String nodes;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Base settings: lab (fast and safe), tutorial (Setting 2 of 'Centos7 / Apache - Tomcat - JK Connector "
                            + "Session Clustering': its ports, multicast, channelSendOptions 8), minimal (a bare "
                            + "<Cluster/>). Default: lab")
    @Nullable
    String preset;

    @Option(
            names = "--cluster",
            paramLabel = "FILE",
            description =
                    "Your own <Cluster> in place of a preset's: a server.xml, a file with the element, or a folder conf; also a "
                            + "context.xml with a <Manager>. Only addresses, ports and the multicast group change")
    @Nullable
    String cluster;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "HTTP port of the first node; 0 for free ports. Default: 8081")
    @Nullable
    String httpPort;

    @Option(
            names = "--ajp-port",
            paramLabel = "PORT",
            description = "AJP port of the first node; 0 for free ports. Default: 8009")
    @Nullable
    String ajpPort;

    @Option(
            names = "--receiver-port",
            paramLabel = "PORT",
            description = "Replication receiver port of the first node; 0 for free ports. Default: 4000")
    @Nullable
    String receiverPort;

    @Option(
            names = "--port-step",
            paramLabel = "N",
            description = "Distance between the ports of one node and the next. Default: 1")
    @Nullable
    String portStep;

    @Option(
            names = "--front",
            paramLabel = "KIND",
            description =
                    "Balancer in front of the nodes: embedded, httpd (a real httpd with the generated configuration), "
                            + "haproxy, nginx (real ones; nginx has no health checks, so a frozen node holds up its requests), none. "
                            + "Default: embedded")
    @Nullable
    String front;

    @Option(
            names = "--front-port",
            paramLabel = "PORT",
            description = "Port of the front; 0 for a free port. Default: 8080, tutorial 8000")
    @Nullable
    String frontPort;

    @Option(
            names = "--sticky",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Send each request to its session's node (the default), or to the next node in turn")
    boolean sticky;

    @Option(names = "--httpd", paramLabel = "PATH", description = "The httpd or apache2 program for --front httpd")
    @Nullable
    String httpd;

    @Option(
            names = "--connector",
            paramLabel = "KIND",
            description = "Connector module of httpd: mod_jk, mod_proxy. Default: mod_jk if it is installed")
    @Nullable
    String connector;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description =
                    "Port of API and dashboard; 0 for a free port, none for no API and no dashboard. Default: 9090; none for an experiment")
    @Nullable
    String adminPort;

    @Option(names = "--manager", paramLabel = "KIND", description = "Session manager: delta, backup. Default: delta")
    @Nullable
    String manager;

    @Option(
            names = "--send-options",
            paramLabel = "MODE",
            description = "channelSendOptions: sync (6), async (8), ack (2), or a number. Default: sync")
    @Nullable
    String sendOptions;

    @Option(
            names = "--membership",
            paramLabel = "KIND",
            description =
                    "Kind of membership: static, multicast, kubernetes, dns (Tomcat's CloudMembershipService, with a small API server "
                            + "or name service of the lab). Default: static")
    @Nullable
    String membership;

    @Option(
            names = "--misconfigure",
            paramLabel = "NAME",
            description =
                    "A mistake in the Kubernetes deployment, such as no-labels or no-role, whose effects the lab shows and names; "
                            + "docs/cloud.md has all. Default: none")
    @Nullable
    String misconfigure;

    @Option(
            names = "--encrypt",
            negatable = true,
            description =
                    "Encrypt the messages between the nodes (AES/GCM, a new key for each run), so that no other user of this "
                            + "machine can read or change sessions; costs CPU time. Default: off")
    boolean encrypt;

    @Option(
            names = "--read-test",
            negatable = true,
            description =
                    "performReadTest of TcpFailureDetector: a suspected member has to answer within 5 s; without it an open port is "
                            + "enough, and a frozen node is not missed. Default: off")
    boolean readTest;

    @Option(
            names = "--stock-lifecycle",
            negatable = true,
            description =
                    "Start and stop a node of the running cluster as an unmodified Tomcat does: a start does not wait for members "
                            + "and sessions, and a stop does not wait for requests or tell the front. Default: off")
    boolean stockLifecycle;

    @Mixin
    final HostOptions host = new HostOptions();

    @Mixin
    final TargetOptions target = new TargetOptions();

    @Option(
            names = "--webapp",
            paramLabel = "PATH",
            description = "Application instead of the session counter: a folder (edits take effect at once) or a WAR")
    @Nullable
    String webapp;

    @Mixin
    final AppOptions app = new AppOptions();

    @Option(names = "--context-path", paramLabel = "PATH", description = "Context path of the application. Default: /")
    @Nullable
    String contextPath;

    @Option(
            names = "--distributable",
            description =
                    "Replicate the sessions of an application whose web.xml or web-fragment.xml lacks <distributable/>. "
                            + "Default: as the application says")
    boolean distributable;

    @Option(
            names = "--deployer",
            description =
                    "Give each node a FarmWarDeployer that watches its folder war-listen, for deploy and undeploy. "
                            + "Default: off; preset tutorial has one that watches nothing")
    boolean deployer;

    @Option(
            names = "--ajp-secret",
            paramLabel = "TEXT",
            description = "Secret of the AJP connectors. Default: 32 random bytes")
    @Nullable
    String ajpSecret;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder for logs and generated files; it is kept. Default: a temporary folder")
    @Nullable
    String dir;

    @Option(names = "--keep", description = "Don't delete the temporary folder at the end")
    boolean keep;

    @Option(
            names = "--ready-timeout",
            paramLabel = "SECONDS",
            description =
                    "Maximum duration of the boot, 1 to 3600. Default: 30, or 2 for each node if that is more; the start of "
                            + "your own application does not count then, up to 5 minutes")
    @Nullable
    String readyTimeout;

    /** Which command has these options. */
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * The specification of these options.
     *
     * @param unmatched words that belong to no option
     * @throws SpecException with all errors, including those of combinations
     */
    ClusterSpec spec(List<String> unmatched) throws SpecException {
        return spec(unmatched, null);
    }

    /** A word that was typed after an option that there is not is most likely its value. */
    private boolean isValueOfUnknown(String word, List<String> unmatched) {
        ParseResult parsed = command == null ? null : command.commandLine().getParseResult();
        List<String> typed = parsed == null ? unmatched : parsed.originalArgs();
        int at = typed.indexOf(word);
        return !word.startsWith("-")
                && at > 0
                && typed.get(at - 1).startsWith("-")
                && unmatched.contains(typed.get(at - 1));
    }

    /** The same with a seed for lost messages and jitter, or null for a random one. */
    ClusterSpec spec(List<String> unmatched, @Nullable String linkSeed) throws SpecException {
        List<Problem> problems = new ArrayList<>();
        unmatched.stream()
                .filter(word -> !isValueOfUnknown(word, unmatched))
                .map(word -> Problem.usage(OptionNames.unknown(word, Optional.ofNullable(command))))
                .forEach(problems::add);
        OptionReader read = new OptionReader(problems);
        Preset[] from = {Preset.LAB};
        read.word(Words.PRESET, preset, value -> from[0] = value);
        ClusterSpec.Builder spec = ClusterSpec.builder(from[0]);
        Optional<ImportedCluster> imported = imported(read, problems);
        imported.ifPresent(spec::imported);
        Optional<TargetSpec> elsewhere = target.target(problems);
        if (target.isGiven()) {
            refuseWithTarget(problems);
        }
        elsewhere.ifPresent(spec::target);
        read.number("--nodes", nodes, "use a number from 1 to " + ClusterSpec.MAX_NODES, spec::nodes);
        read.number("--http-port", httpPort, "use a port number", spec::httpPort);
        read.number("--ajp-port", ajpPort, "use a port number", spec::ajpPort);
        read.number("--receiver-port", receiverPort, "use a port number", spec::receiverPort);
        read.number("--port-step", portStep, "use a number from 1 to 65535", spec::portStep);
        if ("none".equalsIgnoreCase(adminPort)) {
            spec.noAdmin();
        } else {
            read.number("--admin-port", adminPort, "use a port number, or none", spec::adminPort);
        }
        read.word(Words.FRONT, front, spec::front);
        read.number("--front-port", frontPort, "use a port number", spec::frontPort);
        read.path("--httpd", httpd, spec::httpd);
        read.word(Words.CONNECTOR, connector, spec::connector);
        spec.sticky(sticky);
        read.word(Words.MANAGER, manager, spec::manager);
        read.word(Words.SEND_OPTIONS, sendOptions, spec::sendOptions);
        read.word(Words.MEMBERSHIP, membership, kind -> spec.membership(from[0].membership(kind)));
        read.word(Words.MISCONFIGURE, misconfigure, mistake -> plant(mistake, spec, from[0], problems));
        if (encrypt || imported.isEmpty()) {
            spec.encrypt(encrypt);
        }
        if (readTest || imported.isEmpty()) {
            spec.readTest(readTest);
        }
        if (elsewhere.isEmpty()) {
            spec.lifecycle(stockLifecycle ? NodeLifecycle.STOCK : NodeLifecycle.LAB);
        }
        read.seed("--seed", linkSeed, spec::linkSeed);
        read.path("--webapp", webapp, spec::webapp);
        spec.distributable(distributable);
        spec.deployer(deployer);
        spec.app(app.app(problems));
        read.path("--dir", dir, spec::dir);
        if (contextPath != null) {
            spec.contextPath(contextPath);
        }
        if (ajpSecret != null) {
            try {
                spec.ajpSecret(new Secret(ajpSecret));
            } catch (IllegalArgumentException e) {
                problems.add(Problem.usage("--ajp-secret: " + e.getMessage() + "."));
            }
        }
        spec.keep(keep);
        read.number("--ready-timeout", readyTimeout, "use a number of seconds from 1 to 3600", seconds -> {
            spec.readyTimeout(Duration.ofSeconds(seconds));
        });
        if (elsewhere.isEmpty()) {
            spec.host(host.host(names(spec.build()), problems));
        }
        imported.ifPresent(one -> check(one, spec, problems));
        ClusterSpec asked = spec.build();
        problems.addAll(Planner.check(asked));
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
        return asked;
    }

    /** With a cluster elsewhere, what describes nodes of the lab has no meaning. */
    private void refuseWithTarget(List<Problem> problems) {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--nodes", nodes != null);
        given.put("--preset", preset != null);
        given.put("--cluster", cluster != null);
        given.put("--http-port", httpPort != null);
        given.put("--ajp-port", ajpPort != null);
        given.put("--receiver-port", receiverPort != null);
        given.put("--port-step", portStep != null);
        given.put("--manager", manager != null);
        given.put("--send-options", sendOptions != null);
        given.put("--membership", membership != null);
        given.put("--encrypt", encrypt);
        given.put("--read-test", readTest);
        given.put("--stock-lifecycle", stockLifecycle);
        given.put("--process", host.process);
        given.put("--tomcat", host.tomcat != null);
        given.put("--from", host.from != null);
        given.put("--java", host.java != null);
        given.put("--jvm-options", host.jvmOptions != null);
        given.put("--webapp", webapp != null);
        given.put("--context-path", contextPath != null);
        given.put("--context-xml", app.contextXml != null);
        given.put("--lib", app.lib != null);
        given.put("--env", app.env != null);
        given.put("--system-property", app.systemProperties != null);
        given.put("--distributable", distributable);
        given.put("--misconfigure", misconfigure != null);
        given.put("--deployer", deployer);
        given.values().removeIf(is -> !is);
        if (!given.isEmpty()) {
            problems.add(Problem.usage(String.join(", ", given.keySet())
                    + ": with --target the nodes run elsewhere and are as they are; leave "
                    + (given.size() == 1 ? "it" : "them") + " out."));
        }
    }

    /** A mistake brings its membership with it, unless another one was asked for. */
    private void plant(Misconfiguration mistake, ClusterSpec.Builder spec, Preset preset, List<Problem> problems) {
        MembershipSpec chosen = membership == null
                ? preset.membership(mistake.usual())
                : spec.build().channel().membership();
        if (chosen instanceof MembershipSpec.Cloud cloud && mistake.concerns(cloud.kind())) {
            spec.membership(cloud.withPlanted(mistake));
        } else {
            problems.add(Problem.usage("--misconfigure " + mistake.word() + ": --membership " + chosen.word()
                    + " can't have it; use --membership " + Words.MEMBERSHIP.word(mistake.usual()) + "."));
        }
    }

    private Optional<ImportedCluster> imported(OptionReader read, List<Problem> problems) {
        Path[] file = {null};
        read.path("--cluster", cluster, path -> file[0] = path);
        if (file[0] == null) {
            return Optional.empty();
        }
        try {
            ImportedCluster found = ClusterImport.read(file[0]);
            if (found.cluster().isPresent() && preset != null) {
                problems.add(Problem.usage("--preset " + preset + ": the settings come from --cluster " + cluster
                        + "; leave out one of the two."));
            }
            return Optional.of(found);
        } catch (UnreadableConfigException e) {
            problems.add(Problem.unavailable("--cluster " + cluster + ": " + e.getMessage() + "."));
            return Optional.empty();
        }
    }

    private static void check(ImportedCluster imported, ClusterSpec.Builder spec, List<Problem> problems) {
        ClusterSpec asked = spec.build();
        ClusterCheck.Checked checked = ClusterCheck.check(
                imported,
                asked.app().lib(),
                asked.app().systemProperties().keySet(),
                asked.host().kind() == HostSpec.Kind.STOCK);
        checked.problems()
                .forEach(what -> problems.add(Problem.usage("--cluster " + imported.file() + ", " + what + ".")));
        spec.remarks(checked.imported().remarks());
    }

    /** The names of the planned nodes; empty if their number is wrong. */
    private static List<String> names(ClusterSpec spec) {
        return spec.nodes() > ClusterSpec.MAX_NODES
                ? List.of()
                : IntStream.range(0, spec.nodes())
                        .mapToObj(spec.preset()::nodeName)
                        .toList();
    }

    /** Reads one option's text, or adds a problem. */
    private record OptionReader(List<Problem> problems) {

        void number(String option, @Nullable String text, String advice, Consumer<Integer> target) {
            if (text == null) {
                return;
            }
            try {
                target.accept(Integer.parseInt(text.strip()));
            } catch (NumberFormatException e) {
                problems.add(Problem.usage(option + " " + text + ": " + advice + "."));
            }
        }

        void seed(String option, @Nullable String text, LongConsumer target) {
            if (text == null) {
                return;
            }
            try {
                target.accept(Long.parseLong(text.strip()));
            } catch (NumberFormatException e) {
                problems.add(Problem.usage(option + " " + text + ": use a whole number."));
            }
        }

        <T> void word(Words<T> words, @Nullable String text, Consumer<T> target) {
            if (text != null) {
                words.value(text)
                        .ifPresentOrElse(
                                target,
                                () -> problems.add(
                                        Problem.usage("--" + words.name() + " " + text + ": " + words.advice() + ".")));
            }
        }

        void path(String option, @Nullable String text, Consumer<Path> target) {
            if (text == null) {
                return;
            }
            try {
                if (text.isEmpty()) {
                    throw new InvalidPathException(text, "empty");
                }
                target.accept(Path.of(text));
            } catch (InvalidPathException e) {
                problems.add(Problem.usage(option + " '" + text + "': this is not a path; name a folder."));
            }
        }
    }
}
