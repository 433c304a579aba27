package clusterlab.testing;

import clusterlab.TestFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Small shops, each with one planted mistake and with a twin without it, compiled and packed when they are asked for. All are
 * driven in the same way: GET / (login form), POST /login name, POST /add item (tea, cup or pot), GET /basket, POST /checkout,
 * GET /done. Each form has a hidden field {@code csrf}; a POST with another value gets a 403.
 *
 * <pre>
 * src/test/apps/
 *   shop/                 what all share: java/ is compiled, the rest is copied
 *   NAME/common/          what both twins have in addition, or instead
 *   NAME/broken/, mended/ what is special; an empty file removes the one it would replace
 *     WEB-INF/lib/X.jar/  packed as a jar
 * </pre>
 *
 * An application {@code javax-NAME} is NAME, compiled for javax.servlet 4.0.
 */
public final class TestApps {
    private static final Path SOURCES = Path.of("src", "test", "apps");

    /** Filled by Maven, see the pom. */
    private static final Path LIBRARIES = Path.of("target", "test-apps");

    private static final String JAVAX = "javax-";
    private static final String SPRING = "spring-boot";

    private static final List<String> ALL = List.of(
            "in-place",
            "not-serializable",
            "nested-field",
            "not-distributable",
            "fragment-veto",
            "early-answer",
            "unreadable",
            "grows",
            "changes-type",
            "listener",
            "transient-field",
            "static-state",
            "context-map",
            "cdi-bean",
            "spring-bean",
            JAVAX + "in-place",
            JAVAX + "nested-field",
            JAVAX + "fragment-veto",
            SPRING);

    private static final Map<String, Path> FOLDERS = new ConcurrentHashMap<>();
    private static final Map<String, Path> WARS = new ConcurrentHashMap<>();
    private static final Path BUILT = built();

    private TestApps() {}

    /** The names of all applications. */
    public static List<String> all() {
        return ALL;
    }

    /** Whether it is written for javax.servlet. */
    public static boolean isJavax(String name) {
        return name.startsWith(JAVAX);
    }

    /** The application as a WAR. The file is shared by all tests of this JVM: do not change it. */
    public static Path war(String name, Twin twin) {
        return WARS.computeIfAbsent(key(name, twin), key -> {
            try {
                Path war = BUILT.resolve(key + ".war");
                pack(exploded(name, twin), war);
                return war;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The application as a folder. It is shared by all tests of this JVM: do not change it. */
    public static Path exploded(String name, Twin twin) {
        if (!ALL.contains(name)) {
            throw new IllegalArgumentException("there is no test application " + name + ": " + ALL);
        }
        return FOLDERS.computeIfAbsent(key(name, twin), key -> {
            try {
                return build(name, twin, BUILT.resolve(key));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Builds an application of a test's own, with the descriptor of the shop, below a folder that is empty or missing.
     *
     * @param sources paths below a source folder, such as {@code demo/A.java}, to their text
     */
    public static Path of(Path target, Map<String, String> sources) throws IOException {
        Path java = Files.createDirectories(target.resolveSibling(target.getFileName() + ".java"));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = java.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        Path classes = Files.createDirectories(target.resolve("WEB-INF/classes"));
        Files.copy(SOURCES.resolve("shop/WEB-INF/web.xml"), target.resolve("WEB-INF/web.xml"));
        compile(files, classes, false, List.of());
        return target;
    }

    private static String key(String name, Twin twin) {
        return name + "-" + twin.name().toLowerCase(Locale.ROOT);
    }

    private static Path built() {
        try {
            Path folder = Files.createTempDirectory("cluster-lab-test-apps-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    TestFolders.delete(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path build(String name, Twin twin, Path target) throws IOException {
        String base = isJavax(name) ? name.substring(JAVAX.length()) : name;
        Map<String, Path> files = new TreeMap<>();
        layer(SOURCES.resolve("shop"), files);
        layer(SOURCES.resolve(base).resolve("common"), files);
        layer(SOURCES.resolve(base).resolve(twin.name().toLowerCase(Locale.ROOT)), files);
        List<Path> sources = new ArrayList<>();
        Path java = Files.createDirectories(target.resolveSibling(target.getFileName() + ".java"));
        for (Map.Entry<String, Path> file : files.entrySet()) {
            boolean source = file.getKey().startsWith("java/");
            Path to = (source ? java : target).resolve(file.getKey());
            Files.createDirectories(to.getParent());
            String text = Files.readString(file.getValue());
            Files.writeString(to, isJavax(name) ? asJavax(text) : text);
            if (source) {
                sources.add(to);
            }
        }
        Path classes = Files.createDirectories(target.resolve("WEB-INF/classes"));
        List<Path> libraries = base.equals(SPRING) ? springJars() : List.of();
        compile(sources, classes, isJavax(name), libraries);
        for (Path library : libraries) {
            Path lib = Files.createDirectories(target.resolve("WEB-INF/lib"));
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        packJars(target);
        return target;
    }

    private static void layer(Path folder, Map<String, Path> files) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (Files.size(file) == 0) {
                    files.remove(path);
                } else {
                    files.put(path, file);
                }
            }
        }
    }

    private static String asJavax(String text) {
        return text.replace("jakarta.servlet.", "javax.servlet.")
                .replace(
                        "https://jakarta.ee/xml/ns/jakartaee\" version=\"5.0\"",
                        "http://xmlns.jcp.org/xml/ns/javaee\" version=\"4.0\"");
    }

    private static List<Path> springJars() throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES.resolve("spring"))) {
            return jars.sorted().toList();
        }
    }

    private static void compile(List<Path> sources, Path classes, boolean javax, List<Path> libraries)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> path = new ArrayList<>(libraries);
        path.add(javax ? LIBRARIES.resolve("javax.servlet-api.jar") : servletApi());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-classpath",
                    String.join(
                            java.io.File.pathSeparator,
                            path.stream().map(Path::toString).toList()),
                    "-proc:none",
                    "-parameters",
                    "-g",
                    "--release",
                    "11");
            List<String> withRelease = libraries.isEmpty() ? options : withRelease17(options);
            if (!compiler.getTask(null, files, null, withRelease, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new IllegalStateException("the test application does not compile, see stderr: " + sources);
            }
        }
    }

    /** Spring Boot 3 needs it. */
    private static List<String> withRelease17(List<String> options) {
        List<String> all = new ArrayList<>(options.subList(0, options.size() - 1));
        all.add("17");
        return all;
    }

    private static Path servletApi() {
        return Path.of(jakarta.servlet.Servlet.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    private static void packJars(Path target) throws IOException {
        Path lib = target.resolve("WEB-INF/lib");
        if (!Files.isDirectory(lib)) {
            return;
        }
        try (Stream<Path> all = Files.list(lib)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Path content =
                        Files.move(folder, target.resolveSibling(target.getFileName() + "." + folder.getFileName()));
                pack(content, folder);
            }
        }
    }

    /** Packs a folder, with the same bytes each time. */
    public static void pack(Path folder, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry = new ZipEntry(folder.relativize(path).toString().replace('\\', '/'));
                entry.setTime(1_700_000_000_000L);
                zip.putNextEntry(entry);
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
    }
}
