package clusterlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions in {@code --version} and in the banner. */
final class Versions implements IVersionProvider {
    private final Properties properties = new Properties();

    /** Reads the file that the build wrote. */
    Versions() throws IOException {
        try (InputStream in = Versions.class.getResourceAsStream("/clusterlab/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
    }

    String own() {
        return properties.getProperty("version", "unknown");
    }

    /** The version of the lab's own Tomcat. */
    static String ofTomcat() {
        try {
            return new Versions().tomcat();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tomcat() {
        return properties.getProperty("tomcat", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "cluster-lab " + own(),
            "Tomcat " + tomcat(),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
