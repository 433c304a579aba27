package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabProcess.Launcher;
import clusterlab.lang.Cells;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Korean user reads of commands that have made English sentences before: Korean. What machines read is English. */
class KoreanIT {
    @TempDir
    Path temp;

    @Test
    void aPortThatIsTakenIsRefusedInKorean() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (LabProcess lab = Launcher.here(temp).run("--lang", "ko", "--http-port", port)) {
                assertThat(lab.awaitExit()).isEqualTo(69);
                assertThat(lab.err())
                        .singleElement()
                        .asString()
                        .contains("--http-port " + port, "node1의 포트 " + port, "사용 중입니다");
            }
        }
    }

    @Test
    void optionsThatAreWrongAreRefusedInKorean() throws Exception {
        try (LabProcess lab = Launcher.here(temp)
                .run(
                        "--lang",
                        "ko",
                        "--nodes",
                        "99",
                        "--front-port",
                        "x",
                        "--webapp",
                        temp.resolve("no").toString())) {
            assertThat(lab.awaitExit()).isEqualTo(64);
            assertThat(lab.err())
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.endsWith("쓰십시오.") || line.endsWith("확인하십시오."));
        }
    }

    @Test
    void anExperimentsReportIsKoreanAndItsJsonEnglish() throws Exception {
        Path dir = temp.resolve("report");
        try (LabProcess lab = Launcher.here(temp)
                .run(
                        "experiment",
                        "first-request",
                        "--lang",
                        "ko",
                        "--duration",
                        "1",
                        "--clients",
                        "2",
                        "--report",
                        dir.toString())) {
            assertThat(lab.awaitExit()).isLessThan(3);
            List<String> lines = lab.out();
            assertThat(lines.get(0)).startsWith("first-request: ");
            assertThat(lines)
                    .anyMatch(line ->
                            line.contains("evidence") && line.contains("VALID") && line.contains("계획한 장애가 없습니다"))
                    .anyMatch(line -> line.contains("mixed-sessions") && line.contains("자기 사용자가 쓴 것만"))
                    .allMatch(line -> line.contains("재실행") || line.startsWith("  --") || Cells.of(line) <= 80);
        }
        assertThat(Files.readString(dir.resolve("report.html"))).contains("새 세션", "계획한 장애가 없습니다");
        assertThat(Files.readString(dir.resolve("report.json")))
                .contains("No fault was planned")
                .doesNotContainPattern("\\p{IsHangul}");
    }

    @Test
    void lintIsKoreanAndItsJsonEnglish() throws Exception {
        Path xml = Files.writeString(
                temp.resolve("server.xml"),
                "<Server><Service name=\"c\"><Engine name=\"c\" defaultHost=\"h\"><Host name=\"h\">"
                        + "<Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\"/></Host></Engine></Service></Server>");
        try (LabProcess lint = Launcher.here(temp).run("lint", "--lang", "ko", xml.toString())) {
            lint.awaitExit();
            assertThat(lint.out())
                    .anyMatch(line -> line.startsWith("LOSS  channelSendOptions가 설정되지 않아 8입니다"))
                    .anyMatch(line -> line.contains("조치: <Cluster>에 channelSendOptions=\"6\"을 설정하십시오."));
        }
        try (LabProcess lint = Launcher.here(temp).run("lint", "--lang", "ko", "--json", xml.toString())) {
            lint.awaitExit();
            assertThat(lint.out())
                    .singleElement()
                    .asString()
                    .contains("channelSendOptions is not set")
                    .doesNotContainPattern("\\p{IsHangul}");
        }
    }
}
