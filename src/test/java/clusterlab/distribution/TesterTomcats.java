package clusterlab.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes Tomcats of a few bytes, and homes of Javas. They can be identified and unpacked, not started. */
public final class TesterTomcats {
    /** Of each entry, in milliseconds since 1970; archives have no finer unit than two seconds. */
    static final long MODIFIED = 1_700_000_000_000L;

    private TesterTomcats() {}

    /** A CATALINA_HOME. */
    public static Path home(Path folder, String version) throws IOException {
        for (Map.Entry<String, byte[]> file : files("", version).entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return folder;
    }

    /** A tar.gz as Tomcat's own. */
    public static Path tarGz(Path file, String version) throws IOException {
        return tarGz(file, files("apache-tomcat-" + version + "/", version));
    }

    /** A tar.gz with these entries; a name that ends with a slash is a folder. */
    static Path tarGz(Path file, Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(each.getKey(), true);
                entry.setSize(each.getValue().length);
                entry.setModTime(MODIFIED);
                tar.putArchiveEntry(entry);
                tar.write(each.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    /** A zip as Tomcat's own. */
    public static Path zip(Path file, String version) throws IOException {
        return zip(file, files("apache-tomcat-" + version + "/", version));
    }

    static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, zipped(entries));
    }

    /** The archive of this version where Maven keeps it. */
    public static Path inMaven(Path repository, String version) throws IOException {
        return tarGz(
                repository.resolve("org/apache/tomcat/tomcat/" + version + "/tomcat-" + version + ".tar.gz"), version);
    }

    /** The home of a Java. */
    public static Path java(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"none\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path program = Files.writeString(home.resolve("bin/java"), "");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " can't be made executable");
        }
        return home;
    }

    /** The files of a Tomcat, each name after this prefix. */
    static Map<String, byte[]> files(String prefix, String version) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(prefix + "bin/bootstrap.jar", zipped(Map.of()));
        files.put(prefix + "bin/catalina.sh", bytes("#!/bin/sh\n"));
        files.put(
                prefix + "lib/catalina.jar",
                zipped(Map.of(
                        "org/apache/catalina/util/ServerInfo.properties",
                        bytes("server.info=Apache Tomcat\nserver.number=" + version + ".0\n"))));
        files.put(prefix + "webapps/", new byte[0]);
        return files;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTime(MODIFIED);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
