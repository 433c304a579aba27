package clusterlab.config.lint;

import clusterlab.config.UnreadableConfigException;
import clusterlab.config.XmlTree;
import clusterlab.spec.ClusterElement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The unpacked applications of a CATALINA_BASE whose {@code conf} is examined. WARs are left to {@code cluster-lab doctor}. */
final class Apps {
    /** Tomcat's own, which need no replication. */
    private static final Set<String> TOMCATS = Set.of("docs", "examples", "manager", "host-manager");

    private static final int MOST = 200;

    private Apps() {}

    /**
     * An application.
     *
     * @param name of its folder
     * @param descriptor its path below CATALINA_BASE
     * @param line of its root element, or 0
     * @param distributable whether its own descriptor says so
     */
    record App(String name, String descriptor, int line, boolean distributable) {}

    /** Those of all hosts, by name; none if the file is not in a CATALINA_BASE. */
    static List<App> of(Examined examined) {
        Path conf = Files.isDirectory(examined.path())
                ? examined.path().toAbsolutePath()
                : examined.path().toAbsolutePath().getParent();
        Path base = conf == null ? null : conf.normalize().getParent();
        List<App> apps = new ArrayList<>();
        if (base == null || examined.clusters().isEmpty()) {
            return apps;
        }
        examined.each("Host", host -> {
            try {
                Path folder = base.resolve(ClusterConfig.value(host, "appBase", "webapps"));
                if (Files.isDirectory(folder)) {
                    folder(base, folder, apps);
                }
            } catch (IOException | InvalidPathException e) {
                // What can't be read is not examined.
            }
        });
        return apps;
    }

    private static void folder(Path base, Path folder, List<App> apps) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path app : all) {
                String name = String.valueOf(app.getFileName());
                boolean own =
                        TOMCATS.contains(name) || (name.equals("ROOT") && Files.exists(app.resolve("tomcat.svg")));
                if (!own && apps.size() < MOST && Files.isDirectory(app.resolve("WEB-INF"))) {
                    add(base, app, name, apps);
                }
            }
        }
        apps.sort(java.util.Comparator.comparing(App::name));
    }

    private static void add(Path base, Path app, String name, List<App> apps) {
        Path descriptor = app.resolve("WEB-INF/web.xml");
        String shown = base.relativize(descriptor).toString().replace('\\', '/');
        if (!Files.exists(descriptor)) {
            apps.add(new App(name, shown, 0, false));
            return;
        }
        try {
            ClusterElement root = XmlTree.read(descriptor).root();
            apps.add(new App(
                    name, shown, root.line(), root.child("distributable").isPresent()));
        } catch (UnreadableConfigException e) {
            // A DOCTYPE, or broken: doctor looks at it.
        }
    }
}
