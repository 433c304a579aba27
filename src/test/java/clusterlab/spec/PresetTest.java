package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tutorial's Setting 2, row by row, in the plan; SettingTwoIT reads the same rows from the running cluster. */
class PresetTest {
    private final Topology tutorial = plan(Preset.TUTORIAL);

    @Test
    void tutorialHasThreeInstancesWithTheArticlesNamesAndPorts() {
        assertThat(tutorial.nodes()).extracting(NodeSpec::name).containsExactly("WAS1", "WAS2", "WAS3");
        assertThat(tutorial.nodes()).extracting(NodeSpec::httpPort).containsExactly(8080, 18080, 28080);
        assertThat(tutorial.nodes()).extracting(NodeSpec::receiverPort).containsExactly(4000, 4001, 4002);
    }

    @Test
    void tutorialSendsAsynchronously() {
        assertThat(tutorial.channel().sendOptions()).isEqualTo(8);
    }

    @Test
    void tutorialHasTheArticlesManager() {
        assertThat(tutorial.manager()).isEqualTo(new ManagerSpec(ManagerSpec.Kind.DELTA, false, true));
    }

    @Test
    void tutorialHasTheArticlesMulticastButOnThisMachine() {
        assertThat(tutorial.channel().membership())
                .isEqualTo(new MembershipSpec.Multicast("228.0.0.4", 45564, 500, 3000, "127.0.0.1", 0));
    }

    @Test
    void tutorialHasTheArticlesReceiverButOnThisMachine() {
        assertThat(tutorial.channel().receiver()).isEqualTo(new ReceiverSpec("127.0.0.1", 100, 5000, 6, 0));
    }

    @Test
    void tutorialHasTheArticlesInterceptorsThenTheFilterThatKeepsLabsApart() {
        assertThat(tutorial.channel().interceptors())
                .containsExactly(
                        ChannelSpec.Interceptor.TCP_FAILURE_DETECTOR,
                        ChannelSpec.Interceptor.MESSAGE_DISPATCH,
                        ChannelSpec.Interceptor.DOMAIN_FILTER);
    }

    @Test
    void labIsSynchronousAndStatic() {
        Topology lab = plan(Preset.LAB);
        assertThat(lab.channel().sendOptions()).isEqualTo(6);
        assertThat(lab.channel().membership()).isEqualTo(Preset.STATIC);
        assertThat(lab.nodes()).extracting(NodeSpec::name).containsExactly("node1", "node2", "node3");
    }

    /** SimpleTcpCluster.checkDefaults, McastService and ReceiverBase say what they are. */
    @Test
    void minimalHasTomcatsDefaults() {
        Topology minimal = plan(Preset.MINIMAL);
        assertThat(minimal.channel().sendOptions()).isEqualTo(8);
        assertThat(minimal.channel().receiver().autoBind()).isEqualTo(100);
        assertThat(minimal.channel().receiver().maxThreads()).isEqualTo(15);
        assertThat(minimal.channel().membership()).isEqualTo(tutorial.channel().membership());
        assertThat(minimal.channel().interceptors().subList(0, 2))
                .isEqualTo(List.of(
                        ChannelSpec.Interceptor.MESSAGE_DISPATCH, ChannelSpec.Interceptor.TCP_FAILURE_DETECTOR));
    }

    @Test
    void everythingStaysOnThisMachineInEveryPreset() {
        for (Preset preset : Preset.values()) {
            ChannelSpec channel = plan(preset).channel();
            assertThat(channel.receiver().address()).isEqualTo("127.0.0.1");
            if (channel.membership() instanceof MembershipSpec.Multicast multicast) {
                assertThat(multicast.bind()).isEqualTo("127.0.0.1");
                assertThat(multicast.ttl()).isZero();
            }
        }
    }

    private static Topology plan(Preset preset) {
        try {
            return Planner.plan(ClusterSpec.of(preset), PortPolicy.assuming(Set.of()))
                    .topology();
        } catch (SpecException e) {
            throw new AssertionError(e);
        }
    }
}
