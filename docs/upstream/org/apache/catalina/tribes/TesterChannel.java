package org.apache.catalina.tribes;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor;
import org.apache.catalina.tribes.group.interceptors.StaticMembershipInterceptor;
import org.apache.catalina.tribes.transport.AbstractSender;
import org.apache.catalina.tribes.transport.ReceiverBase;
import org.apache.catalina.tribes.transport.ReplicationTransmitter;

/**
 * A channel on the loopback interface, without a membership service: the test says which members it knows. A message
 * can be held back.
 */
public class TesterChannel extends GroupChannel {

    /** Sender and receiver, no membership service. */
    public static final int START_OPTIONS = SND_RX_SEQ | SND_TX_SEQ;
    /** What the test does not wait for longer than this, in seconds. */
    public static final int TIMEOUT = 20;

    private final StaticMembershipInterceptor membership = new StaticMembershipInterceptor();
    private final TesterHoldInterceptor hold = new TesterHoldInterceptor();

    /**
     * @param interceptors the topmost first; what the channel needs is below them
     */
    public TesterChannel(ChannelInterceptor... interceptors) throws IOException {
        for (ChannelInterceptor interceptor : interceptors) {
            addInterceptor(interceptor);
        }
        addInterceptor(new MessageDispatchInterceptor());
        addInterceptor(membership);
        addInterceptor(hold);
        setHeartbeat(false);
        setJmxEnabled(false);
        ReceiverBase receiver = (ReceiverBase) getChannelReceiver();
        receiver.setHost("127.0.0.1");
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            receiver.setPort(probe.getLocalPort());
        }
        ReplicationTransmitter sender = (ReplicationTransmitter) getChannelSender();
        ((AbstractSender) sender.getTransport()).setTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT));
    }

    /** Makes each channel a member of this one. */
    public void join(GroupChannel... others) {
        for (GroupChannel other : others) {
            Member member = other.getLocalMember(false);
            membership.addStaticMember(member);
            membership.memberAdded(member);
        }
    }

    /** Makes a channel no member of this one any more. */
    public void leave(GroupChannel other) {
        Member member = other.getLocalMember(false);
        membership.removeStaticMember(member);
        membership.memberDisappeared(member);
    }

    /** Forgets all members, so that a stop sends nothing. */
    public void forget() {
        for (Member member : membership.getMembers()) {
            membership.removeStaticMember(member);
        }
    }

    /** Holds back the next matching message that arrives here, until it is released. */
    public TesterHoldInterceptor.Held holdIncoming(Predicate<Serializable> wanted) {
        return hold.incoming(wanted);
    }

    /** Holds back the next matching message that this channel sends, below all other interceptors. */
    public TesterHoldInterceptor.Held holdOutgoing(Predicate<Serializable> wanted) {
        return hold.outgoing(wanted);
    }
}
