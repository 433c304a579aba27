package clusterlab.run;

import clusterlab.cluster.Webapp;
import clusterlab.experiment.workload.Basket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The application that is deployed and replaced while it is used: the page of experiments, which also keeps a {@link Basket}. */
final class TrialApp {
    /** Tells the version. */
    static final String VERSION = "/version.txt";

    /** The line of experiment.jsp behind which the basket is kept. */
    private static final String COUNTED = "    session.setAttribute(\"session_counter\", counter);\n";

    private static final String KEEPS_BASKET =
            """
                clusterlab.experiment.workload.Basket basket = (clusterlab.experiment.workload.Basket) session.getAttribute("basket");
                session.setAttribute("basket", (basket == null ? new clusterlab.experiment.workload.Basket() : basket).plusOne());
            """;

    private static final long UID = 0x6261736b65740001L;
    private static final long CHANGED = 0x6261736b65740002L;

    private TrialApp() {}

    /** Writes the WAR of a version. */
    static void write(Path war, int version, boolean sameClass) throws IOException {
        String page = new String(resource("/clusterlab/experiment-webapp/experiment.jsp"), StandardCharsets.UTF_8);
        if (!page.contains(COUNTED)) {
            throw new IllegalStateException("experiment.jsp has no line that sets the counter");
        }
        String name = Basket.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(
                    zip,
                    "experiment.jsp",
                    page.replace(COUNTED, COUNTED + KEEPS_BASKET).getBytes(StandardCharsets.UTF_8));
            put(zip, VERSION.substring(1), Integer.toString(version).getBytes(StandardCharsets.UTF_8));
            put(zip, "WEB-INF/web.xml", resource("/clusterlab/webapp/WEB-INF/web.xml"));
            put(zip, "WEB-INF/classes/" + name, basket(resource("/" + name), sameClass));
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** The class file with one serialVersionUID or the other: a constant of eight bytes in its pool. */
    private static byte[] basket(byte[] bytes, boolean sameClass) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        for (int at = 0; at <= bytes.length - Long.BYTES; at++) {
            if (file.getLong(at) == UID) {
                file.putLong(at, sameClass ? UID : CHANGED);
                return bytes;
            }
        }
        throw new IllegalStateException("the class file has no serialVersionUID");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Webapp.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, () -> name + " is missing in the jar")
                    .readAllBytes();
        }
    }
}
