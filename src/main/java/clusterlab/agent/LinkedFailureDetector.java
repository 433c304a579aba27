package clusterlab.agent;

import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;

/**
 * A TcpFailureDetector that knows of the network's faults: it asks a suspect over a raw socket, past every interceptor,
 * and would veto a partition that exists in interceptors only (TcpFailureDetector.memberAlive).
 */
public final class LinkedFailureDetector extends TcpFailureDetector {
    private final Links links;
    private volatile boolean trusting = true;

    public LinkedFailureDetector(Links links) {
        this.links = links;
    }

    /**
     * From now on asks over the socket. Until then, while its node joins, a member that was heard of is taken for alive:
     * it has just announced itself, and the questions of all to all are half the cost of a large boot.
     */
    public void ask() {
        trusting = false;
    }

    @Override
    protected boolean memberAlive(Member member) {
        return !links.isUnreachable(member) && (trusting || super.memberAlive(member));
    }
}
