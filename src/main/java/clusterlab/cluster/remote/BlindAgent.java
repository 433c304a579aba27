package clusterlab.cluster.remote;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.DeployedView;
import clusterlab.agent.DeployerView;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.Peer;
import clusterlab.agent.SessionLook;
import clusterlab.agent.Touched;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In place of an agent where there is none: it sees nothing, and nothing can be done inside. */
final class BlindAgent implements NodeAgent {
    private final String node;
    private final Cuts cuts;

    BlindAgent(String node, Cuts cuts) {
        this.node = node;
        this.cuts = cuts;
    }

    @Override
    public void peers(Collection<Peer> all) {
        // Nobody is there to be told.
    }

    /** Cuts by the user's command; {@code LinksFault} refuses all else. */
    @Override
    public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {
        cuts.set(unheard);
    }

    @Override
    public void membership(Level level) {
        // The nodes have their members already.
    }

    @Override
    public void membersKnown() {
        // Nobody is there to be told.
    }

    @Override
    public void heartbeat() {
        // Tomcat's own comes every 5 s.
    }

    @Override
    public List<String> members() {
        return List.of();
    }

    @Override
    public ManagerKind manager() {
        return ManagerKind.FOREIGN;
    }

    @Override
    public boolean mapKnows(int others) {
        return true;
    }

    @Override
    public void transferAgain() {
        // Only a start by the lab asks for it.
    }

    @Override
    public int sessionCount() {
        return 0;
    }

    @Override
    public Set<String> sessionIds() {
        return Set.of();
    }

    @Override
    public Map<String, CopyRole> roles(Collection<String> ids) {
        Map<String, CopyRole> roles = new LinkedHashMap<>();
        ids.forEach(id -> roles.put(id, CopyRole.UNKNOWN));
        return roles;
    }

    @Override
    public Map<String, CopyView> copies(Collection<String> ids) {
        Map<String, CopyView> copies = new LinkedHashMap<>();
        ids.forEach(id -> copies.put(id, CopyView.without(node, CopyRole.UNKNOWN)));
        return copies;
    }

    @Override
    public Touched touched() {
        return Touched.NONE;
    }

    @Override
    public Map<String, SessionLook> look(Collection<String> ids, boolean thorough) {
        Map<String, SessionLook> looks = new LinkedHashMap<>();
        ids.forEach(id -> looks.put(id, SessionLook.without(CopyRole.UNKNOWN)));
        return looks;
    }

    @Override
    public byte[] serialized(String id, String attribute) {
        return new byte[0];
    }

    @Override
    public String whyUnreadable(byte[] serialized) {
        return "";
    }

    @Override
    public DeployerView deployer() {
        return DeployerView.NONE;
    }

    @Override
    public List<DeployedView> deployed() {
        return List.of();
    }

    @Override
    public Set<String> sessionIds(Collection<String> applications) {
        return Set.of();
    }

    @Override
    public void tidy(String contextName) {
        // The lab deploys nothing on nodes elsewhere.
    }

    @Override
    public long requests() {
        return 0;
    }
}
