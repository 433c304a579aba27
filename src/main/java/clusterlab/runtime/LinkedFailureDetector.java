package clusterlab.runtime;

import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;

/**
 * A TcpFailureDetector that knows of the network's faults: it asks a suspect over a raw socket, past every interceptor,
 * and would veto a partition that exists in interceptors only (TcpFailureDetector.memberAlive).
 */
final class LinkedFailureDetector extends TcpFailureDetector {
    private final NodeLink link;

    LinkedFailureDetector(NodeLink link) {
        this.link = link;
    }

    @Override
    protected boolean memberAlive(Member member) {
        return !link.unreachable(member) && super.memberAlive(member);
    }
}
