package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three machines and a fourth with httpd and mod_jk, as network namespaces: the tutorial's Setting 2 on Tomcat 9.0.117 behind its
 * firewall, and the lab on the fourth. Needs root.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MachinesIT {
    private static final List<String> NODES = List.of("WAS1", "WAS2", "WAS3");
    private static final String PREFIX = "lab" + ProcessHandle.current().pid();
    private static final String FRONT = "http://10.30.30.5/";

    @TempDir
    static Path folder;

    @TempDir
    static Path temp;

    private Machines machines;

    @BeforeAll
    void up() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: MachinesIT makes network namespaces and needs root; run it as root.");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/ip")) && Files.isExecutable(Path.of("/usr/sbin/nft")),
                "SKIPPED: MachinesIT needs ip and nft: apt install iproute2 nftables.");
        assumeTrue(
                Files.exists(Path.of("/usr/lib/apache2/modules/mod_jk.so")),
                "SKIPPED: MachinesIT needs httpd with mod_jk: apt install apache2-bin libapache2-mod-jk.");
        machines = Machines.with("9.0.117", folder);
        machines.inNamespaces(PREFIX);
    }

    @AfterAll
    void downLeavesNothing() throws Exception {
        if (machines != null) {
            machines.close();
            assertThat(Machines.output("ip", "netns", "list")).doesNotContain(PREFIX);
        }
    }

    private static String onFourth(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + "-web"));
        words.addAll(List.of(command));
        return Machines.output(words.toArray(String[]::new));
    }

    private LabProcess lab(String... words) throws Exception {
        return LabProcess.Launcher.here(temp).runIn("exec ip netns exec " + PREFIX + "-web \"$@\"", words);
    }

    /** Rows 8 to 10 of the tutorial. */
    @Test
    void membersFindEachOtherAndTheCounterGoesOnOverAllThree() throws Exception {
        for (String node : NODES) {
            eventually(node + " sees the two others").untilAsserted(() -> assertThat(machines.added(node))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(member -> member.matches("10, 30, 30, [234]:4000")));
        }
        eventually("a session whose counter goes on over all three")
                .atMost(Duration.ofSeconds(60))
                .until(() -> machines.counterGoesOn(PREFIX, FRONT));
    }

    /** What the rules don't allow, they drop; the port of SSH stands for all others. */
    @Test
    void firewallLetsOnlyTheTutorialsPortsIn() throws Exception {
        assertThat(onFourth("curl", "-sS", "-m", "2", "http://10.30.30.2:22/")).contains("timed out");
        assertThat(onFourth("curl", "-sS", "-m", "20", "http://10.30.30.2:4050/"))
                .doesNotContain("timed out")
                .contains("connect");
    }

    @Test
    void killOverACommandReachesAVerdictBehindTheRealHttpd() throws Exception {
        try (LabProcess lab = lab(
                "experiment",
                "failover",
                "--target",
                folder.resolve("target-httpd.json").toString(),
                "--duration",
                "4",
                "--rate",
                "150",
                "--kill-command",
                "ip netns exec " + PREFIX + "-{node} " + machines.command("kill"),
                "--start-command",
                machines.command("start"))) {
            int exit = lab.awaitExit();
            // Setting 2 is asynchronous: what a crash loses differs from run to run. That is no UNKNOWN.
            assertThat(exit).as(lab.toString()).isIn(0, 1);
            assertThat(lab.out())
                    .anyMatch(line -> line.startsWith("  front ") && line.contains("given, sticky"))
                    .anyMatch(line -> line.matches("  evidence +VALID +1 fault was applied, observed.*"));
        }
    }

    @Test
    void partitionByFirewallIsRealAndHealsAndIsNoEvidenceWithoutAgents() throws Exception {
        String nft = "ip netns exec " + PREFIX + "-{node} nft %s element inet machine parted { {peer-host} }";
        try (LabProcess lab = lab(
                "experiment",
                "partition",
                "--target",
                folder.resolve("target.json").toString(),
                "--duration",
                "12",
                "--rate",
                "60",
                "--partition-command",
                nft.formatted("add"),
                "--heal-command",
                nft.formatted("delete"))) {
            int exit = lab.awaitExit();
            // A loss needs no evidence of the fault; a good result would.
            assertThat(exit).as(lab.toString()).isIn(1, 2);
            assertThat(lab.out())
                    .anyMatch(line -> line.matches("  happened .* partition WAS\\d, over at .*"))
                    .anyMatch(line -> line.matches("  evidence +UNKNOWN +partition WAS\\d was not observed.*"));
        }
        for (String node : NODES) {
            assertThat(machines.log(node)).contains("Verification complete. Member disappeared");
            assertThat(Machines.output(
                            "ip",
                            "netns",
                            "exec",
                            PREFIX + "-" + node,
                            "nft",
                            "list",
                            "set",
                            "inet",
                            "machine",
                            "parted"))
                    .doesNotContain("elements");
        }
    }

    @Test
    void linkThatIsTakenDownIsAFreezeToClients() throws Exception {
        String link = Machines.script() + " link " + PREFIX + " {node} ";
        try (LabProcess lab = lab(
                "experiment",
                "freeze",
                "--target",
                folder.resolve("target.json").toString(),
                "--duration",
                "15",
                "--rate",
                "60",
                "--freeze-command",
                link + "down",
                "--thaw-command",
                link + "up")) {
            int exit = lab.awaitExit();
            assertThat(exit).as(lab.toString()).isIn(0, 1);
            assertThat(lab.out()).anyMatch(line -> line.matches("  evidence +VALID +1 fault was applied, observed.*"));
        }
        eventually("the multicast is back").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        Machines.output("ip", "-n", PREFIX + "-WAS1", "route"))
                .contains("224.0.0.0/4"));
    }
}
