package clusterlab.cli;

import clusterlab.config.StockCluster;
import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.ExportFolder;
import clusterlab.export.Source;
import clusterlab.spec.ClusterPlan;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Writes the plan as files for other programs into a new folder: what all such commands share. */
abstract class ExportFilesCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", description = "New or empty folder for the files")
    @Nullable
    private String out;

    @Option(names = "--force", description = "Replace an earlier export in the folder")
    private boolean force;

    @Option(names = "--json", description = "Print only one JSON object to stdout")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Unmatched
    private final List<String> unmatched = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec command;

    /** The word after {@code export}. */
    abstract String name();

    /**
     * Finds what this export can't do.
     *
     * @param problems receives what is wrong
     */
    abstract void check(ClusterSpec spec, List<Problem> problems);

    /**
     * The plan to export, from the plan of the options.
     *
     * @throws SpecException if something can't be exported
     */
    abstract Export export(Topology topology, Path dir, Source source) throws SpecException, IOException;

    /** What the user does next: lines with a line break, indented by two blanks. */
    abstract String next(Topology topology, Path dir);

    @Override
    public final Integer call() {
        Output output = Main.output(json);
        try {
            write(output);
            return ExitCode.OK;
        } catch (SpecException e) {
            return Launch.refuse(e, output);
        }
    }

    private void write(Output output) throws SpecException {
        List<Problem> problems = new ArrayList<>();
        Path dir = folder(problems);
        ClusterSpec spec = null;
        try {
            spec = options.spec(unmatched);
            checkPorts(spec, problems);
            checkLab(spec, problems);
            checkApplication(spec, dir, problems);
            check(spec, problems);
        } catch (SpecException e) {
            problems.addAll(e.problems());
        }
        if (dir == null || spec == null || !problems.isEmpty()) {
            throw new SpecException(problems);
        }
        Planner.Plan plan = Planner.plan(spec, PortPolicy.assuming(Set.of()));
        Topology topology = plan.topology();
        Optional<String> refused = StockCluster.refusal(topology);
        if (refused.isPresent()) {
            throw new SpecException(List.of(Problem.usage("--cluster: " + refused.get())));
        }
        Source source = source(command, name());
        Export export;
        try {
            export = export(topology, dir, source);
        } catch (IOException e) {
            throw new SpecException(List.of(Problem.unavailable("export " + name() + ": " + e.getMessage() + ".")));
        } catch (IllegalArgumentException e) {
            throw new SpecException(List.of(Problem.usage("export " + name() + ": " + e.getMessage())));
        }
        try {
            new ExportFolder(dir).write(source, export);
        } catch (IOException e) {
            throw new SpecException(List.of(Problem.unavailable(
                    "--out " + out + ": can't be written (" + e.getMessage() + "); name another folder.")));
        }
        notices(plan).forEach(output::say);
        remarks(spec).forEach(output::say);
        output.text(text(topology, dir, export));
        output.json(json(dir, export));
    }

    /** Whether {@code --front} was typed. */
    final boolean frontAsked() {
        return options.front != null;
    }

    /** What these files have in another way than it was asked for; sentences. */
    List<String> remarks(ClusterSpec spec) {
        return List.of();
    }

    /** The words as they were typed: the commands and all options. */
    static Source source(@Nullable CommandSpec command, String name) {
        return Source.of(
                command == null
                        ? List.of("export", name)
                        : command.commandLine().getParseResult().originalArgs());
    }

    private @Nullable Path folder(List<Problem> problems) {
        if (out == null || out.isBlank()) {
            problems.add(Problem.usage("--out: name a new folder for the files, such as --out " + name() + "."));
            return null;
        }
        Path dir;
        try {
            dir = Path.of(out).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            problems.add(Problem.usage("--out '" + out + "': this is not a path; name a folder."));
            return null;
        }
        Optional<Problem> unwritable = Planner.folderProblem("--out", dir);
        if (unwritable.isPresent()) {
            problems.add(unwritable.get());
            return null;
        }
        try {
            new ExportFolder(dir)
                    .refusal(force)
                    .ifPresent(why -> problems.add(Problem.unavailable("--out " + out + ": " + why)));
        } catch (IOException e) {
            problems.add(Problem.unavailable(
                    "--out " + out + ": can't be read (" + e.getMessage() + "); name another folder."));
        }
        return dir;
    }

    private static void checkPorts(ClusterSpec spec, List<Problem> problems) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--http-port", spec.http().base());
        ports.put("--ajp-port", spec.ajp().base());
        ports.put("--receiver-port", spec.receiver().base());
        ports.put("--front-port", spec.front().base());
        ports.forEach((option, port) -> {
            if (port == 0) {
                problems.add(Problem.usage(option + " 0: files need fixed ports; use a port number."));
            }
        });
    }

    /** What only a lab has: its API server and name service, and the folder that it deploys from. */
    private static void checkLab(ClusterSpec spec, List<Problem> problems) {
        if (spec.channel().membership().isCloud()) {
            problems.add(Problem.usage("--membership "
                    + spec.channel().membership().word()
                    + ": that asks the lab's own server, which no other cluster has; use export kubernetes, or export compose"
                    + " --discovery dns."));
        }
        if (spec.deployer()) {
            problems.add(Problem.usage("--deployer: it watches a folder of the lab; leave it out."));
        }
    }

    private static void checkApplication(ClusterSpec spec, @Nullable Path dir, List<Problem> problems) {
        if (spec.distributable()) {
            problems.add(
                    Problem.usage("--distributable: a Tomcat without the lab follows the application's descriptors;"
                            + " put <distributable/> into its WEB-INF/web.xml and leave the option out."));
        }
        spec.webapp()
                .filter(app ->
                        dir != null && dir.startsWith(app.toAbsolutePath().normalize()))
                .ifPresent(app -> problems.add(Problem.usage(
                        "--out " + dir + ": this is inside of --webapp " + app + "; name a folder outside of it.")));
    }

    /** What the files have of a {@code --cluster FILE} that the file has not; sentences. */
    abstract List<String> differences(Topology topology);

    /** Those of the plan, but with what these files change of the user's element in place of what a lab changes. */
    private List<String> notices(Planner.Plan plan) {
        Topology topology = plan.topology();
        Optional<String> file = topology.imported().map(ImportedCluster::file);
        if (file.isEmpty()) {
            return plan.notices();
        }
        String prefix = "--cluster " + file.get() + ", ";
        Set<String> ofLab = ClusterPlan.changes(topology).stream()
                .map(change -> prefix + change + ".")
                .collect(Collectors.toSet());
        return Stream.concat(
                        plan.notices().stream().filter(notice -> !ofLab.contains(notice)),
                        differences(topology).stream().map(difference -> prefix + difference))
                .toList();
    }

    private String text(Topology topology, Path dir, Export export) {
        StringBuilder text = new StringBuilder("Written to " + dir + "; nothing was started.\n\n");
        for (ConfigFile file : shown(export)) {
            text.append("  ").append(file.path());
            text.append(file.ownerOnly() ? "  (contains a secret: only you can read it)\n" : "\n");
        }
        export.copies().forEach(copy -> text.append("  ").append(copy.path()).append('\n'));
        return text.append('\n').append(next(topology, dir)).toString();
    }

    private Map<String, Object> json(Path dir, Export export) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", "exported");
        json.put("what", name());
        json.put("dir", dir.toString());
        List<Map<String, Object>> files = new ArrayList<>();
        shown(export).forEach(file -> files.add(Map.of("path", file.path(), "ownerOnly", file.ownerOnly())));
        export.copies().forEach(copy -> files.add(Map.of("path", copy.path(), "ownerOnly", false)));
        json.put("files", files);
        return json;
    }

    /** The files without those that only create a folder. */
    private static List<ConfigFile> shown(Export export) {
        return export.files().stream().filter(file -> !file.content().isEmpty()).toList();
    }
}
