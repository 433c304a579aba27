package clusterlab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** WARs of one page, which any version of Tomcat can serve. */
public final class TesterWars {
    private static final String PAGE =
            """
            <%%@ page contentType="text/plain; charset=UTF-8" %%><%%
            Integer count = (Integer) session.getAttribute("count");
            session.setAttribute("count", count = count == null ? 1 : count + 1);
            %%>version %s count <%%= count %%> of <%%= application.getAttribute("clusterlab.node") %%>""";

    private TesterWars() {}

    /** An application with replicated sessions whose page counts and tells its version. */
    public static Path counting(Path folder, String file, String version) throws IOException {
        return war(
                folder.resolve(file),
                Map.of(
                        "index.jsp",
                        PAGE.formatted(version),
                        "WEB-INF/web.xml",
                        "<web-app version='4.0'><distributable/></web-app>"));
    }

    /** An application whose start fails. */
    public static Path broken(Path folder, String file) throws IOException {
        return war(
                folder.resolve(file),
                Map.of(
                        "index.jsp",
                        "never served",
                        "WEB-INF/web.xml",
                        "<web-app version='4.0'><listener><listener-class>no.such.Listener</listener-class></listener></web-app>"));
    }

    /** A WAR with these files. */
    public static Path war(Path war, Map<String, String> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return war;
    }
}
