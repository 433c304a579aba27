package clusterlab.cluster.embedded;

import clusterlab.cluster.Webapp;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The class loader of {@code --lib} for one start of one node, between Tomcat's and the application's, as the common class loader of
 * a stock Tomcat is. Each node has its own, so that static fields of a driver are not shared.
 */
final class Libraries extends URLClassLoader {
    private Libraries(URL[] jars) {
        super("lib", jars, Libraries.class.getClassLoader());
    }

    static Libraries of(Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path jar : Webapp.jars(folder)) {
            jars.add(jar.toUri().toURL());
        }
        return new Libraries(jars.toArray(URL[]::new));
    }
}
