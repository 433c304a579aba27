package clusterlab.cluster.conversion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.tomcat.jakartaee.EESpecProfiles;
import org.apache.tomcat.jakartaee.Migration;

/** A copy of an application for Tomcat 10 and later. */
public final class JakartaCopy {
    /** Held, so that its level stays while a conversion runs. It tells each library. */
    private static final Logger TOLD = Logger.getLogger("org.apache.tomcat.jakartaee");

    private JakartaCopy() {}

    /**
     * Converts all classes, libraries, pages and descriptors of an application, as Tomcat does with a WAR in
     * {@code webapps-javaee} (HostConfig.migrateLegacyApp): the names that Tomcat has. The original is only read.
     *
     * @param app the application's folder
     * @param target an empty folder
     * @throws IOException if a file can't be read or written, or a library is no zip file
     */
    public static void write(Path app, Path target) throws IOException {
        TOLD.setLevel(Level.OFF);
        Migration migration = new Migration();
        migration.setEESpecProfile(EESpecProfiles.TOMCAT);
        // It reads a library's list of files then. As a stream, a library with stored entries of unknown size is
        // unreadable.
        migration.setZipInMemory(true);
        migration.setSource(app.toFile());
        migration.setDestination(target.toFile());
        migration.execute();
    }
}
