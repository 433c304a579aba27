package clusterlab.agent;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
 * TrafficInterceptor ─► … TcpFailureDetector ─► MessageDispatchInterceptor ─► LinkInterceptor ─► sender ─► socket
 * </pre>
 *
 * <p>A cut link behaves like a link that loses all packets: the sender waits for its time-out, then reports the member
 * as faulty. A connection to a killed member is refused at once.
 */
public final class LinkInterceptor extends ChannelInterceptorBase implements LinkInterceptorMBean {
    /** The time that a sender waits for an answer (org.apache.catalina.tribes.transport.AbstractSender.timeout). */
    static final long TIMEOUT_MILLIS = 3000;

    private final Links links;

    /** For server.xml, in a process of its own. */
    public LinkInterceptor() {
        this(Instruments.ofThisJvm().links());
    }

    /** Applies the faults of these links. */
    public LinkInterceptor(Links links) {
        this.links = links;
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
                boolean free = !links.refuses(name) && links.to(name).isNone();
                (free ? passing : hindered).add(member);
            }
        }
        if (hindered.isEmpty()) {
            super.sendMessage(destination, message, payload);
            return;
        }
        List<FaultyMember> faulty = new ArrayList<>();
        long start = System.nanoTime();
        forward(passing, message, payload, faulty);
        try {
            hinder(hindered, message, payload, start, faulty);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            for (Member member : hindered) {
                faulty.add(new FaultyMember(member, new SocketTimeoutException("interrupted while the link was slow")));
            }
        }
        if (!faulty.isEmpty()) {
            ChannelException failed = new ChannelException("some members are unreachable");
            faulty.forEach(one -> failed.addFaultyMember(one));
            throw failed;
        }
    }

    /** Every wait begins at the start, so that no member waits for another one. Takes members off the list as it is done. */
    private void hinder(
            List<Member> hindered,
            ChannelMessage message,
            InterceptorPayload payload,
            long start,
            List<FaultyMember> faulty)
            throws InterruptedException {
        SortedMap<Long, List<Member>> delayed = new TreeMap<>();
        List<Member> cut = new ArrayList<>(0);
        List<Member> unanswered = new ArrayList<>(0);
        for (Member member : List.copyOf(hindered)) {
            String name = String.valueOf(links.name(member));
            if (links.refuses(name)) {
                hindered.remove(member);
                faulty.add(new FaultyMember(member, new ConnectException("refused: one end was killed")));
            } else if (links.to(name).cut()) {
                cut.add(member);
            } else if (!links.losesNext(name)) {
                delayed.computeIfAbsent(links.nextDelayMillis(name), millis -> new ArrayList<>())
                        .add(member);
            } else if ((message.getOptions() & Channel.SEND_OPTIONS_USE_ACK) != 0) {
                unanswered.add(member);
            } else {
                hindered.remove(member);
            }
        }
        for (Map.Entry<Long, List<Member>> each : delayed.entrySet()) {
            sleepUntil(start, each.getKey());
            hindered.removeAll(each.getValue());
            forward(each.getValue(), message, payload, faulty);
        }
        for (Member member : cut) {
            if (links.awaitOpen(String.valueOf(links.name(member)), leftMillis(start, TIMEOUT_MILLIS))) {
                hinder(new ArrayList<>(List.of(member)), message, payload, System.nanoTime(), faulty);
            } else {
                faulty.add(new FaultyMember(member, new SocketTimeoutException("the link is cut")));
            }
            hindered.remove(member);
        }
        for (Member member : unanswered) {
            // A lost message gets no acknowledgement.
            sleepUntil(start, TIMEOUT_MILLIS);
            hindered.remove(member);
            faulty.add(new FaultyMember(member, new SocketTimeoutException("the message was lost")));
        }
    }

    private static void sleepUntil(long start, long millis) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(start + millis * 1_000_000 - System.nanoTime());
    }

    private static long leftMillis(long start, long millis) {
        return Math.max(0, millis - (System.nanoTime() - start) / 1_000_000);
    }

    private void forward(
            List<Member> members, ChannelMessage message, InterceptorPayload payload, List<FaultyMember> faulty) {
        if (members.isEmpty()) {
            return;
        }
        try {
            super.sendMessage(members.toArray(new Member[0]), message, payload);
        } catch (ChannelException e) {
            faulty.addAll(List.of(e.getFaultyMembers()));
        }
    }
}
