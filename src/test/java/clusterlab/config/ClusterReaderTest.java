package clusterlab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.catalina.ha.session.BackupManager;
import org.apache.catalina.ha.session.DeltaManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterReaderTest {
    @TempDir
    Path folder;

    @Test
    void attributeNeverComesFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "secret");
        String xml =
                "<!DOCTYPE Cluster [<!ENTITY e SYSTEM '" + file.toUri() + "'>]><Cluster clusterName='x'>&e;</Cluster>";
        assertThatThrownBy(() -> ClusterReader.read(xml, Map.of(), UnaryOperator.identity()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void textThatIsNoClusterIsRefused() {
        assertThatThrownBy(() -> ClusterReader.read("<Server/>", Map.of(), UnaryOperator.identity()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a <Cluster>");
        assertThatThrownBy(() -> ClusterReader.read("<Cluster", Map.of(), UnaryOperator.identity()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void substituteGetsTheAttributesAndGoesToTheParent() {
        DeltaManager substitute = new DeltaManager();
        String xml = "<Cluster><Manager className='" + BackupManager.class.getName()
                + "' notifyListenersOnReplication='false'/></Cluster>";
        assertThat(ClusterReader.read(xml, Map.of(), made -> made instanceof BackupManager ? substitute : made)
                        .getManagerTemplate())
                .isSameAs(substitute);
        assertThat(substitute.isNotifyListenersOnReplication()).isFalse();
    }

    @Test
    void placeholderStandsForAPropertyOfTheLabAndNotOfTheSystem() {
        String xml = "<Cluster clusterName='${cluster.key}'/>";
        assertThat(ClusterReader.read(xml, Map.of("cluster.key", "k"), UnaryOperator.identity())
                        .getClusterName())
                .isEqualTo("k");
        assertThat(ClusterReader.read("<Cluster clusterName='${java.version}'/>", Map.of(), UnaryOperator.identity())
                        .getClusterName())
                .isEqualTo("${java.version}");
    }
}
