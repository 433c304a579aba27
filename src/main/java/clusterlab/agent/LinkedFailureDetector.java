package clusterlab.agent;

import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;

/**
 * A TcpFailureDetector that applies the network's faults. Tomcat's own checks a suspect member over a raw socket that
 * passes no interceptor, so it would veto a partition that exists in interceptors only
 * (TcpFailureDetector.memberAlive).
 */
public final class LinkedFailureDetector extends TcpFailureDetector {
    private final Links links;
    private volatile boolean trusting = true;

    public LinkedFailureDetector(Links links) {
        this.links = links;
    }

    /**
     * Checks members over the socket from now on. Until then, while its node joins, it takes each announced member for
     * alive: the member has just announced itself, and the checks between all pairs are half the cost of a large boot.
     */
    public void ask() {
        trusting = false;
    }

    @Override
    protected boolean memberAlive(Member member) {
        return !links.isUnreachable(member) && (trusting || super.memberAlive(member));
    }
}
