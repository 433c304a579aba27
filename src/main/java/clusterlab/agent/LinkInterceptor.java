package clusterlab.agent;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelException.FaultyMember;
import org.apache.catalina.tribes.ChannelMessage;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.InterceptorPayload;

/**
 * Sits between a node's channel and its sender and applies the network's faults to outgoing messages.
 *
 * <pre>
 * … TcpFailureDetector ─► MessageDispatchInterceptor ─► LinkInterceptor ─► sender ─► socket
 * </pre>
 *
 * <p>A cut link behaves like a link that loses all packets: the sender waits for its time-out, then reports the member
 * as faulty. A connection to a killed member is refused at once.
 */
public final class LinkInterceptor extends ChannelInterceptorBase {
    /** The time that a sender waits for an answer (org.apache.catalina.tribes.transport.AbstractSender.timeout). */
    static final long TIMEOUT_MILLIS = 3000;

    private final Links links;
    private final Traffic traffic;

    /**
     * Applies the faults of these links.
     *
     * @param traffic counts the sent messages
     */
    public LinkInterceptor(Links links, Traffic traffic) {
        this.links = links;
        this.traffic = traffic;
    }

    @Override
    public void sendMessage(Member[] destination, ChannelMessage message, InterceptorPayload payload)
            throws ChannelException {
        try {
            links.awaitDeath();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelException("interrupted while the node was killed", e);
        }
        List<Member> passing = new ArrayList<>(destination.length);
        List<Member> hindered = new ArrayList<>(0);
        for (Member member : destination) {
            String name = links.name(member);
            if (name == null) {
                passing.add(member);
            } else {
                traffic.sent(name, message);
                boolean free = !links.refuses(name) && links.to(name).isNone();
                (free ? passing : hindered).add(member);
            }
        }
        if (hindered.isEmpty()) {
            super.sendMessage(destination, message, payload);
            return;
        }
        List<FaultyMember> faulty = new ArrayList<>();
        forward(passing, message, payload, faulty);
        long deadline = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000;
        for (Member member : hindered) {
            hinder(member, message, payload, deadline, faulty);
        }
        if (!faulty.isEmpty()) {
            ChannelException failed = new ChannelException("some members are unreachable");
            faulty.forEach(one -> failed.addFaultyMember(one));
            throw failed;
        }
    }

    private void hinder(
            Member member,
            ChannelMessage message,
            InterceptorPayload payload,
            long deadline,
            List<FaultyMember> faulty) {
        String name = String.valueOf(links.name(member));
        try {
            if (links.refuses(name)) {
                faulty.add(new FaultyMember(member, new ConnectException("refused: one end was killed")));
                return;
            }
            LinkFault fault = links.to(name);
            if (fault.cut()) {
                long left = Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
                if (!links.awaitOpen(name, left)) {
                    faulty.add(new FaultyMember(member, new SocketTimeoutException("the link is cut")));
                    return;
                }
            }
            if (fault.loss() > 0 && ThreadLocalRandom.current().nextDouble() < fault.loss()) {
                if ((message.getOptions() & Channel.SEND_OPTIONS_USE_ACK) != 0) {
                    // A lost message gets no acknowledgement.
                    Thread.sleep(Math.max(0, (deadline - System.nanoTime()) / 1_000_000));
                    faulty.add(new FaultyMember(member, new SocketTimeoutException("the message was lost")));
                }
                return;
            }
            long jitter = fault.jitterMillis();
            long delay = fault.delayMillis()
                    + (jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1));
            if (delay > 0) {
                Thread.sleep(delay);
            }
            forward(List.of(member), message, payload, faulty);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            faulty.add(new FaultyMember(member, new SocketTimeoutException("interrupted while the link was slow")));
        }
    }

    private void forward(
            List<Member> members, ChannelMessage message, InterceptorPayload payload, List<FaultyMember> faulty) {
        if (members.isEmpty()) {
            return;
        }
        try {
            super.sendMessage(members.toArray(Member[]::new), message, payload);
        } catch (ChannelException e) {
            faulty.addAll(List.of(e.getFaultyMembers()));
        }
    }
}
