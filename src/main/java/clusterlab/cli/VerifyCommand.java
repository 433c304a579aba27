package clusterlab.cli;

import clusterlab.app.doctor.Diagnosis;
import clusterlab.app.doctor.Doctor;
import clusterlab.app.doctor.DoctorOptions;
import clusterlab.app.doctor.UnreadableAppException;
import clusterlab.app.journey.HarException;
import clusterlab.app.journey.HarReader;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Logins;
import clusterlab.cluster.BootException;
import clusterlab.config.ClusterReader;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.files.OwnerOnly;
import clusterlab.report.VerifyHtml;
import clusterlab.report.VerifyReport;
import clusterlab.report.VerifyText;
import clusterlab.run.Verification;
import clusterlab.run.VerifyOrder;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Answers whether an application's sessions survive a failover. */
@Command(
        name = "verify",
        description = {
            "Does my application's session survive? Boot a lab with APP, walk a journey through it, kill, stop and leave the "
                    + "node that owns the session after each step, and compare every later answer with one without a fault.",
            "The journey is a HAR file: record it with 'cluster-lab record APP', or save it in a browser's network tools. "
                    + "Without one, links and forms of the start page are used.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:KEPT (VALID), no answer differed",
            "1:LOST (INVALID), an answer differed; the report shows both sides",
            "2:UNKNOWN, the evidence is missing",
            "64:An option, the application or the journey is wrong",
            "69:A port, httpd or a file is unavailable"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int MOST_EXAMINED = 8;

    @Parameters(paramLabel = "APP", arity = "1", description = "The application: a WAR or a folder")
    @Nullable
    String app;

    @Option(names = "--journey", paramLabel = "FILE", description = "HAR 1.2 of a user's way through the application")
    @Nullable
    String journey;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description =
                    "Number of simultaneous users, 1 to 200. Default: enough for a kill to hit one after each step, at most 24")
    @Nullable
    String clients;

    @Option(
            names = "--logins",
            paramLabel = "FILE",
            description =
                    "CSV with the names of fields in its first line, as in username,password, and a line for each user")
    @Nullable
    String logins;

    @Option(names = "--fault", paramLabel = "NAME", description = "kill, stop, move or all. Default: all")
    @Nullable
    String fault;

    @Option(
            names = "--ignore-attribute",
            paramLabel = "GLOB",
            description =
                    "Alarms of these attributes of the session don't decide the verdict, as in 'wicket:*'; may be repeated")
    List<String> ignored = new ArrayList<>();

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report to this file as HTML")
    @Nullable
    String report;

    @Option(names = "--json", description = "Print only the report to stdout, as one JSON object")
    boolean json;

    @Mixin
    final ClusterOptions options = new ClusterOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Unmatched
    final List<String> unmatched = new ArrayList<>();

    private final List<Problem> problems = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Output output = Main.output(json);
        ClusterReader.warmUp();
        VerifyOrder order;
        try {
            order = order();
        } catch (SpecException e) {
            return Launch.refuse(e, output);
        }
        return UntilEnded.run(output, () -> run(order, output));
    }

    private int run(VerifyOrder order, Output output)
            throws SpecException, BootException, IOException, InterruptedException {
        VerifyReport result =
                new Verification(order, output::progress, sentence -> output.say("Warning: " + sentence)).run();
        output.text(VerifyText.of(result, report != null));
        output.json(VerifyText.tree(result));
        if (report != null) {
            try (OutputStream out = OwnerOnly.replace(Path.of(report))) {
                out.write(VerifyHtml.of(result).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                output.say("cluster-lab: the report can't be written (" + e.getMessage()
                        + "); name another file with --report.");
                return ExitCode.UNAVAILABLE;
            }
            output.text("  report        " + report + "\n");
        }
        return output.failed() ? ExitCode.STDOUT_GONE : result.status().exitCode();
    }

    /**
     * The order.
     *
     * @throws SpecException with all errors
     */
    VerifyOrder order() throws SpecException {
        String named = String.valueOf(app);
        if (options.webapp != null) {
            problems.add(Problem.usage("--webapp: verify has its application as APP; leave it out."));
        }
        options.webapp = named;
        Optional<ClusterSpec> spec = spec();
        Optional<Journey> walked = journey();
        Logins read = logins();
        Optional<Integer> number = clients();
        List<VerifyOrder.Fault> faults = faults();
        reportFile();
        if (!problems.isEmpty() || spec.isEmpty()) {
            throw new SpecException(problems);
        }
        return new VerifyOrder(
                Optional.ofNullable(Path.of(named).toAbsolutePath().normalize().getFileName())
                        .map(Path::toString)
                        .orElse(named),
                spec.get(),
                walked,
                number,
                read,
                faults,
                ignored,
                examined(Path.of(named), spec.get().distributable()));
    }

    /** What the doctor says, without the notes, and without what {@code --distributable} has mended. */
    private static List<String> examined(Path app, boolean distributable) {
        Diagnosis diagnosis;
        try {
            diagnosis = Doctor.examine(app, DoctorOptions.DEFAULT);
        } catch (UnreadableAppException e) {
            return List.of("The doctor could not examine it: " + e.getMessage());
        }
        List<RuleFinding> weighty = diagnosis.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .filter(finding -> !distributable || !finding.rule().id().startsWith("distributable-"))
                .toList();
        List<String> sentences = new ArrayList<>();
        for (RuleFinding finding : weighty.subList(0, Math.min(MOST_EXAMINED, weighty.size()))) {
            String place = finding.place().toString();
            sentences.add("Doctor: " + (finding.what().startsWith(place) ? "" : place + ": ") + finding.what());
        }
        if (sentences.size() < weighty.size()) {
            sentences.add(
                    "Doctor: " + (weighty.size() - sentences.size()) + " more, see cluster-lab doctor " + app + ".");
        }
        return sentences;
    }

    /** The cluster: ports that nobody asked for are any free ones, and no dashboard. */
    private Optional<ClusterSpec> spec() {
        ClusterSpec asked;
        try {
            asked = options.spec(unmatched);
        } catch (SpecException e) {
            e.problems()
                    .forEach(problem -> problems.add(new Problem(
                            problem.kind(), problem.message().replace("--webapp " + app + ":", app + ":"))));
            return Optional.empty();
        }
        if (asked.balancer().kind() == BalancerSpec.Kind.NONE) {
            problems.add(Problem.usage("--front none: clients need a front; use embedded or httpd."));
        }
        if (asked.nodes() < 2) {
            problems.add(Problem.usage("--nodes 1: one node has no replica; use 2 or more."));
        }
        if (!asked.balancer().sticky()) {
            problems.add(Problem.usage(
                    "--no-sticky: a session needs an owner that can be hit; --fault move has an unsticky front."));
        }
        ClusterSpec.Builder spec = asked.toBuilder();
        if (options.adminPort == null) {
            spec.noAdmin();
        }
        return Optional.of(spec.build());
    }

    private Optional<Journey> journey() {
        if (journey == null) {
            return Optional.empty();
        }
        Optional<Path> file = path("--journey", journey);
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(Journey.of(HarReader.read(file.get())));
        } catch (HarException e) {
            problems.add(Problem.usage("--journey " + journey + ": " + e.getMessage() + "."));
        } catch (IOException e) {
            problems.add(
                    Problem.unavailable("--journey " + journey + ": the file can't be read; check its permissions."));
        }
        return Optional.empty();
    }

    private Logins logins() {
        if (logins == null) {
            return Logins.NONE;
        }
        if (journey == null) {
            problems.add(Problem.usage(
                    "--logins: without --journey nobody logs in; record a journey with cluster-lab record APP."));
        }
        Optional<Path> file = path("--logins", logins);
        try {
            return file.isEmpty() ? Logins.NONE : Logins.read(file.get());
        } catch (HarException e) {
            problems.add(Problem.usage("--logins " + logins + ": " + e.getMessage() + "."));
        } catch (IOException e) {
            problems.add(
                    Problem.unavailable("--logins " + logins + ": the file can't be read; check its permissions."));
        }
        return Logins.NONE;
    }

    private Optional<Integer> clients() {
        if (clients == null) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(clients.strip());
            if (number >= 1 && number <= VerifyOrder.MOST_CLIENTS) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        problems.add(
                Problem.usage("--clients " + clients + ": use a number from 1 to " + VerifyOrder.MOST_CLIENTS + "."));
        return Optional.empty();
    }

    private List<VerifyOrder.Fault> faults() {
        String word = fault == null ? "all" : fault.strip().toLowerCase(Locale.ROOT);
        List<VerifyOrder.Fault> all = List.of(VerifyOrder.Fault.values());
        List<VerifyOrder.Fault> chosen = all.stream()
                .filter(one -> word.equals("all") || word.equals(one.word()))
                .toList();
        if (chosen.isEmpty()) {
            problems.add(Problem.usage("--fault " + fault + ": use kill, stop, move or all."));
        }
        return chosen;
    }

    private void reportFile() {
        if (report == null) {
            return;
        }
        path("--report", report).ifPresent(file -> {
            Path parent = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
                problems.add(Problem.usage(
                        "--report " + report + ": name a file in a folder that exists, as in verify.html."));
            }
        });
    }

    private Optional<Path> path(String option, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            problems.add(Problem.usage(option + " '" + text + "': this is not a path."));
            return Optional.empty();
        }
    }
}
