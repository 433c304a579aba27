package clusterlab.app.doctor;

import clusterlab.app.doctor.Application.Kind;
import clusterlab.app.doctor.Application.Page;
import clusterlab.spec.Printable;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.xml.sax.SAXException;

/** Reads a folder or a WAR once, as a stream; writes nothing. */
final class AppReader {
    private static final int LARGEST_CLASS = 8_000_000;
    private static final int LARGEST_TEXT = 1_000_000;
    private static final int MOST_DAMAGED = 50;
    private static final long MOST_PAGES = 16_000_000;
    private static final int EXPANSION = 20;

    /** Libraries of others: their code is not the user's to mend. */
    private static final List<String> FRAMEWORKS = List.of(
            "java",
            "jakarta/",
            "kotlin/",
            "kotlinx/",
            "scala/",
            "groovy/",
            "sun/",
            "reactor/",
            "freemarker/",
            "ch/qos/",
            "com/amazonaws/",
            "com/fasterxml/",
            "com/github/",
            "com/google/",
            "com/microsoft/",
            "com/mysql/",
            "com/sun/",
            "com/vaadin/",
            "com/zaxxer/",
            "io/micrometer/",
            "io/netty/",
            "io/projectreactor/",
            "io/swagger/",
            "io/undertow/",
            "net/bytebuddy/",
            "net/sf/",
            "ognl/",
            "oracle/",
            "org/apache/",
            "org/aspectj/",
            "org/bouncycastle/",
            "org/codehaus/",
            "org/eclipse/",
            "org/glassfish/",
            "org/h2/",
            "org/hibernate/",
            "org/jboss/",
            "org/omnifaces/",
            "org/postgresql/",
            "org/primefaces/",
            "org/slf4j/",
            "org/springframework/",
            "org/thymeleaf/",
            "org/w3c/",
            "org/xml/",
            "software/amazon/");

    private final Path app;
    private final DoctorOptions options;
    private final Map<String, ClassHeader> headers = new HashMap<>();
    private final Map<String, byte[]> code = new HashMap<>();
    private final List<Descriptor> fragments = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<String> libraries = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();
    private @Nullable Descriptor descriptor;
    private @Nullable Descriptor context;
    private Kind kind = Kind.WAR;
    private boolean bootJar;
    private long bytesLeft;
    private int filesLeft;
    private long codeLeft;
    private long pagesLeft = MOST_PAGES;
    private int unseen;

    private AppReader(Path app, DoctorOptions options) {
        this.app = app;
        this.options = options;
        bytesLeft = options.mostBytes();
        filesLeft = options.mostFiles();
        codeLeft = options.mostCode();
    }

    static Application read(Path app, DoctorOptions options) throws UnreadableAppException {
        AppReader reader = new AppReader(app, options);
        reader.run();
        return new Application(
                app,
                reader.kind,
                Optional.ofNullable(reader.descriptor),
                reader.fragments,
                Optional.ofNullable(reader.context),
                reader.headers,
                reader.code,
                reader.pages,
                reader.libraries,
                reader.damaged,
                reader.unseen);
    }

    private void run() throws UnreadableAppException {
        if (!Files.exists(app)) {
            throw new UnreadableAppException(app + ": there is no such folder or WAR; check the path.");
        }
        try {
            if (Files.isDirectory(app)) {
                kind = Kind.FOLDER;
                folder();
            } else {
                bytesLeft = Math.max(bytesLeft, EXPANSION * Files.size(app));
                war();
            }
        } catch (TooMuchException e) {
            throw new UnreadableAppException(
                    app + ": it has more than " + e.getMessage() + ", which no application needs; it was not examined.",
                    e);
        } catch (ZipException e) {
            throw new UnreadableAppException(
                    app + ": it is not a WAR, or it is damaged (" + e.getMessage() + "); build it again.", e);
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UnreadableAppException(app + ": it can't be read (" + reason(e) + "); check its permissions.", e);
        }
        if (bootJar) {
            throw new UnreadableAppException(
                    app
                            + ": it is a Spring Boot jar with a server of its own, not a WAR; build it with the packaging war.");
        }
        if (headers.isEmpty() && descriptor == null && pages.isEmpty()) {
            throw new UnreadableAppException(
                    app
                            + ": there is no class, no page and no WEB-INF/web.xml in it; give the folder or WAR of an application.");
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("[\\r\\n]+", " ");
    }

    private void folder() throws IOException, UnreadableAppException {
        try (Stream<Path> all = Files.walk(app)) {
            Iterator<Path> files = all.filter(Files::isRegularFile).iterator();
            while (files.hasNext()) {
                Path file = files.next();
                String name = app.relativize(file).toString().replace('\\', '/');
                if (matters(name)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        entry(name, new Counted(in));
                    }
                }
                countFile();
            }
        }
    }

    private void war() throws IOException, UnreadableAppException {
        try (ZipFile zip = new ZipFile(app.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                countFile();
                if (leads(name)) {
                    throw new UnreadableAppException(app + ": its entry " + printable(name)
                            + " leads out of the folder; this is no sound WAR, and it was not examined.");
                }
                if (name.startsWith("org/springframework/boot/loader/")) {
                    kind = Kind.SPRING_BOOT;
                }
                bootJar |= name.startsWith("BOOT-INF/classes/");
                if (!entry.isDirectory() && matters(name)) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        entry(name, new Counted(in));
                    }
                }
            }
        }
    }

    private static boolean leads(String name) {
        try {
            Path path = Path.of("/root").resolve(name).normalize();
            return name.startsWith("/") || name.contains("\\") || !path.startsWith("/root") || hasParent(name);
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static boolean hasParent(String name) {
        return List.of(name.split("/", -1)).contains("..");
    }

    private static String printable(String name) {
        String text = Printable.line(name);
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private void countFile() throws TooMuchException {
        if (--filesLeft < 0) {
            throw new TooMuchException(options.mostFiles() + " files");
        }
    }

    private static boolean matters(String name) {
        return (name.startsWith("WEB-INF/classes/") && name.endsWith(".class"))
                || isLibrary(name)
                || name.equals("WEB-INF/web.xml")
                || name.equals("META-INF/context.xml")
                || isPage(name);
    }

    private static boolean isLibrary(String name) {
        return name.startsWith("WEB-INF/lib/") && name.endsWith(".jar") && name.indexOf('/', 12) < 0;
    }

    private static boolean isPage(String name) {
        return name.endsWith(".jsp") || name.endsWith(".jspx") || name.endsWith(".jspf") || name.endsWith(".tag");
    }

    private void entry(String name, InputStream in) throws IOException, UnreadableAppException {
        if (isLibrary(name)) {
            library(name.substring(12), in);
        } else if (name.endsWith(".class")) {
            klass(name, in, Optional.empty());
        } else if (isPage(name)) {
            byte[] text = in.readNBytes((int) Math.min(LARGEST_TEXT, pagesLeft));
            pagesLeft -= text.length;
            pages.add(new Page(name, new String(text, StandardCharsets.UTF_8)));
        } else {
            Descriptor read;
            try {
                read = Descriptor.parse(in, name);
            } catch (SAXException e) {
                throw new UnreadableAppException(
                        app + ": its " + name + " is broken (" + reason(e) + "); no Tomcat can start it.", e);
            }
            if (name.equals("WEB-INF/web.xml")) {
                descriptor = read;
            } else {
                context = read;
            }
        }
    }

    private void library(String jar, InputStream in) throws IOException {
        libraries.add(jar);
        try {
            // Not closed: it would read the rest.
            ZipInputStream zip = new ZipInputStream(in);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                countFile();
                String name = entry.getName();
                InputStream content = new Counted(zip);
                if (name.equals("META-INF/web-fragment.xml")) {
                    byte[] xml = content.readNBytes(LARGEST_TEXT);
                    try {
                        fragments.add(Descriptor.parse(new ByteArrayInputStream(xml), jar));
                    } catch (SAXException e) {
                        damaged("WEB-INF/lib/" + jar + "!/META-INF/web-fragment.xml", reason(e));
                    }
                } else if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    klass(name, content, Optional.of(jar));
                }
                // Counted here; the stream itself would skip it uncounted.
                content.transferTo(OutputStream.nullOutputStream());
            }
        } catch (ZipException | IllegalArgumentException | java.io.EOFException e) {
            damaged("WEB-INF/lib/" + jar, reason(e));
        }
    }

    private void klass(String name, InputStream in, Optional<String> library) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST_CLASS);
        if (name.endsWith("module-info.class")) {
            return;
        }
        try {
            ClassHeader header = ClassHeader.read(new ClassReader(bytes), library);
            // As a class loader does: WEB-INF/classes before the libraries.
            if (headers.get(header.name()) != null && library.isPresent()) {
                return;
            }
            headers.put(header.name(), header);
            boolean own = library.isEmpty() || FRAMEWORKS.stream().noneMatch(header.name()::startsWith);
            if (own && bytes.length <= codeLeft) {
                byte[] former = code.put(header.name(), bytes);
                codeLeft -= bytes.length - (former == null ? 0 : former.length);
            } else if (own) {
                unseen++;
            }
        } catch (RuntimeException e) {
            damaged(
                    library.map(jar -> "WEB-INF/lib/" + jar + "!/").orElse("") + name,
                    "no class file that can be read");
        }
    }

    private void damaged(String file, String why) {
        if (damaged.size() < MOST_DAMAGED) {
            damaged.add(printable(file) + " (" + why + ")");
        }
    }

    private static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1;

        private TooMuchException(String what) {
            super(what);
        }
    }

    /** Ends what grows without end. */
    private final class Counted extends FilterInputStream {
        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            bytesLeft -= Math.max(0, read);
            if (bytesLeft < 0) {
                throw new TooMuchException(options.mostBytes() / 1_000_000 + " MB of content");
            }
            return read;
        }
    }
}
