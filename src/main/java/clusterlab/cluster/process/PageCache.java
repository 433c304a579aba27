package clusterlab.cluster.process;

import clusterlab.cluster.Webapp;
import clusterlab.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The session counter's pages as one version of Tomcat compiled them: a compilation costs half a second of CPU time on each node.
 * Jasper uses a class with exactly the time of its page (org.apache.jasper.compiler.Compiler.isOutDated).
 */
final class PageCache {
    private static final String PACKAGE = "org/apache/jsp";

    private final Path folder;
    private final Webapp webapp;

    private PageCache(Path folder, Webapp webapp) {
        this.folder = folder;
        this.webapp = webapp;
    }

    /** The pages of this version; they are told apart by their text. */
    static PageCache of(Webapp webapp, String version, Path cache) throws IOException {
        CRC32 text = new CRC32();
        for (String page : Webapp.PAGES.keySet()) {
            text.update(Files.readAllBytes(webapp.docBase().resolve(page)));
        }
        return new PageCache(
                cache.toAbsolutePath().resolve(String.format(Locale.ROOT, "%s-%08x", version, text.getValue())),
                webapp);
    }

    /** Gives a node what is there. */
    void put(Path work) throws IOException {
        for (var page : Webapp.PAGES.entrySet()) {
            Path compiled = folder.resolve(name(page.getValue()));
            if (Files.exists(compiled)) {
                Path target = work.resolve(page.getValue());
                OwnerOnly.folders(work.resolve(PACKAGE));
                Files.copy(compiled, target, StandardCopyOption.REPLACE_EXISTING);
                FileTime time = Files.getLastModifiedTime(webapp.docBase().resolve(page.getKey()));
                Files.setLastModifiedTime(target, FileTime.fromMillis(time.toMillis()));
            }
        }
    }

    /** Keeps what a node has compiled. */
    void keep(Path work) throws IOException {
        for (String page : Webapp.PAGES.values()) {
            Path compiled = work.resolve(page);
            Path kept = folder.resolve(name(page));
            if (Files.exists(compiled) && !Files.exists(kept)) {
                OwnerOnly.folders(folder);
                Path copy = Files.createTempFile(folder, "page", ".class");
                Files.copy(compiled, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static String name(String page) {
        return page.substring(page.lastIndexOf('/') + 1);
    }
}
