package clusterlab.distribution;

import static clusterlab.spec.SpecException.Problem.unavailable;
import static clusterlab.spec.SpecException.Problem.usage;

import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the Tomcat that a text means: a CATALINA_HOME, a tar.gz or zip, or a version that is on this machine. */
public final class TomcatFinder {
    /** The beginning of a message's end. */
    private static final String USE = "use a CATALINA_HOME, a tar.gz or zip of a Tomcat, or a version such as 11.0.24.";

    private static final Pattern DOWNLOADED = Pattern.compile("(?:apache-)?tomcat-(.+?)\\.(?:tar\\.gz|zip)");

    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)*(-\\w+)?");

    /** Asked when a version is looked for. */
    private final Supplier<MavenRepository> maven;

    private final Path downloads;

    TomcatFinder(Supplier<MavenRepository> maven, Path downloads) {
        this.maven = maven;
        this.downloads = downloads;
    }

    /** Looks in the local Maven repository and in the lab's folder of downloads. */
    public static TomcatFinder ofThisMachine() {
        return new TomcatFinder(MavenRepository::ofUser, LabCache.ofUser().downloads());
    }

    /**
     * Looks in these folders.
     *
     * @param repository a local Maven repository
     * @param downloads with archives of Tomcats
     */
    public static TomcatFinder in(Path repository, Path downloads) {
        return new TomcatFinder(() -> new MavenRepository(repository.toAbsolutePath(), true), downloads);
    }

    /** What a text may be, as the end of a message. */
    public static String advice() {
        return USE.substring(0, USE.length() - 1);
    }

    /**
     * Finds a Tomcat. An archive that a version names is not opened: {@link Unpacker} checks it.
     *
     * @param option with which the message begins, such as {@code --tomcat}
     * @throws SpecException if there is none, or nodes can't run on it
     */
    public TomcatHome find(String option, String text) throws SpecException {
        String asked = option + " " + text + ": ";
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw refused(usage(asked + USE));
        }
        if (text.isBlank()) {
            throw refused(usage(option + " '" + text + "': " + USE));
        }
        if (Files.exists(path)) {
            return identified(asked, path.toAbsolutePath().normalize());
        }
        if (!NUMBERS.matcher(text).matches()) {
            throw refused(unavailable(asked + "there is no such file or folder; " + USE));
        }
        TomcatVersion version = version(option, text);
        return new TomcatHome(
                version.toString(), archive(version).orElseThrow(() -> refused(unavailable(asked + missing(version)))));
    }

    /**
     * The version that a text means, wherever it is.
     *
     * @param option with which the message begins
     * @throws SpecException if it is no version that nodes can run on
     */
    public static TomcatVersion version(String option, String text) throws SpecException {
        String asked = option + " " + text + ": ";
        TomcatVersion version = TomcatVersion.parse(text)
                .orElseThrow(() -> refused(
                        usage(asked + "this is not the version of a release; use all three numbers, as in 11.0.24.")));
        if (!version.isSupported()) {
            throw refused(unsupported(asked, version));
        }
        return version;
    }

    /**
     * Checks that a CATALINA_HOME holds the version that is said of it. An archive is not opened: {@link Unpacker} checks it.
     *
     * @throws IOException if it does not; the message says why, as a part of a sentence
     */
    public static void verify(TomcatHome tomcat) throws IOException {
        if (!Files.exists(tomcat.source())) {
            throw new IOException(tomcat.source() + " does not exist");
        }
        if (Files.isDirectory(tomcat.source())) {
            Optional<TomcatVersion> version = TomcatIdentity.ofHome(tomcat.source());
            if (!version.map(TomcatVersion::toString).equals(Optional.of(tomcat.version()))) {
                throw new IOException(tomcat.source() + " holds "
                        + version.map(found -> "Tomcat " + found).orElse("no Tomcat") + ", not " + tomcat.version());
            }
        }
    }

    /** Where this version is on this machine, if it is. */
    public Optional<Path> archive(TomcatVersion version) {
        return maven.get().find(version).or(() -> downloaded(version));
    }

    private Optional<Path> downloaded(TomcatVersion version) {
        return Stream.of("tomcat-", "apache-tomcat-")
                .flatMap(name -> Stream.of(".tar.gz", ".zip").map(ending -> name + version + ending))
                .map(downloads::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * The versions on this machine that nodes can run on, the oldest first: what {@link #archive} finds. None if the folders can't
     * be read.
     */
    public NavigableSet<TomcatVersion> atHand() {
        NavigableSet<TomcatVersion> found = new TreeSet<>();
        try {
            found.addAll(maven.get().versions());
            if (Files.isDirectory(downloads)) {
                try (Stream<Path> files = Files.list(downloads)) {
                    files.map(file -> DOWNLOADED.matcher(file.getFileName().toString()))
                            .filter(Matcher::matches)
                            .flatMap(name -> TomcatVersion.parse(name.group(1)).stream())
                            .forEach(found::add);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(TomcatFinder.class.getName()).log(System.Logger.Level.DEBUG, "versions at hand", e);
        }
        found.removeIf(version -> !version.isSupported());
        return found;
    }

    /**
     * Those of {@link #atHand} from one version to another, the oldest first.
     *
     * @param option with which the message begins
     * @param text two versions with two dots between them, as in {@code 11.0.13..11.0.24}
     * @throws SpecException if it is something else, or fewer than two are at hand
     */
    public List<TomcatHome> range(String option, String text) throws SpecException {
        int dots = text.indexOf("..");
        if (dots < 0) {
            throw refused(
                    usage(option + " " + text + ": use two versions, the older one first, as in 11.0.13..11.0.24."));
        }
        TomcatVersion from = version(option, text.substring(0, dots));
        TomcatVersion to = version(option, text.substring(dots + 2));
        if (from.compareTo(to) >= 0) {
            throw refused(usage(option + " " + text + ": name the older version first, and two that differ."));
        }
        List<TomcatHome> found = new ArrayList<>();
        for (TomcatVersion version : atHand()) {
            if (version.compareTo(from) >= 0 && version.compareTo(to) <= 0) {
                archive(version).ifPresent(path -> found.add(new TomcatHome(version.toString(), path)));
            }
        }
        if (found.size() < 2) {
            throw refused(unavailable(
                    option + " " + text + ": two versions or more from there are needed; " + atHandText() + "."));
        }
        return found;
    }

    /** What {@link #atHand} finds, as the end of a message. */
    public String atHandText() {
        NavigableSet<TomcatVersion> found = atHand();
        return found.isEmpty()
                ? "no Tomcat is on this machine; cluster-lab fetch tomcat VERSION gets one"
                : "at hand are " + found.stream().map(TomcatVersion::toString).collect(Collectors.joining(", "))
                        + "; cluster-lab fetch tomcat VERSION gets others";
    }

    /** The arguments with which Maven downloads this version to where {@link #archive} finds it. */
    List<String> download(TomcatVersion version) {
        return maven.get().download(version);
    }

    private String missing(TomcatVersion version) {
        return "Tomcat " + version + " is not on this machine, neither in the local Maven repository ("
                + maven.get().path() + ") nor in " + downloads + "; get it with: cluster-lab fetch tomcat " + version
                + " (or: mvn " + String.join(" ", download(version)) + ").";
    }

    private static TomcatHome identified(String asked, Path path) throws SpecException {
        boolean folder = Files.isDirectory(path);
        if (!folder && !Archive.hasName(path)) {
            throw refused(usage(asked + "this file is neither a tar.gz nor a zip; " + USE));
        }
        Optional<TomcatVersion> version;
        try {
            version = folder ? TomcatIdentity.ofHome(path) : TomcatIdentity.ofArchive(path);
        } catch (IOException e) {
            throw refused(unavailable(asked + "it can't be read (" + e.getMessage() + "); use an intact one."));
        }
        if (version.isEmpty()) {
            throw refused(
                    usage(asked + "there is no Tomcat with a version in it (" + TomcatIdentity.CATALINA + "); " + USE));
        }
        if (!version.get().isSupported()) {
            throw refused(unsupported(asked, version.get()));
        }
        return new TomcatHome(version.get().toString(), path);
    }

    private static Problem unsupported(String asked, TomcatVersion version) {
        return usage(asked + "nodes can't run on Tomcat " + version + "; use one of the lines "
                + TomcatVersion.SUPPORTED + ".");
    }

    private static SpecException refused(Problem problem) {
        return new SpecException(List.of(problem));
    }
}
