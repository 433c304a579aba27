package clusterlab.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.interceptors.StaticMembershipInterceptor;

/**
 * A StaticMembershipInterceptor that can hold its members back. Tomcat's own adds them at each step of a channel's start
 * (StaticMembershipInterceptor.start), also at the first one, when the other nodes' receivers may not listen yet: then a
 * DeltaManager asks a node for its sessions that asks back, and both wait for 60 s (DeltaManager.getAllClusterSessions).
 */
public final class LinkedStaticMembership extends StaticMembershipInterceptor implements LinkedStaticMembershipMBean {
    private final List<Member> held = new ArrayList<>();

    /** Knows no member until {@link #release}. */
    void hold() {
        synchronized (members) {
            held.addAll(members);
            members.clear();
        }
    }

    /** Knows its members from now on; the next step of the start adds them. */
    void release() {
        synchronized (members) {
            members.addAll(held);
            held.clear();
        }
    }

    /**
     * Members come and go with the plan.
     *
     * @param links knows the names of the nodes
     */
    void peers(Links links, Collection<Peer> all) {
        synchronized (members) {
            List<Member> mine = held.isEmpty() ? members : held;
            mine.removeIf(member -> links.name(member) == null);
            for (Peer peer : all) {
                if (!peer.name().equals(links.self())
                        && mine.stream().noneMatch(member -> peer.name().equals(links.name(member)))) {
                    mine.add(TomcatAgent.member(peer));
                }
            }
        }
    }
}
