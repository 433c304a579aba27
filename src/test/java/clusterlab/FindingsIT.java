package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import clusterlab.fault.LinksFault;
import clusterlab.spec.ManagerSpec;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shortest way to reproduce what docs/findings.md says about Tomcat. If a test fails, a newer Tomcat may have fixed it. */
class FindingsIT {

    /**
     * The backup dies; while its primary sends the session to a new one, a request changes it. That change goes to the
     * dead backup and nowhere else, is acknowledged, and the copy on the way is older. A slow link makes the moment long.
     */
    @Test
    void changeWhileTheBackupIsReplacedReachesNoReplica() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().manager(ManagerSpec.Kind.BACKUP))) {
            Browser browser = sessionWithBackup(lab, "node3");
            String id = browser.sessionId();
            lab.lab().nemesis().begin(new LinksFault.Delay("node1", "node2", 2000, 0), Optional.empty());
            lab.lab().cluster().kill("node3");
            eventually("node1 notices")
                    .until(() -> !lab.lab().cluster().nodes().get(0).members().contains("node3"));
            assertThat(browser.open(lab.url(0)).body()).contains("Session Counter = 2");
            eventually("node2 is the new backup")
                    .until(() -> on(lab, id, "node2").role() == CopyRole.BACKUP);

            assertThat(counter(on(lab, id, "node1"))).isEqualTo("2");
            assertThat(counter(on(lab, id, "node2"))).isEqualTo("1");
        }
    }

    /** A new session of node1 that has its backup there; Tomcat chooses in turn. */
    private static Browser sessionWithBackup(RunningLab lab, String backup) throws IOException {
        for (int i = 0; i < 4; i++) {
            Browser browser = new Browser();
            browser.open(lab.url(0));
            if (on(lab, browser.sessionId(), backup).role() == CopyRole.BACKUP) {
                return browser;
            }
        }
        throw new AssertionError("no session has its backup on " + backup);
    }

    private static CopyView on(RunningLab lab, String id, String node) {
        SessionView session = lab.lab().cluster().sessions().find(id).orElseThrow();
        return session.copies().stream()
                .filter(copy -> copy.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static String counter(CopyView copy) {
        return String.valueOf(copy.attributes().get(0).value());
    }
}
