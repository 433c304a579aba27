package clusterlab.cli;

import clusterlab.experiment.Dimension;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.Matrix;
import clusterlab.experiment.Variant;
import clusterlab.export.Source;
import clusterlab.run.Order;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.Planner;
import clusterlab.spec.Ports;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** Converts the options of {@link ExperimentCommand} to orders, or reports all invalid options together. */
final class ExperimentOptions {
    private static final String BISECTED = "tomcat=";

    /**
     * One for each processor, up to this. On two processors, clients of four labs were not answered in time in 7 of 31 runs, and a
     * node that came back lacked a change more often.
     */
    private static final int MOST_AT_ONCE = 4;

    private final ExperimentCommand command;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private int parallel;
    private List<TomcatHome> bisected = List.of();

    ExperimentOptions(ExperimentCommand command) {
        this.command = command;
    }

    /** The fields of an experiment in {@code experiment list --json}. */
    static Map<String, Object> describe(Experiment e) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", e.name());
        map.put("what", e.what());
        map.put("asked", e.asked());
        map.put("control", e.needsControl());
        map.put("sticky", e.sticky());
        map.put("nodes", e.defaults().nodes());
        map.put("clients", e.defaults().clients());
        map.put("seconds", e.defaults().duration().toSeconds());
        map.put("requestsPerSecond", e.defaults().perSecond());
        return map;
    }

    /**
     * The orders: one, or one for each experiment.
     *
     * @throws SpecException with all errors
     */
    List<Order> orders() throws SpecException {
        boolean all = "all".equals(command.name);
        List<Experiment> experiments = all
                ? Experiments.ALL
                : Experiments.named(String.valueOf(command.name)).stream().toList();
        bisect(all, experiments);
        upgrade(experiments);
        ClusterSpec spec = null;
        try {
            command.options.target.allowed = true;
            spec = command.options.spec(command.unmatched);
        } catch (SpecException e) {
            problems.addAll(e.problems());
        }
        if (experiments.isEmpty()) {
            problems.add(Problem.usage("experiment " + command.name + ": use one of "
                    + Experiments.ALL.stream().map(Experiment::name).collect(Collectors.joining(", "))
                    + ", or list, or all."));
        }
        if (command.options.target.isGiven()) {
            refuseWithTarget();
        }
        if (spec != null && spec.webapp().isPresent()) {
            problems.add(Problem.usage("--webapp: experiments use the session counter; leave it out."));
        }
        if (spec != null && spec.balancer().kind() == BalancerSpec.Kind.NONE) {
            problems.add(Problem.usage("--front none: clients need a front; use embedded or httpd."));
        }
        if (spec != null && spec.nodes() < 2) {
            problems.add(Problem.usage("--nodes 1: one node has no replica; use 2 or more."));
        }
        if (command.replay != null && (all || command.bisect != null)) {
            problems.add(
                    Problem.usage(
                            "--replay FILE: it is of the run of one experiment; name one, without --bisect, or use --report DIR."));
        }
        long seed = seed();
        int clients = whole("--clients", command.clients, 0, 1, 500);
        double seconds = number("--duration", command.duration, 0, 1, 3600);
        double rate = number("--rate", command.rate, -1, 0, 1_000_000);
        int repeat = whole("--repeat", command.repeat, 1, 1, 100);
        parallel = whole("--parallel", command.parallel, 0, 1, 16);
        int pairs = pairs(experiments, repeat);
        Optional<Matrix> matrix = matrix();
        Optional<Path> report = report();
        if (spec != null) {
            refuseNoChange(spec);
            if (parallel > 1 && wantsAPort(spec)) {
                problems.add(Problem.usage(
                        "--parallel: labs at the same time can't share a port; leave the options of ports out."));
            }
            checkVersions(spec, experiments);
            checkCombinations(spec, matrix);
        }
        if (!problems.isEmpty() || spec == null) {
            throw new SpecException(problems);
        }
        Planner.membershipNotice(spec).ifPresent(notices::add);
        notices.addAll(Planner.importNotices(spec));
        List<Order> orders = new ArrayList<>();
        for (Experiment e : experiments) {
            Optional<String> refusal = refusal(e, spec);
            if (all && e.upgrades()) {
                notices.add("experiment " + e.name() + " is left out: run it with --from VERSION --to VERSION.");
                continue;
            }
            if (all && refusal.isPresent()) {
                notices.add("experiment " + e.name() + " is left out: " + refusal.get());
                continue;
            }
            if (refusal.isPresent() && spec.host().target().isPresent()) {
                throw new SpecException(List.of(Problem.usage("experiment " + e.name() + ": " + refusal.get())));
            }
            orders.add(new Order(
                    e,
                    cluster(e, spec),
                    spec.host().target().isPresent() ? Set.copyOf(Dimension.ALL) : fixed(),
                    seed,
                    clients == 0 ? e.defaults().clients() : clients,
                    seconds == 0 ? e.defaults().duration() : Duration.ofMillis(Math.round(seconds * 1000)),
                    rate < 0 ? e.defaults().perSecond() : rate,
                    command.calm,
                    repeat,
                    pairs,
                    matrix,
                    all ? report.map(dir -> dir.resolve(e.name())) : report,
                    again(e, seed)));
        }
        return orders;
    }

    /**
     * After {@link #orders}: how many labs are under load at the same time, if the user does not say it. Nodes in processes
     * of their own need a machine for themselves, and so do labs that want the same port.
     */
    int parallel(List<Order> orders) {
        if (parallel > 0) {
            return parallel;
        }
        boolean alike = orders.stream().map(Order::spec).allMatch(ExperimentOptions::leavesRoom);
        return orders.size() > 1 && alike
                ? Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors())
                : 1;
    }

    private static boolean leavesRoom(ClusterSpec spec) {
        return spec.host().equals(HostSpec.JVM) && !wantsAPort(spec);
    }

    private static boolean wantsAPort(ClusterSpec spec) {
        return Stream.of(spec.http(), spec.ajp(), spec.receiver(), spec.front())
                        .anyMatch(ports -> ports.asked() && ports.base() != 0)
                || spec.admin().filter(Ports::asked).isPresent();
    }

    /** What needs several clusters can't have the one that is there. */
    private void refuseWithTarget() {
        for (String option : List.of("--matrix", "--bisect", "--parallel")) {
            if (given(option)) {
                problems.add(Problem.usage(
                        option + ": with --target the nodes run elsewhere and are as they are; leave it out."));
            }
        }
    }

    /** How the front of this experiment has to be, where that is not in the lab's hands. */
    private Optional<String> refusal(Experiment e, ClusterSpec spec) {
        return e.refusal(spec.host(), command.calm)
                .or(() -> spec.balancer().kind() == BalancerSpec.Kind.GIVEN && !e.sticky() && !given("--sticky")
                        ? Optional.of(
                                "it sends the requests of a session to the nodes in turn, and the front of --target is"
                                        + " not the lab's: say --no-sticky if that front does so, or --front embedded.")
                        : Optional.empty());
    }

    /** A combination may be impossible, such as BackupManager on mixed Tomcats: better told before the first run. */
    private void checkCombinations(ClusterSpec spec, Optional<Matrix> matrix) {
        Set<String> told = new HashSet<>();
        for (Variant combination : matrix.map(Matrix::combinations).orElse(List.of())) {
            for (Problem problem :
                    Planner.check(combination.change().apply(spec.toBuilder()).build())) {
                if (told.add(problem.message())) {
                    problems.add(new Problem(
                            problem.kind(), "--matrix, " + combination.label().text() + ": " + problem.message()));
                }
            }
        }
    }

    /** After {@link #orders}: sentences on the experiments that {@code all} leaves out, and on what the plan chose. */
    List<String> notices() {
        return notices;
    }

    /** The versions of a rolling upgrade; no other experiment has any. */
    private void upgrade(List<Experiment> experiments) {
        boolean upgrades = experiments.size() == 1 && experiments.get(0).upgrades();
        if (!upgrades && !experiments.isEmpty()) {
            for (String option : List.of("--from", "--to")) {
                if (given(option)) {
                    problems.add(Problem.usage(option
                            + ": only experiment rolling-upgrade changes versions; run that one, or leave it out."));
                }
            }
        }
        if (!upgrades) {
            return;
        }
        if (command.from == null || (command.to == null && command.bisect == null)) {
            problems.add(
                    Problem.usage("experiment rolling-upgrade: name both versions, as in --from 11.0.21 --to 11.0.24; "
                            + command.options.host.tomcats.atHandText() + "."));
            return;
        }
        for (Dimension<?> fixed : List.of(Dimension.HOST, Dimension.TOMCAT)) {
            if (command.matrix.stream().anyMatch(word -> word.startsWith(fixed.name() + "="))) {
                problems.add(Problem.usage("--matrix " + fixed.name()
                        + ": rolling-upgrade has its Tomcats from --from and --to; leave it out."));
            }
        }
        command.options.host.from = command.from;
        command.options.host.to = command.to;
    }

    /** {@code --bisect}: its versions take the place of {@code --tomcat}, or of {@code --to} in an upgrade. */
    private void bisect(boolean all, List<Experiment> experiments) {
        String text = command.bisect;
        if (text == null) {
            return;
        }
        boolean upgrades = experiments.size() == 1 && experiments.get(0).upgrades();
        if (all) {
            problems.add(Problem.usage("--bisect: name one experiment, not all."));
        }
        if (given("--matrix")) {
            problems.add(Problem.usage("--bisect and --matrix: both vary something; use one of them."));
        }
        if (given("--tomcat") || given("--process")) {
            problems.add(
                    Problem.usage("--bisect: it chooses the Tomcat of all nodes; leave --tomcat and --process out."));
        }
        if (upgrades && command.to != null) {
            problems.add(Problem.usage("--bisect and --to: both say what the nodes are upgraded to; leave one out."));
        }
        if (!text.startsWith(BISECTED)) {
            problems.add(Problem.usage("--bisect " + text + ": use tomcat=A..B, as in tomcat=11.0.13..11.0.24."));
            return;
        }
        try {
            bisected = command.options.host.tomcats.range("--bisect tomcat", text.substring(BISECTED.length()));
            if (!upgrades && !given("--tomcat") && !given("--process")) {
                command.options.host.from = bisected.get(0).source().toString();
            }
        } catch (SpecException e) {
            problems.addAll(e.problems());
        }
    }

    /** After {@link #orders}: the Tomcats to search, the oldest first; empty without {@code --bisect}. */
    List<TomcatHome> bisected() {
        return bisected;
    }

    /** A version may be impossible, such as one that needs another Java: better told before the first run. */
    private void checkVersions(ClusterSpec spec, List<Experiment> experiments) {
        boolean upgrades = experiments.stream().anyMatch(Experiment::upgrades);
        Set<String> told = new HashSet<>();
        for (TomcatHome version : bisected) {
            ClusterSpec.Builder changed = spec.toBuilder();
            ClusterSpec one = (upgrades ? changed.nextTomcat(version) : changed.tomcat(version)).build();
            Planner.membershipNotice(one)
                    .filter(notice -> !notices.contains(notice))
                    .ifPresent(notices::add);
            for (Problem problem : Planner.check(one)) {
                if (told.add(problem.message())) {
                    problems.add(new Problem(
                            problem.kind(), "--bisect, Tomcat " + version.version() + ": " + problem.message()));
                }
            }
        }
    }

    private void refuseNoChange(ClusterSpec spec) {
        HostSpec host = spec.host();
        Optional<TomcatHome> next = host.next();
        if (next.isPresent()
                && spec.nodeNames().stream()
                        .allMatch(node -> host.runtime(node).tomcat().equals(next))) {
            problems.add(Problem.usage(
                    "--from and --to: both are Tomcat " + next.get().version()
                            + "; name two, or use experiment rolling-restart --tomcat "
                            + next.get().version() + "."));
        }
    }

    private int pairs(List<Experiment> experiments, int repeat) {
        int pairs = whole("--pairs", command.pairs, 1, 1, 100);
        if (pairs > 1 && repeat > 1) {
            problems.add(Problem.usage("--pairs and --repeat: both add runs with further seeds; use one of them."));
        }
        if (pairs > 1 && command.calm) {
            problems.add(
                    Problem.usage("--pairs and --calm: without the fault there is nothing to compare; leave one out."));
        }
        if (pairs > 1 && experiments.stream().noneMatch(Experiment::needsControl) && !experiments.isEmpty()) {
            problems.add(
                    Problem.usage("--pairs: " + command.name + " has no control run to compare with; use --repeat."));
        }
        return pairs;
    }

    /** Sets free ports, no admin server, and the experiment's own stickiness, unless the user chose them. */
    private ClusterSpec cluster(Experiment e, ClusterSpec asked) {
        ClusterSpec.Builder spec = asked.toBuilder();
        if ("all".equals(command.name)) {
            // The runs of different experiments have the same names.
            asked.dir().ifPresent(dir -> spec.dir(dir.resolve(e.name())));
        }
        if (command.options.nodes == null) {
            spec.nodes(e.defaults().nodes());
        }
        if (!asked.http().asked()) {
            spec.httpPort(0);
        }
        if (!asked.ajp().asked()) {
            spec.ajpPort(0);
        }
        if (!asked.receiver().asked()) {
            spec.receiverPort(0);
        }
        if (!asked.front().asked()) {
            spec.frontPort(0);
        }
        if (asked.admin().filter(Ports::asked).isEmpty()) {
            spec.noAdmin();
        }
        if (!given("--sticky")) {
            spec.sticky(e.sticky());
        }
        return spec.build();
    }

    private Set<Dimension<?>> fixed() {
        return Dimension.ALL.stream().filter(d -> given("--" + d.name())).collect(Collectors.toSet());
    }

    private @Nullable ParseResult parsed() {
        return command.self == null ? null : command.self.commandLine().getParseResult();
    }

    private boolean given(String option) {
        ParseResult parsed = parsed();
        return (parsed != null && parsed.hasMatchedOption(option))
                || command.settings.applied().stream().anyMatch(one -> option.equals("--" + one.key()));
    }

    /** The command line that runs the same plan, with the seed. */
    private String again(Experiment e, long seed) {
        ParseResult parsed = parsed();
        List<String> typed = new ArrayList<>(parsed == null ? List.of() : parsed.originalArgs());
        typed.remove("experiment");
        typed.remove(command.name);
        List<String> words = new ArrayList<>(List.of("java -jar cluster-lab.jar experiment", e.name()));
        // Others read the report.
        for (String word : Source.of(typed).words()) {
            words.add(quoted(word));
        }
        command.settings.applied().stream()
                .flatMap(one -> one.asTyped().stream())
                .forEach(words::add);
        if (command.seed == null) {
            words.add("--seed " + seed);
        }
        return String.join(" ", words);
    }

    /** A word of a shell. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private Optional<Matrix> matrix() {
        if (!given("--matrix")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Matrix.parse(command.matrix, command.options.host.tomcats));
        } catch (SpecException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private long seed() {
        try {
            return command.seed == null ? 1 : Long.parseLong(command.seed.strip());
        } catch (NumberFormatException e) {
            problems.add(Problem.usage("--seed " + command.seed + ": use a whole number."));
            return 1;
        }
    }

    private Optional<Path> report() {
        if (command.report == null) {
            return Optional.empty();
        }
        try {
            if (!command.report.isBlank()) {
                Path dir = Path.of(command.report);
                Planner.folderProblem("--report", dir).ifPresent(problems::add);
                return Optional.of(dir);
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        problems.add(Problem.usage("--report '" + command.report + "': this is not a path; name a folder."));
        return Optional.empty();
    }

    private int whole(String option, @Nullable String text, int otherwise, int least, int most) {
        return (int) read(option, text, otherwise, least, most, "a whole number", Integer::parseInt);
    }

    private double number(String option, @Nullable String text, double otherwise, double least, double most) {
        return read(option, text, otherwise, least, most, "a number", Double::parseDouble);
    }

    private double read(
            String option,
            @Nullable String text,
            double otherwise,
            double least,
            double most,
            String kind,
            ToDoubleFunction<String> parser) {
        if (text == null) {
            return otherwise;
        }
        try {
            double number = parser.applyAsDouble(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        problems.add(Problem.usage(
                option + " " + text + ": use " + kind + " from " + (long) least + " to " + (long) most + "."));
        return otherwise;
    }
}
