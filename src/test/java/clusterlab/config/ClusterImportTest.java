package clusterlab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterImportTest {
    @TempDir
    Path folder;

    private ImportedCluster read(String xml) throws Exception {
        return ClusterImport.read(Files.writeString(folder.resolve("server.xml"), xml));
    }

    @Test
    void everyAttributeIsKeptInOrderWithItsLine() throws Exception {
        ClusterElement cluster =
                read("""
                        <?xml version="1.0"?>
                        <Server><Service><Engine>
                          <Cluster className="C" channelSendOptions="8"
                                   unknown="&lt;a&quot;&amp;&#10;b">
                            <!-- note -->
                            <Manager
                                className="M"/>
                          </Cluster>
                        </Engine></Service></Server>
                        """)
                        .cluster()
                        .orElseThrow();
        assertThat(cluster.attributes().keySet()).containsExactly("className", "channelSendOptions", "unknown");
        assertThat(cluster.attribute("unknown")).contains("<a\"&\nb");
        assertThat(cluster.line()).isEqualTo(3);
        assertThat(cluster.children()).extracting(ClusterElement::line).containsExactly(6);
    }

    @Test
    void printedElementIsReadAsTheSame() throws Exception {
        ClusterElement cluster = new ClusterElement(
                "Cluster",
                java.util.Map.of("odd", "<\"'&\t\r\n${a}>"),
                List.of(ClusterElement.of("Manager", "M"), ClusterElement.of("Manager", "N")),
                0);
        assertThat(XmlTree.parse(cluster.xml(3).getBytes(StandardCharsets.UTF_8))
                        .root()
                        .unplaced())
                .isEqualTo(cluster);
    }

    @Test
    void placeIsTheContainerOfTheFile() throws Exception {
        assertThat(read("<Server><Service><Engine><Cluster/></Engine></Service></Server>")
                        .place())
                .isEqualTo(ImportedCluster.Place.ENGINE);
        assertThat(read("<Server><Service><Engine><Host><Cluster/></Host></Engine></Service></Server>")
                        .place())
                .isEqualTo(ImportedCluster.Place.HOST);
        assertThat(read("<Cluster/>").place()).isEqualTo(ImportedCluster.Place.HOST);
    }

    @Test
    void managerOfAContextIsTaken() throws Exception {
        assertThat(read("<Context><Manager className='M'/></Context>")
                        .manager()
                        .orElseThrow()
                        .className())
                .isEqualTo("M");
        Files.writeString(folder.resolve("context.xml"), "<Context><Manager className='N'/></Context>");
        read("<Server><Service><Engine><Cluster/></Engine></Service></Server>");
        ImportedCluster both = ClusterImport.read(folder);
        assertThat(both.manager().orElseThrow().className()).isEqualTo("N");
        assertThat(both.cluster()).isPresent();
    }

    /** Each message is a part of a sentence that says what to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Server/> | it has no <Cluster> in an <Engine> or a <Host>; name a file that has one",
                "<Server><!-- <Cluster/> --></Server> | is in the comment that ends at line 1",
                "<Server><Cluster/></Server> | it has no <Cluster> in an <Engine>",
                "<web-app/> | its root is <web-app>; name",
                "<Context/> | its <Context> has no <Manager>",
                "<Cluster | it is no XML at line 1",
                "'' | it is no XML at line 1",
                "PK binary | it is no XML at line 1",
                "<Cluster/><Cluster/> | it is no XML at line 1",
                "<Engine><Cluster/><Host><Cluster/></Host></Engine> | it has 2 <Cluster> elements, at lines 1, 1; put the one",
                "<!DOCTYPE Cluster [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Cluster clusterName='&e;'/> | it has a DOCTYPE at line 1",
                "<!DOCTYPE Cluster SYSTEM 'http://127.0.0.1:1/x.dtd'><Cluster/> | it has a DOCTYPE",
                "<!DOCTYPE a [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><Cluster clusterName='&b;'/> | it has a DOCTYPE",
            })
    void fileThatCantBeUsedIsRefusedWithWhatToDo(String xml, String message) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(UnreadableConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void hostileSizesAreRefused() throws Exception {
        assertThatThrownBy(() -> read("<Cluster>".repeat(60) + "</Cluster>".repeat(60)))
                .hasMessageContaining("nested more than 50 deep");
        assertThatThrownBy(() -> read("<Cluster>" + "<a/>".repeat(XmlTree.MOST_ELEMENTS) + "</Cluster>"))
                .hasMessageContaining("more than 100,000 elements");
        assertThatThrownBy(() -> read("<Cluster>" + " ".repeat(XmlTree.MOST_BYTES) + "</Cluster>"))
                .hasMessageContaining("more than 10 MB");
        assertThatThrownBy(() -> ClusterImport.read(folder.resolve("none"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> ClusterImport.read(folder)).isInstanceOf(UnreadableConfigException.class);
    }

    @Test
    void otherEncodingsAreRead() throws Exception {
        for (String encoding : List.of("ISO-8859-1", "UTF-16", "UTF-8")) {
            Files.write(
                    folder.resolve("server.xml"),
                    ("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>\n\n<Cluster\n clusterName='\u00e4'/>")
                            .getBytes(encoding));
            ClusterElement cluster =
                    ClusterImport.read(folder.resolve("server.xml")).cluster().orElseThrow();
            assertThat(cluster.attribute("clusterName")).as(encoding).contains("\u00e4");
            assertThat(cluster.line()).as(encoding).isEqualTo(3);
        }
    }
}
