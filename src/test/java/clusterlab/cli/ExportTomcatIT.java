package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Browser;
import clusterlab.export.StockTomcat;
import clusterlab.export.tomcat.TomcatFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three exported bases on unmodified Tomcats, started with their own catalina.sh. */
class ExportTomcatIT {
    private static final List<String> NAMES = List.of("WAS1", "WAS2", "WAS3");

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"9.0.117, tutorial, '', ''", "11.0.24, tutorial, --encrypt, /shop", "11.0.24, lab, '', ''"})
    void threeBasesFormACluster(String version, String preset, String option, String context) throws Exception {
        Path home = StockTomcat.home(version);
        Path out = temp.resolve("bases");
        int http = freePorts(3);
        int ajp = freePorts(3);
        int receiver = freePorts(3);
        List<String> words = new ArrayList<>(
                List.of("export", "tomcat", "--out", out.toString(), "--preset", preset, "--port-step", "1"));
        words.addAll(List.of("--http-port", "" + http, "--ajp-port", "" + ajp, "--receiver-port", "" + receiver));
        // The next node has the count before the answer is there.
        words.addAll(List.of("--send-options", "sync"));
        words.addAll(List.of("--system-property", "some.property=it's a \"b\" $c"));
        if (!option.isEmpty()) {
            words.add(option);
        }
        if (!context.isEmpty()) {
            words.addAll(List.of("--context-path", context));
        }
        assertThat(Main.commandLine().execute(words.toArray(String[]::new))).isZero();
        List<String> names = preset.equals("tutorial") ? NAMES : List.of("node1", "node2", "node3");
        assertThat(StockTomcat.configtest(home, out.resolve(names.get(0))))
                .doesNotContain("WARNING", "SEVERE", "Exception");
        List<StockTomcat> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                StockTomcat node = StockTomcat.run(home, out.resolve(names.get(i)));
                nodes.add(node);
                node.awaitHealth("http://127.0.0.1:" + (http + i) + TomcatFiles.HEALTH);
            }
            Browser browser = new Browser();
            for (int i = 0; i < 6; i++) {
                String page = browser.open("http://127.0.0.1:" + (http + i % 3) + context + "/")
                        .body();
                assertThat(page)
                        .contains("Session Counter = " + (i + 1) + "<", "Session Clustering Test " + names.get(i % 3));
            }
            for (StockTomcat node : nodes) {
                String log = node.said();
                assertThat(log).doesNotContain("SEVERE", "WARNING");
                assertThat(log.split("Replication member added", -1)).as(log).hasSize(3);
            }
            assertThat(nodes.get(0).arguments()).contains("-Dsome.property=it's a \"b\" $c");
        } finally {
            for (StockTomcat node : nodes) {
                node.close();
            }
        }
    }

    /** The first of some free ports in a row, where neither labs nor the system's own choice for clients looks for one. */
    private static int freePorts(int count) throws Exception {
        for (int tries = 0; tries < 100; tries++) {
            int first = ThreadLocalRandom.current().nextInt(10_000, 19_990);
            int free = 0;
            for (int i = 0; i < count; i++) {
                try (ServerSocket socket = new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress())) {
                    free += socket.getLocalPort() > 0 ? 1 : 0;
                } catch (IOException taken) {
                    // Not this row.
                }
            }
            if (free == count) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }
}
