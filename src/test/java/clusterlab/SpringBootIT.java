package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.spec.HostSpec;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Spring Boot application, packed as a WAR. */
class SpringBootIT {
    @ParameterizedTest
    @EnumSource(names = {"JVM", "PROCESS"})
    void itsSessionSurvivesAKill(HostSpec.Kind host) throws Exception {
        assumeTrue(
                Files.isDirectory(Path.of("target/test-apps/spring")),
                "NO SPRING BOOT under target/test-apps/spring: Maven's dependency:copy did not run");
        Path war = TestApps.war("spring-boot", Twin.MENDED);
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().nodes(2).hostKind(host).webapp(war))) {
            System.out.println("Spring Boot on 2 nodes, " + host + ": ready after "
                    + lab.lab().bootTime().toMillis() + " ms");
            assertThat(lab.warnings()).isEmpty();
            Shopper ann = new Shopper();
            ann.logIn(lab.url(0));
            assertThat(ann.add(lab.url(0), "tea")).contains("Items: 1<");
            lab.lab().cluster().kill("node1");
            assertThat(ann.add(lab.url(1), "cup")).contains("Items: 2<");
            lab.lab().cluster().start("node1");
            assertThat(ann.basket(lab.url(0))).contains("Items: 2<");
        }
    }
}
