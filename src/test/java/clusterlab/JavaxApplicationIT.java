package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.distribution.TomcatFinder;
import clusterlab.fault.Nemesis;
import clusterlab.fault.NodeFault;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application for javax.servlet serves on every Tomcat, in the form that it needs there. */
class JavaxApplicationIT {
    private static final String APP = "javax-in-place";

    @ParameterizedTest
    @EnumSource(names = {"JVM", "PROCESS"})
    void aCopyServesOnTheLabsTomcatAndGoesWithTheLab(HostSpec.Kind host) throws Exception {
        Path war = TestApps.war(APP, Twin.MENDED);
        byte[] before = Files.readAllBytes(war);
        Path folder;
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().nodes(2).hostKind(host).webapp(war))) {
            folder = lab.lab().folder().path();
            assertThat(copies(folder)).hasSize(1);
            buysOnTwoNodes(lab);
        }
        assertThat(folder).doesNotExist();
        assertThat(Files.readAllBytes(war)).isEqualTo(before);
    }

    @Test
    void aMixedClusterServesTheOriginalOnNineAndACopyOnElevenAndAnUpgradeChangesOver() throws Exception {
        Optional<TomcatHome> nine = tomcat("9.0.117");
        Optional<TomcatHome> eleven = tomcat("11.0.24");
        assumeTrue(nine.isPresent() && eleven.isPresent(), "9.0.117 or 11.0.24 is not on this machine");
        HostSpec mixed = new HostSpec(HostSpec.Kind.STOCK, on(eleven), Map.of("node1", on(nine)), eleven);
        Path app = TestApps.exploded(APP, Twin.MENDED);
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().nodes(2).host(mixed).webapp(app))) {
            Path folder = lab.lab().folder().path();
            Path copy = copies(folder).get(0);
            assertThat(serverXml(folder, "node1")).contains("docBase=\"" + app + "\"");
            assertThat(serverXml(folder, "node2")).contains("docBase=\"" + copy + "\"");
            Shopper ann = buysOnTwoNodes(lab);

            Nemesis.Active upgrade =
                    lab.lab().nemesis().begin(new NodeFault.Upgrade("node1", eleven.orElseThrow()), Optional.empty());
            lab.lab().nemesis().heal(upgrade.id());
            assertThat(serverXml(folder, "node1")).contains("docBase=\"" + copy + "\"");
            assertThat(ann.basket(lab.url(0))).contains("Items: 2<");
        }
    }

    private static Shopper buysOnTwoNodes(RunningLab lab) throws IOException, InterruptedException {
        Shopper ann = new Shopper();
        ann.logIn(lab.url(0));
        assertThat(ann.add(lab.url(0), "tea")).contains("Items: 1<");
        assertThat(ann.add(lab.url(1), "cup")).contains("Items: 2<");
        return ann;
    }

    private static List<Path> copies(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith("jakarta-"))
                    .toList();
        }
    }

    private static String serverXml(Path folder, String node) throws IOException {
        return Files.readString(folder.resolve(node).resolve("conf/server.xml"));
    }

    private static NodeRuntime on(Optional<TomcatHome> tomcat) {
        return new NodeRuntime(tomcat, Optional.empty(), List.of());
    }

    private static Optional<TomcatHome> tomcat(String version) {
        try {
            return Optional.of(TomcatFinder.ofThisMachine().find("--tomcat", version));
        } catch (SpecException missing) {
            return Optional.empty();
        }
    }
}
