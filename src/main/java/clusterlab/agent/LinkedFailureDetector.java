package clusterlab.agent;

import java.util.Arrays;
import java.util.List;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;

/**
 * A TcpFailureDetector that applies the network's faults. Tomcat's own checks a suspect member over a raw socket that
 * passes no interceptor, so it would veto a partition that exists in interceptors only
 * (TcpFailureDetector.memberAlive).
 */
public final class LinkedFailureDetector extends TcpFailureDetector {
    private final Links links;
    private boolean stock;
    private volatile boolean trusting;

    /** For server.xml, in a process of its own; as stock, unless {@link #setStock} says otherwise. */
    public LinkedFailureDetector() {
        this(Instruments.ofThisJvm().links(), true);
    }

    /**
     * A detector that applies these faults.
     *
     * @param stock whether it does nothing else that TcpFailureDetector would not do: then it checks announced members from the
     *     start, and a member that was listed again after its end may stay unseen
     */
    public LinkedFailureDetector(Links links, boolean stock) {
        this.links = links;
        this.stock = stock;
        this.trusting = !stock;
    }

    /** The attribute {@code stock} in server.xml: whether it does nothing else that TcpFailureDetector would not do. */
    public void setStock(boolean stock) {
        this.stock = stock;
        trusting = !stock;
    }

    /**
     * Checks members over the socket from now on. Until then, while its node joins, it takes each announced member for
     * alive: the member has just announced itself, and the checks between all pairs are half the cost of a large boot.
     */
    public void ask() {
        trusting = false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tomcat checks a member that announced its end with the object that came with the announcement. That object has the
     * command of a shutdown, so it is never alive (TcpFailureDetector.memberAlive), and as long as it is kept, no other object
     * for the member is checked: a node that came back stays unseen, although its pings arrive, if the membership does not
     * report its start. StaticMembershipProvider doesn't if it still lists the member. It does if an answer to its last ping
     * was handled after the announcement (ping, memberAlive, memberAdded). So the check uses the object that the membership
     * lists now.
     */
    @Override
    protected void performBasicCheck() {
        if (!stock) {
            checkAsListed();
        }
        super.performBasicCheck();
    }

    private void checkAsListed() {
        for (Member suspect : List.copyOf(addSuspects.keySet())) {
            Member listed = getNext().getMember(suspect);
            if (listed != null && Arrays.equals(suspect.getCommand(), Member.SHUTDOWN_PAYLOAD)) {
                // A map keeps the key that it has.
                addSuspects.put(listed, addSuspects.remove(suspect));
            }
        }
    }

    @Override
    protected boolean memberAlive(Member member) {
        return !links.isUnreachable(member) && (trusting || super.memberAlive(member));
    }
}
