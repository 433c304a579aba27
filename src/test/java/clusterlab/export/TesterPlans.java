package clusterlab.export;

import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans without anything random. */
public final class TesterPlans {
    /** The command of the golden files. */
    public static final Source SOURCE = Source.of(List.of("export", "test", "--preset", "tutorial"));

    private TesterPlans() {}

    /** The beginning of a request. */
    public static ClusterSpec.Builder spec(Preset preset) {
        return ClusterSpec.builder(preset).ajpSecret(new Secret("the-secret-of-the-golden-files"));
    }

    /** The plan with the name and the key of the golden files. */
    public static Topology plan(ClusterSpec.Builder spec) throws SpecException {
        Topology topology =
                Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
        topology = TesterRecords.with(topology, "clusterName", "lab-golden");
        ChannelSpec channel = topology.channel();
        return channel.isEncrypted()
                ? TesterRecords.with(
                        topology,
                        "channel",
                        TesterRecords.with(
                                channel, "encryptionKey", Optional.of(new Secret("00112233445566778899aabbccddeeff"))))
                : topology;
    }
}
