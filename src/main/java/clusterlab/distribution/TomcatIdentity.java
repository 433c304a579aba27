package clusterlab.distribution;

import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a Tomcat's version from {@code server.number} of {@code org.apache.catalina.util.ServerInfo}. */
final class TomcatIdentity {
    /** In a CATALINA_HOME. */
    static final String CATALINA = "lib/catalina.jar";

    private static final String SERVER_INFO = "org/apache/catalina/util/ServerInfo.properties";

    /** In an archive of one or of its content. */
    private static final Pattern IN_ARCHIVE = Pattern.compile("(?:\\./)?(?:[^/]+/)?" + CATALINA);

    private TomcatIdentity() {}

    /**
     * The version of the Tomcat in a CATALINA_HOME.
     *
     * @return empty if there is no Tomcat in it
     * @throws IOException if it can't be read
     */
    static Optional<TomcatVersion> ofHome(Path home) throws IOException {
        Path jar = home.resolve(CATALINA);
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(jar)) {
            return ofCatalinaJar(in);
        }
    }

    /**
     * The version of the Tomcat in a tar.gz or zip. Reads a tar.gz from its beginning to catalina.jar (a quarter of a second).
     *
     * @return empty if there is no Tomcat in it
     * @throws IOException if it is damaged or can't be read
     */
    static Optional<TomcatVersion> ofArchive(Path archive) throws IOException {
        List<TomcatVersion> found = new ArrayList<>();
        Archive.read(archive, (entry, content) -> {
            boolean here = entry.kind() == Archive.Kind.FILE
                    && IN_ARCHIVE.matcher(entry.name()).matches();
            if (here) {
                ofCatalinaJar(content).ifPresent(found::add);
            }
            return !here;
        });
        return found.stream().findFirst();
    }

    /** Does not close the stream. */
    private static Optional<TomcatVersion> ofCatalinaJar(InputStream in) throws IOException {
        ZipInputStream jar = new ZipInputStream(in);
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (entry.getName().equals(SERVER_INFO)) {
                Properties properties = new Properties();
                properties.load(jar);
                // Such as 9.0.117.0; the last number is always 0.
                return TomcatVersion.parse(
                        properties.getProperty("server.number", "").strip().replaceFirst("\\.0$", ""));
            }
        }
        return Optional.empty();
    }
}
