package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.cli.console.Spelling;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options from files. The command line wins, then {@code --load}, then {@code --config}, or without that the file in the working
 * folder, then the one of the user. Saved labs are such files too, in the folder {@code labs} of the user's.
 */
final class SettingsOptions {
    /** In the working folder, and in the user's folder. */
    static final String FILE = "cluster-lab.properties";

    private static final String SUFFIX = ".properties";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /** They choose files, or ask for one thing only. */
    private static final Set<String> ONLY_TYPED = Set.of("help", "version", "config", "load", "save", "dry-run");

    /** They are of one run, not of a lab. */
    private static final Set<String> OF_A_RUN = Set.of("json", "verbose", "detach", "open", "lang");

    /** Their values may be secrets: they are neither shown nor saved. */
    private static final Set<String> SECRET = Set.of("ajp-secret", "env", "system-property");

    /** Options of a JVM: a size or a switch is saved, but a property, an agent or a file may hold a secret or name one. */
    private static final String JVM_OPTIONS = "jvm-options";

    private static final Pattern PLAIN_JVM_OPTION =
            Pattern.compile("-X(?!X:On|bootclasspath|log|run)[\\w:+=.,/-]*|-ea|-esa|-server");

    /** Their values may be paths: they are saved as absolute ones. */
    private static final Set<String> PATHS = Set.of(
            "cluster", "httpd", "tomcat", "java", "webapp", "context-xml", "lib", "dir", "target", "agent-token-file");

    /** What an experiment has in its own way, or can't have. */
    private static final Set<String> NOT_FOR_EXPERIMENTS = Set.of(
            "webapp", "context-path", "context-xml", "distributable", "deployer", "dir", "keep", "admin-port", "seed");

    /** Of each, one excludes the others: a stronger source's choice removes a weaker one's. */
    private static final List<Set<String>> EXCLUSIVE =
            List.of(Set.of("process", "tomcat", "target", "from"), Set.of("preset", "cluster", "target"));

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read options from this file, or none. Default: " + FILE
                    + " in the working folder, then the one of the user (~/.config/cluster-lab)")
    @Nullable
    String config;

    @Option(names = "--load", paramLabel = "NAME", description = "Read the options that --save wrote")
    @Nullable
    String load;

    /** Where the user's file and saved labs are. */
    Path home = home(System.getenv()::get, System::getProperty);

    /** The working folder. */
    Path here = Path.of("");

    private final List<Applied> applied = new ArrayList<>();

    /**
     * An option that a file has set.
     *
     * @param key long name of the option, without dashes
     */
    record Applied(String key, String value, Path file, int line) {
        /** The same on the command line; empty for what may be a secret. */
        Optional<String> asTyped() {
            if (isSecret(key, value)) {
                return Optional.empty();
            }
            return Optional.of(
                    value.equals("true")
                            ? "--" + key
                            : value.equals("false")
                                    ? "--no-" + key
                                    : ExperimentOptions.quoted("--" + key + "=" + value));
        }

        /** For {@code --dry-run --json}; a value that may be a secret is null. */
        Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("option", key);
            json.put("value", isSecret(key, value) ? null : value);
            json.put("file", file.toString());
            json.put("line", line);
            return json;
        }
    }

    /** XDG_CONFIG_HOME, else the usual place of the system. */
    static Path home(Function<String, @Nullable String> environment, Function<String, @Nullable String> properties) {
        String own = environment.apply("XDG_CONFIG_HOME");
        if (own != null && !own.isEmpty()) {
            return Path.of(own, "cluster-lab");
        }
        String user = String.valueOf(properties.apply("user.home"));
        String system = String.valueOf(properties.apply("os.name")).toLowerCase(Locale.ROOT);
        String roaming = environment.apply("APPDATA");
        if (system.contains("win") && roaming != null) {
            return Path.of(roaming, "cluster-lab");
        }
        return system.contains("mac")
                ? Path.of(user, "Library", "Application Support", "cluster-lab")
                : Path.of(user, ".config", "cluster-lab");
    }

    /** Whether this value may be a secret. */
    private static boolean isSecret(String key, String value) {
        return SECRET.contains(key)
                || (key.equals(JVM_OPTIONS)
                        && !Arrays.stream(value.strip().split("\\s+"))
                                .allMatch(word -> word.isEmpty()
                                        || PLAIN_JVM_OPTION.matcher(word).matches()));
    }

    /**
     * Sets the options that the files have and the command line has not.
     *
     * @return all that is wrong in the files' lines; then the other options are set, so that what is wrong with their values can be
     *     told too
     * @throws SpecException if a file can't be read
     */
    List<Problem> apply(CommandSpec command) throws SpecException {
        ParseResult typed = command.commandLine().getParseResult();
        Set<String> set = new HashSet<>();
        command.options().stream().filter(typed::hasMatchedOption).forEach(option -> set.add(key(option)));
        Set<String> known = known(command);
        List<Problem> problems = new ArrayList<>();
        for (OptionsFile file : files()) {
            problems.addAll(file.problems());
            Set<String> stronger = Set.copyOf(set);
            Map<String, List<OptionsFile.Entry>> byKey = file.entries().stream()
                    .collect(Collectors.groupingBy(OptionsFile.Entry::key, LinkedHashMap::new, Collectors.toList()));
            byKey.forEach((key, entries) -> {
                if (!known.contains(key)) {
                    entries.forEach(entry -> problems.add(Problem.usage(file.at(entry) + ": " + unknown(key, known))));
                    return;
                }
                OptionSpec option = command.findOption("--" + key);
                if (stronger.contains(key) || isExcluded(key, stronger) || option == null || !isFor(command, key)) {
                    return;
                }
                set(option, key, entries, file, problems);
                set.add(key);
            });
        }
        return problems;
    }

    /**
     * All that is wrong: in the files' lines, and with values, of which those from a file are told with its line.
     *
     * @param inFiles what {@link #apply} returned
     * @param withValues what the options' reader found, each beginning with its option
     */
    SpecException all(List<Problem> inFiles, SpecException withValues) {
        List<Problem> all = new ArrayList<>(inFiles);
        withValues.problems().forEach(problem -> all.add(new Problem(problem.kind(), placed(problem.message()))));
        return new SpecException(all);
    }

    private String placed(String message) {
        return applied.stream()
                .filter(one -> message.matches("(?s)--" + Pattern.quote(one.key()) + "[ :,].*"))
                .findFirst()
                .map(one -> one.file() + ", line " + one.line() + ": " + message)
                .orElse(message);
    }

    private static boolean isFor(CommandSpec command, String key) {
        return command.userObject() instanceof Launch || !NOT_FOR_EXPERIMENTS.contains(key);
    }

    private static boolean isExcluded(String key, Set<String> stronger) {
        return EXCLUSIVE.stream()
                .anyMatch(group -> group.contains(key) && stronger.stream().anyMatch(group::contains));
    }

    private void set(
            OptionSpec option, String key, List<OptionsFile.Entry> entries, OptionsFile file, List<Problem> problems) {
        OptionsFile.Entry first = entries.get(0);
        if (entries.size() > 1 && !option.isMultiValue()) {
            problems.add(Problem.usage(file.at(entries.get(1)) + ": " + key + " is in line " + first.line()
                    + " too; leave one of them out."));
            return;
        }
        try {
            if (option.isMultiValue()) {
                option.setValue(entries.stream().map(OptionsFile.Entry::value).toList());
            } else if (isSwitch(option)) {
                Boolean on = truth(first.value());
                if (on == null) {
                    problems.add(
                            Problem.usage(file.at(first) + ": " + key + " " + first.value() + ": use true or false."));
                    return;
                }
                option.setValue(on);
            } else if (first.value().isEmpty()) {
                problems.add(Problem.usage(file.at(first) + ": " + key + " has no value; write " + key + " = "
                        + option.paramLabel() + "."));
                return;
            } else {
                option.setValue(first.value());
            }
        } catch (ParameterException e) {
            String reason = e.getCause() instanceof ParameterException cause ? cause.getMessage() : e.getMessage();
            problems.add(Problem.usage(file.at(first) + ": " + reason + "."));
            return;
        }
        entries.forEach(entry -> applied.add(new Applied(
                key,
                isSwitch(option) ? String.valueOf(truth(entry.value())) : entry.value(),
                file.path(),
                entry.line())));
    }

    private static boolean isSwitch(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    private static @Nullable Boolean truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "true", "yes", "on" -> Boolean.TRUE;
            case "false", "no", "off" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** The names of the options of a lab and of this command. */
    private static Set<String> known(CommandSpec command) {
        Set<String> names = new TreeSet<>();
        CommandLine run = command.root().subcommands().get("run");
        Stream.concat(
                        command.options().stream(),
                        run == null ? Stream.empty() : run.getCommandSpec().options().stream())
                .map(SettingsOptions::key)
                .filter(key -> !ONLY_TYPED.contains(key))
                .forEach(names::add);
        return names;
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^--?", "");
    }

    private static String unknown(String key, Collection<String> known) {
        if (ONLY_TYPED.contains(key)) {
            return key + " is for the command line only; leave it out.";
        }
        return Spelling.closest(key, known)
                .map(name -> "there is no option " + key + "; did you mean " + name + "?")
                .orElse("there is no option " + key + "; see cluster-lab --help.");
    }

    /** The strongest first. */
    private List<OptionsFile> files() throws SpecException {
        List<OptionsFile> files = new ArrayList<>();
        if (load != null) {
            files.add(OptionsFile.read(saved(load)));
        }
        if (config == null) {
            for (Path file : List.of(here.resolve(FILE), home.resolve(FILE))) {
                if (Files.exists(file)) {
                    files.add(OptionsFile.read(file));
                }
            }
        } else if (!config.equals("none")) {
            try {
                files.add(OptionsFile.read(Path.of(config)));
            } catch (InvalidPathException e) {
                throw new SpecException(
                        List.of(Problem.usage("--config '" + config + "': this is not a path; name a file.")));
            }
        }
        return files;
    }

    private Path saved(String name) throws SpecException {
        check("--load", name);
        Path file = labs().resolve(name + SUFFIX);
        if (!Files.exists(file)) {
            List<String> names = names();
            throw new SpecException(List.of(Problem.unavailable("--load " + name
                    + ": no lab was saved under this name; "
                    + (names.isEmpty() ? "--save NAME saves one." : "saved: " + String.join(", ", names) + "."))));
        }
        return file;
    }

    private static void check(String option, String name) throws SpecException {
        if (!name.matches(NAME)) {
            throw new SpecException(
                    List.of(
                            Problem.usage(
                                    option + " '" + name
                                            + "': use at most 64 letters, digits, points, dashes and underscores. --config FILE reads a file.")));
        }
    }

    private Path labs() {
        return home.resolve("labs");
    }

    /** The saved labs, sorted. */
    List<String> names() {
        try (Stream<Path> files = Files.list(labs())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** What the files have set, in their order. */
    List<Applied> applied() {
        return applied;
    }

    /** One sentence for each file that has set something. */
    List<String> notices() {
        Map<Path, List<Applied>> files =
                applied.stream().collect(Collectors.groupingBy(Applied::file, LinkedHashMap::new, Collectors.toList()));
        return files.entrySet().stream()
                .map(file -> tr(
                        "Options from %s: %s.",
                        file.getKey(),
                        file.getValue().stream().map(Applied::key).distinct().collect(Collectors.joining(", "))))
                .toList();
    }

    /** A row for each option from a file, for {@code --dry-run}. */
    String rows() {
        StringBuilder text = new StringBuilder();
        for (Applied one : applied) {
            text.append("  ")
                    .append(one.key())
                    .append(isSecret(one.key(), one.value()) ? "" : " = " + one.value())
                    .append("   ")
                    .append(one.file())
                    .append(", line ")
                    .append(one.line())
                    .append('\n');
        }
        return text.isEmpty() ? "" : tr("Options from files:") + "\n" + text;
    }

    /**
     * Saves the options of this lab, typed or from files, for {@code --load}. Secrets are left out.
     *
     * @return sentences for the user
     * @throws SpecException if the name is none or the file can't be written; nothing is changed then
     */
    List<String> save(String name, CommandSpec command) throws SpecException {
        check("--save", name);
        ParseResult typed = command.commandLine().getParseResult();
        Set<String> set = new HashSet<>();
        applied.forEach(one -> set.add(one.key()));
        List<String> secrets = new ArrayList<>();
        StringBuilder text = new StringBuilder(
                "# Options of a lab: cluster-lab --load " + name + "; elsewhere cluster-lab --config FILE.\n");
        for (OptionSpec option : command.options()) {
            String key = key(option);
            boolean given = typed.hasMatchedOption(option) || set.contains(key);
            if (!given || ONLY_TYPED.contains(key) || OF_A_RUN.contains(key)) {
                continue;
            }
            String value = String.valueOf(option.<Object>getValue());
            if (isSecret(key, value)) {
                secrets.add(key);
                continue;
            }
            text.append(OptionsFile.line(key, absolute(key, value)));
        }
        Path file = labs().resolve(name + SUFFIX);
        boolean before = Files.exists(file);
        try {
            OwnerOnly.folders(labs());
            try (OutputStream out = OwnerOnly.replace(file)) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new SpecException(List.of(Problem.unavailable("--save " + name + ": " + file + " can't be written: "
                    + e.getMessage() + "; make the folder writable, or set XDG_CONFIG_HOME.")));
        }
        List<String> told = new ArrayList<>();
        told.add(
                before
                        ? tr("Saved again as %s: %s. cluster-lab --load %s starts it.", name, file, name)
                        : tr("Saved as %s: %s. cluster-lab --load %s starts it.", name, file, name));
        if (!secrets.isEmpty()) {
            told.add(tr("Not saved, since it may be a secret: %s.", String.join(", ", secrets)));
        }
        return told;
    }

    /** A path of this machine as an absolute one, whatever else it was as it was. */
    private static String absolute(String key, String value) {
        try {
            return PATHS.contains(key) && Files.exists(Path.of(value))
                    ? Path.of(value).toAbsolutePath().normalize().toString()
                    : value;
        } catch (InvalidPathException e) {
            return value;
        }
    }
}
