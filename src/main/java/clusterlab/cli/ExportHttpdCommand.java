package clusterlab.cli;

import clusterlab.export.ConfigFile;
import clusterlab.export.ConfigWriter;
import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdLayout;
import clusterlab.export.HttpdTarget;
import clusterlab.export.Source;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Writes the front as files for an Apache httpd, and a file of options for a lab that fits them. The secret is only in
 * the files, not on the terminal or in the list of processes.
 */
@Command(
        name = "httpd",
        description = "Write configuration files of the front for Apache httpd 2.4: mod_jk and mod_proxy",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportHttpdCommand implements Callable<Integer> {
    private static final Map<String, HttpdLayout> LAYOUTS = Map.of(
            "debian", HttpdLayout.DEBIAN,
            "rhel", HttpdLayout.RHEL,
            "macos", HttpdLayout.MACOS,
            "homebrew", HttpdLayout.HOMEBREW);

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the files; created if it is missing")
    @Nullable
    private String out;

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description =
                    "File layout of the httpd: debian, rhel, macos, homebrew. Default: as installed here, otherwise debian")
    @Nullable
    private String layout;

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

    @Override
    public Integer call() {
        Output output = Main.output(json);
        try {
            export(output);
            return ExitCode.OK;
        } catch (SpecException e) {
            return Launch.refuse(e, output);
        }
    }

    private void export(Output output) throws SpecException {
        List<Problem> problems = new ArrayList<>();
        HttpdLayout chosen =
                layout == null ? HttpdLayout.ofThisMachine() : LAYOUTS.get(layout.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            problems.add(Problem.usage("--layout " + layout + ": use one of "
                    + String.join(", ", LAYOUTS.keySet().stream().sorted().toList()) + "."));
        }
        Path dir = folder(problems);
        ClusterSpec spec = null;
        try {
            spec = options.spec(unmatched);
            checkFront(spec, problems);
        } catch (SpecException e) {
            problems.addAll(e.problems());
        }
        if (chosen == null || dir == null || spec == null || !problems.isEmpty()) {
            throw new SpecException(problems);
        }
        Connector connector = spec.balancer().connector().orElse(Connector.MOD_JK);
        Planner.Plan plan = Planner.plan(spec, PortPolicy.assuming(Set.of()));
        Topology topology = plan.topology();
        Source source = ExportFilesCommand.source(command, "httpd");
        List<ConfigFile> files;
        try {
            files = HttpdFiles.of(topology, HttpdTarget.of(chosen, connector, dir.toString())).stream()
                    .map(source::signed)
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (IllegalArgumentException e) {
            throw new SpecException(List.of(Problem.usage("--out " + dir + ": " + e.getMessage())));
        }
        files.add(new ConfigFile(LabOptions.FILE, source.hash() + LabOptions.text(spec, topology, true), true));
        try {
            ConfigWriter.write(dir, files);
        } catch (IOException e) {
            throw new SpecException(List.of(Problem.unavailable(
                    "--out " + dir + ": can't be written (" + e.getMessage() + "); name a writable folder.")));
        }
        plan.notices().forEach(output::say);
        output.text(text(dir, files, chosen, connector, topology));
        output.json(json(dir, files, chosen, connector, topology));
    }

    private @Nullable Path folder(List<Problem> problems) {
        if (out == null || out.isEmpty()) {
            problems.add(Problem.usage("--out: name the folder for the files, such as --out httpd."));
            return null;
        }
        Path dir;
        try {
            dir = Path.of(out).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            problems.add(Problem.usage("--out '" + out + "': this is not a path; name a folder."));
            return null;
        }
        Path existing = dir;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            problems.add(Problem.unavailable("--out " + out + ": " + (existing == null ? dir : existing)
                    + " is not a writable folder; name another."));
        }
        return dir;
    }

    /** Refuses settings that a lab chooses at its start: a file needs fixed values. */
    private static void checkFront(ClusterSpec spec, List<Problem> problems) {
        if (spec.balancer().kind() == BalancerSpec.Kind.NONE) {
            problems.add(Problem.usage("--front none: there is no front to write a configuration for; leave it out."));
        }
        if (spec.ajp().base() == 0) {
            problems.add(Problem.usage("--ajp-port 0: a configuration needs fixed ports; use a port number."));
        }
        if (spec.front().base() == 0) {
            problems.add(Problem.usage("--front-port 0: a configuration needs a fixed port; use a port number."));
        }
    }

    private static String text(
            Path dir, List<ConfigFile> files, HttpdLayout layout, Connector connector, Topology topology) {
        StringBuilder text = new StringBuilder("Written to " + dir + " for httpd with " + connector.word() + " ("
                + layout.name() + "); nothing was started.\n\n");
        for (ConfigFile file : shown(files)) {
            text.append("  ").append(file.path());
            text.append(file.ownerOnly() ? "  (contains a secret: only you can read it)\n" : "\n");
        }
        text.append("\n  httpd  ").append(httpd(dir, layout)).append("  (as any user except root)");
        text.append("\n  lab    java -jar cluster-lab.jar ").append(Shell.quote("@" + dir.resolve(LabOptions.FILE)));
        text.append("\n  open   ").append(url(topology)).append("\n\n");
        text.append(LabOptions.FILE + " gives the nodes the ports and the AJP secret of these files; options such as\n"
                + "--webapp may follow it. For an httpd that runs already, see the first lines of\n"
                + (connector == Connector.MOD_JK ? HttpdFiles.JK_CONF : HttpdFiles.PROXY_CONF) + ".\n");
        return text.toString();
    }

    private static Map<String, Object> json(
            Path dir, List<ConfigFile> files, HttpdLayout layout, Connector connector, Topology topology) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", "exported");
        json.put("dir", dir.toString());
        json.put("layout", layout.name());
        json.put("connector", connector.word());
        json.put("front", url(topology));
        json.put("httpd", httpd(dir, layout));
        json.put("labOptions", dir.resolve(LabOptions.FILE).toString());
        json.put(
                "files",
                shown(files).stream()
                        .map(file -> Map.of("path", file.path(), "ownerOnly", file.ownerOnly()))
                        .toList());
        return json;
    }

    /** The files without those that only create a folder. */
    private static List<ConfigFile> shown(List<ConfigFile> files) {
        return files.stream().filter(file -> !file.content().isEmpty()).toList();
    }

    private static String httpd(Path dir, HttpdLayout layout) {
        return layout.programs().get(0) + " -f "
                + Shell.quote(dir.resolve(HttpdFiles.HTTPD_CONF).toString());
    }

    private static String url(Topology topology) {
        return "http://" + Topology.LOOPBACK + ":" + topology.frontPort() + topology.startPath();
    }

    /** Quotes the words of a command that the user can copy. */
    static final class Shell {
        private Shell() {}

        static String quote(String word) {
            return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
        }
    }
}
