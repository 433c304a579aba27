package clusterlab.lesson;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The applications of lessons that want another one than the session counter. */
public final class LessonApp {
    private static final String FOLDER = "/clusterlab/lesson/app/";
    /** Application to its files: name in the application, resource. */
    private static final Map<String, Map<String, String>> FILES = Map.of(
            "not-distributable",
            Map.of("index.jsp", "/clusterlab/webapp/index.jsp", "WEB-INF/web.xml", FOLDER + "not-distributable.xml"),
            "basket",
            Map.of("index.jsp", FOLDER + "basket.jsp", "WEB-INF/web.xml", "/clusterlab/webapp/WEB-INF/web.xml"));

    /** All names. */
    static final List<String> NAMES = FILES.keySet().stream().sorted().toList();

    private LessonApp() {}

    /**
     * Writes an application into a folder of its name.
     *
     * @param name a name of {@link Lesson#app}
     * @param parent an existing folder
     * @return the application's folder
     */
    public static Path write(String name, Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        for (Map.Entry<String, String> file : FILES.getOrDefault(name, Map.of()).entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            try (InputStream in = LessonApp.class.getResourceAsStream(file.getValue())) {
                if (in == null) {
                    throw new FileNotFoundException(file.getValue() + " is missing in the jar");
                }
                Files.write(target, in.readAllBytes());
            }
        }
        return folder;
    }
}
