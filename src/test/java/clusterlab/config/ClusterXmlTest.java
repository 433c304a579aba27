package clusterlab.config;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ClusterXmlTest {

    private static Element cluster(Preset preset, ManagerSpec.Kind kind) throws Exception {
        return cluster(ClusterSpec.builder(preset).manager(kind));
    }

    private static Element cluster(ClusterSpec.Builder spec) throws Exception {
        Topology topology =
                Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
        String xml = ClusterXml.of(topology, topology.nodes().get(1));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private static Element only(Element parent, String name) {
        assertThat(parent.getElementsByTagName(name).getLength()).as(name).isEqualTo(1);
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    @Test
    void tutorialIsTheArticlesSetting2() throws Exception {
        Element cluster = cluster(Preset.TUTORIAL, ManagerSpec.Kind.DELTA);
        assertThat(cluster.getAttribute("channelSendOptions")).isEqualTo("8");
        assertThat(only(cluster, "Manager").getAttribute("className")).endsWith("DeltaManager");
        Element membership = only(cluster, "Membership");
        assertThat(membership.getAttribute("address")).isEqualTo("228.0.0.4");
        assertThat(membership.getAttribute("dropTime")).isEqualTo("3000");
        assertThat(only(cluster, "Receiver").getAttribute("port")).isEqualTo("4001");
        assertThat(cluster.getElementsByTagName("Valve").getLength()).isEqualTo(2);
    }

    @Test
    void staticMembershipNamesTheNodeItselfAndTheOthers() throws Exception {
        Element membership = only(cluster(Preset.LAB, ManagerSpec.Kind.BACKUP), "Membership");
        assertThat(only(membership, "LocalMember").getAttribute("port")).isEqualTo("4001");
        assertThat(membership.getElementsByTagName("Member").getLength()).isEqualTo(2);
    }

    @Test
    void membershipOfTheCloudIsTomcatsOwnAtTheNodesAddress() throws Exception {
        Element cluster = cluster(
                ClusterSpec.builder(Preset.LAB).membership(Preset.LAB.membership(MembershipSpec.Kind.KUBERNETES)));
        Element membership = only(cluster, "Membership");
        assertThat(membership.getAttribute("className")).endsWith("membership.cloud.CloudMembershipService");
        assertThat(membership.getAttribute("membershipProviderClassName"))
                .endsWith("cloud.KubernetesMembershipProvider");
        assertThat(membership.getAttribute("expirationTime")).isEqualTo("1000");
        assertThat(only(cluster, "Channel").getAttribute("heartbeatSleeptime")).isEqualTo("500");
        assertThat(only(cluster, "Receiver").getAttribute("address")).isEqualTo("127.0.0.3");
        assertThat(only(cluster(Preset.LAB, ManagerSpec.Kind.DELTA), "Channel").hasAttribute("heartbeatSleeptime"))
                .isFalse();
    }

    @Test
    void buffersAreThoseOfThePlanAndTomcatsAreLeftOut() throws Exception {
        Element lab = cluster(Preset.LAB, ManagerSpec.Kind.DELTA);
        assertThat(only(lab, "Receiver").getAttribute("rxBufSize")).isEqualTo("32768");
        assertThat(only(lab, "Transport").getAttribute("txBufSize")).isEqualTo("8192");
        assertThat(only(lab, "Transport").getAttribute("rxBufSize")).isEqualTo("2048");
        assertThat(only(cluster(Preset.MINIMAL, ManagerSpec.Kind.DELTA), "Transport")
                        .hasAttribute("txBufSize"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void readTestIsAnAttributeOfTheDetectorOfEachPreset(Preset preset) throws Exception {
        assertThat(readTests(ClusterSpec.builder(preset))).isEmpty();
        assertThat(readTests(ClusterSpec.builder(preset).readTest(true))).containsExactly("TcpFailureDetector");
    }

    private static List<String> readTests(ClusterSpec.Builder spec) throws Exception {
        NodeList interceptors = cluster(spec).getElementsByTagName("Interceptor");
        return IntStream.range(0, interceptors.getLength())
                .mapToObj(i -> (Element) interceptors.item(i))
                .filter(interceptor ->
                        interceptor.getAttribute("performReadTest").equals("true"))
                .map(interceptor -> interceptor.getAttribute("className").replaceAll(".*\\.", ""))
                .toList();
    }

    @Test
    void onlyTheTutorialHasItsFilterItsOrderOfValvesAndItsDeployer() throws Exception {
        Element tutorial = cluster(Preset.TUTORIAL, ManagerSpec.Kind.DELTA);
        Element first = (Element) tutorial.getElementsByTagName("Valve").item(0);
        assertThat(first.getAttribute("className")).endsWith("ReplicationValve");
        assertThat(first.hasAttribute("filter")).isTrue();
        assertThat(only(tutorial, "Deployer").getAttribute("watchEnabled")).isEqualTo("false");
        Element lab = cluster(Preset.LAB, ManagerSpec.Kind.DELTA);
        first = (Element) lab.getElementsByTagName("Valve").item(0);
        assertThat(first.getAttribute("className")).endsWith("JvmRouteBinderValve");
        assertThat(lab.getElementsByTagName("Deployer").getLength()).isZero();
    }
}
