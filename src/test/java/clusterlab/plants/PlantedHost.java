package clusterlab.plants;

import clusterlab.Lab;
import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.RunningNode;
import clusterlab.cluster.embedded.EmbeddedHost;
import clusterlab.run.Rig;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tomcats of this JVM with a defect in some of them. */
final class PlantedHost implements NodeHost {
    private final NodeHost real;
    private final Defect defect;

    private PlantedHost(NodeHost real, Defect defect) {
        this.real = real;
        this.defect = defect;
    }

    /** Makes a node. */
    interface Making {
        RunningNode make() throws HostException;
    }

    /** Plants a defect in a node. */
    interface Defect {
        /**
         * The node with the defect.
         *
         * @param real makes one without
         */
        RunningNode in(NodeSpec node, Making real) throws HostException;
    }

    /** A run on nodes with this defect. */
    static Rig rig(Defect defect) {
        return new Rig() {
            @Override
            public Lab lab(Topology topology, PortPolicy ports, BootListener listener) throws BootException {
                return new Lab(topology, ports, listener, lab -> new PlantedHost(EmbeddedHost.open(lab), defect));
            }
        };
    }

    @Override
    public Set<Ability> abilities() {
        return real.abilities();
    }

    @Override
    public Set<Ability> simulated() {
        return real.simulated();
    }

    @Override
    public RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events)
            throws HostException {
        return defect.in(node, () -> real.create(node, peers, announceTo, events));
    }

    @Override
    public void close() {
        real.close();
    }
}
