package clusterlab.spec;

import static clusterlab.spec.SpecException.Problem.unavailable;
import static clusterlab.spec.SpecException.Problem.usage;

import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What can be said of the user's application before a node starts: it is not readable, no WAR, has a broken web.xml, or
 * was made for the servlet API of other Tomcats (javax.servlet up to 9, jakarta.servlet since 10). In an application of
 * the last sort a Tomcat finds no servlet: the lab would be ready, and each page a 404.
 *
 * <p>The scan reads the constant pools of classes, for names of javax.servlet and jakarta.servlet. An application whose own
 * classes (WEB-INF/classes) only know javax.servlet, or whose libraries do if no own class knows either (as with Spring Boot 2, or
 * if web.xml names classes and all of them are in libraries),
 * is converted for the nodes that have jakarta.servlet. It refuses an application whose own classes only know jakarta.servlet if a
 * node has javax.servlet: nothing converts in that direction. It only warns if a library does: a library may be optional. Pages
 * without classes, which are compiled here, are never suspected.
 */
final class WebappCheck {
    /** A large application has some thousand classes of 3 kB; what lies behind that is not scanned. */
    private static final long MOST_BYTES = 64_000_000;

    private static final Pattern CLASSES = Pattern.compile("(.*:)?(servlet|filter|listener)-class");

    private static final String BUILD = "build it again, or give the application's folder.";

    private static final String NEWER = "Use a Tomcat 10.1 or 11 for all nodes.";

    private final Path app;
    /** How messages begin. */
    private final String name;

    private boolean javax;

    /** Whether web.xml names a servlet, filter or listener. */
    private boolean namesClasses;

    private @Nullable Problem problem;
    private @Nullable String notice;
    private long bytesLeft = MOST_BYTES;

    /** Those of the nodes. */
    private final Set<ServletApi> served;

    /** Where each was found first. */
    private final Map<ServletApi, String> found = new EnumMap<>(ServletApi.class);

    private WebappCheck(Path app, String name, Set<ServletApi> served) {
        this.app = app;
        this.name = name;
        this.served = served;
    }

    /** Checks a folder or WAR for nodes that have these APIs. */
    static WebappCheck of(Path app, Set<ServletApi> served) {
        return of(app, "--webapp " + app + ": ", served);
    }

    /** The same with messages that begin with this. */
    static WebappCheck of(Path app, String name, Set<ServletApi> served) {
        WebappCheck check = new WebappCheck(app, name, served);
        check.run();
        return check;
    }

    /** Why it can't be served, if anything. */
    Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether its classes only know javax.servlet. */
    boolean isJavax() {
        return javax;
    }

    /** A warning for the user, if any. */
    Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    private void run() {
        if (!Files.exists(app)) {
            problem = unavailable(name() + "there is no such folder or WAR file; check the path.");
        } else if (Files.isDirectory(app)) {
            try (Stream<Path> entries = Files.walk(app)) {
                if (entries.noneMatch(Files::isRegularFile)) {
                    problem = unavailable(
                            name() + "there is no file in this folder; put an index.jsp or index.html in it.");
                } else {
                    content(app);
                }
            } catch (IOException | UncheckedIOException e) {
                problem = unavailable(name() + "the folder can't be read; check its permissions.");
            }
        } else if (!app.toString().endsWith(".war")) {
            problem = usage(name() + "give a folder or a file that ends with .war.");
        } else if (!Files.isReadable(app)) {
            problem = unavailable(name() + "the file can't be read; check its permissions.");
        } else {
            try (FileSystem war = FileSystems.newFileSystem(app)) {
                content(war.getPath("/"));
            } catch (ProviderNotFoundException noZip) {
                problem = usage(name() + app.getFileName() + " is not a WAR (a zip archive); " + BUILD);
            } catch (IOException | UncheckedIOException e) {
                problem = usage(name() + app.getFileName() + " is damaged (" + e.getMessage() + "); " + BUILD);
            }
        }
    }

    private String name() {
        return name;
    }

    private void content(Path root) throws IOException {
        Path webInf = root.resolve("WEB-INF");
        Path descriptor = webInf.resolve("web.xml");
        if (Files.isRegularFile(descriptor)) {
            wellFormed(descriptor);
        }
        Path classes = webInf.resolve("classes");
        if (problem == null && ((Files.isDirectory(classes) && scanFolder(classes)) || namesClasses)) {
            if (!found.isEmpty()) {
                judge("its class ");
                problem = tooNew("it can't serve " + where())
                        .map(text -> usage(name() + "its class " + text))
                        .orElse(null);
            } else if (Files.isDirectory(webInf.resolve("lib"))) {
                scanLibraries(webInf.resolve("lib"));
                judge("its library ");
                tooNew("pages may be missing (404)").ifPresent(text -> notice = name() + "its library " + text);
            }
        }
    }

    /** Whether it only knows javax.servlet; then says which nodes serve a converted copy. */
    private void judge(String part) {
        javax = found.keySet().equals(Set.of(ServletApi.JAVAX));
        if (javax && served.contains(ServletApi.JAKARTA)) {
            notice = name() + part + found.get(ServletApi.JAVAX) + " uses " + ServletApi.JAVAX.word()
                    + ", so " + (served.size() == 1 ? "the nodes serve" : "nodes on Tomcat 10 or later serve")
                    + " a copy that is converted for " + ServletApi.JAKARTA.word()
                    + "; the original is not changed"
                    + (Files.isDirectory(app) ? ", and its edits take effect at the next start of the lab." : ".");
        }
    }

    private String where() {
        return served.size() == 1 ? "here" : "on all nodes";
    }

    /** That only jakarta.servlet was found, and a node has the other one. */
    private Optional<String> tooNew(String consequence) {
        return found.keySet().equals(Set.of(ServletApi.JAKARTA)) && served.contains(ServletApi.JAVAX)
                ? Optional.of(found.get(ServletApi.JAKARTA) + ServletApi.JAKARTA.refusedBecause(consequence) + NEWER)
                : Optional.empty();
    }

    /** Whether each node has an API that was found, and it is not javax.servlet alone: nothing more can be told. */
    private boolean isDone() {
        return found.containsKey(ServletApi.JAKARTA) && found.keySet().containsAll(served);
    }

    /** The parser says where; a DTD is not fetched. */
    private void wellFormed(Path descriptor) throws IOException {
        try (InputStream in = Files.newInputStream(descriptor)) {
            SAXParserFactory.newInstance().newSAXParser().parse(in, new DefaultHandler() {
                @Override
                public InputSource resolveEntity(String publicId, String systemId) {
                    return new InputSource(new StringReader(""));
                }

                @Override
                public void startElement(String uri, String localName, String name, Attributes attributes) {
                    namesClasses |= CLASSES.matcher(name).matches();
                }

                @Override
                public void fatalError(SAXParseException e) throws SAXException {
                    throw e;
                }
            });
        } catch (SAXParseException e) {
            problem = usage(name() + "WEB-INF/web.xml is broken at line " + e.getLineNumber() + ", column "
                    + e.getColumnNumber() + ": " + e.getMessage());
        } catch (SAXException | ParserConfigurationException e) {
            problem = usage(name() + "WEB-INF/web.xml can't be parsed: " + e.getMessage());
        }
    }

    /** Returns whether there is a class. */
    private boolean scanFolder(Path classes) throws IOException {
        boolean any = false;
        try (Stream<Path> files = Files.walk(classes)) {
            Iterator<Path> all =
                    files.filter(file -> file.toString().endsWith(".class")).iterator();
            while (all.hasNext() && !isDone() && bytesLeft > 0) {
                Path file = all.next();
                any = true;
                try (InputStream in = Files.newInputStream(file)) {
                    scan(in, classes.relativize(file).toString());
                }
            }
        }
        return any;
    }

    private void scanLibraries(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            Iterator<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .iterator();
            while (jars.hasNext() && !isDone()) {
                scanJar(jars.next());
            }
        }
    }

    private void scanJar(Path jar) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry();
                    entry != null && !isDone() && bytesLeft > 0;
                    entry = in.getNextEntry()) {
                if (entry.getName().endsWith(".class")) {
                    scan(in, String.valueOf(jar.getFileName()));
                }
            }
        } catch (IOException | IllegalArgumentException damaged) {
            // Tomcat tells it when it reads the library.
        }
    }

    private void scan(InputStream in, String where) throws IOException {
        byte[] bytes = in.readNBytes((int) bytesLeft);
        bytesLeft -= bytes.length;
        // A class name in a constant pool has slashes; its letters are the same in modified UTF-8.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (ServletApi api : ServletApi.values()) {
            if (text.contains(api.path())) {
                found.putIfAbsent(api, where);
            }
        }
    }
}
