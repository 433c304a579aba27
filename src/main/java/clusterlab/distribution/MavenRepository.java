package clusterlab.distribution;

import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The user's local Maven repository: {@code -Dmaven.repo.local}, else {@code localRepository} of {@code ~/.m2/settings.xml},
 * else {@code ~/.m2/repository}.
 *
 * @param path may not exist
 * @param chosen whether the system property named it, so that Maven has to be told too
 */
record MavenRepository(Path path, boolean chosen) {
    private static final String TOMCAT = "org/apache/tomcat/tomcat";

    private static final String PROPERTY = "maven.repo.local";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(env\\.)?([^}]+)}");

    /** The repository of this user. */
    static MavenRepository ofUser() {
        return of(System.getProperty(PROPERTY), Path.of(System.getProperty("user.home", ".")));
    }

    /**
     * The same with other settings.
     *
     * @param property value of the system property, or null
     */
    static MavenRepository of(@Nullable String property, Path home) {
        if (property != null && !property.isBlank()) {
            return new MavenRepository(Path.of(property).toAbsolutePath(), true);
        }
        Path m2 = home.resolve(".m2").toAbsolutePath();
        return new MavenRepository(
                configured(m2.resolve("settings.xml")).orElseGet(() -> m2.resolve("repository")), false);
    }

    /** A file that can't be read or says nothing sensible is Maven's matter; the default is as good as any then. */
    private static Optional<Path> configured(Path settings) {
        if (!Files.isReadable(settings)) {
            return Optional.empty();
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default one prints.
            builder.setErrorHandler(new DefaultHandler());
            NodeList named = builder.parse(settings.toFile()).getElementsByTagName("localRepository");
            return named.getLength() == 0
                    ? Optional.empty()
                    : Optional.of(resolved(named.item(0).getTextContent().strip()))
                            .filter(text -> !text.isEmpty())
                            .map(text -> Path.of(text).toAbsolutePath());
        } catch (ParserConfigurationException | SAXException | IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String resolved(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = found.group(1) == null ? System.getProperty(found.group(2)) : System.getenv(found.group(2));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    /** The archive of this Tomcat, if it is there. */
    Optional<Path> find(TomcatVersion version) {
        Path folder = path.resolve(TOMCAT).resolve(version.toString());
        return Stream.of(".tar.gz", ".zip")
                .map(ending -> folder.resolve("tomcat-" + version + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The versions of Tomcat whose archives are there, in no order. */
    List<TomcatVersion> versions() throws IOException {
        Path folder = path.resolve(TOMCAT);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.flatMap(one -> TomcatVersion.parse(one.getFileName().toString()).stream())
                    .filter(version -> find(version).isPresent())
                    .toList();
        }
    }

    /** The arguments with which Maven downloads this Tomcat to here. */
    List<String> download(TomcatVersion version) {
        List<String> goal = List.of("dependency:get", "-Dartifact=org.apache.tomcat:tomcat:" + version + ":tar.gz");
        return chosen
                ? Stream.concat(goal.stream(), Stream.of("-D" + PROPERTY + "=" + path))
                        .toList()
                : goal;
    }
}
