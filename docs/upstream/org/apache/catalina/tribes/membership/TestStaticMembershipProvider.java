package org.apache.catalina.tribes.membership;

import java.net.InetAddress;
import java.net.ServerSocket;

import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.TesterChannel;
import org.apache.catalina.tribes.TesterHoldInterceptor.Held;
import org.apache.catalina.tribes.TesterHoldInterceptor;
import org.apache.catalina.tribes.TesterThread;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.RpcMessage;
import org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;
import org.apache.catalina.tribes.transport.ReceiverBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Static membership with TcpFailureDetector: a member stops gracefully and starts again. */
public class TestStaticMembershipProvider {

    private final GroupChannel[] channels = new GroupChannel[3];
    private final TesterHoldInterceptor[] holds = new TesterHoldInterceptor[3];
    private final int[] ports = new int[3];

    @BeforeEach
    public void start() throws Exception {
        for (int i = 0; i < channels.length; i++) {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                ports[i] = probe.getLocalPort();
            }
        }
        for (int i = 0; i < channels.length; i++) {
            start(i);
        }
        channels[0].heartbeat();
        awaitMembers(2, TesterChannel.TIMEOUT);
    }

    private void start(int i) throws Exception {
        StaticMembershipService service = new StaticMembershipService();
        for (int j = 0; j < ports.length; j++) {
            StaticMember member = new StaticMember("127.0.0.1", ports[j], 0);
            member.setUniqueId(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) j });
            if (i == j) {
                service.setLocalMember(member);
            } else {
                service.addStaticMember(member);
            }
        }
        channels[i] = new GroupChannel();
        channels[i].setName("test");
        channels[i].setJmxEnabled(false);
        channels[i].setHeartbeat(false);
        channels[i].setMembershipService(service);
        ReceiverBase receiver = (ReceiverBase) channels[i].getChannelReceiver();
        receiver.setHost("127.0.0.1");
        receiver.setPort(ports[i]);
        holds[i] = new TesterHoldInterceptor();
        channels[i].addInterceptor(new MessageDispatchInterceptor());
        channels[i].addInterceptor(new TcpFailureDetector());
        channels[i].addInterceptor(holds[i]);
        channels[i].start(Channel.DEFAULT);
    }

    @AfterEach
    public void stop() throws Exception {
        for (GroupChannel channel : channels) {
            channel.stop(Channel.DEFAULT);
        }
    }

    /** Membership events have a thread of their own. */
    private void awaitMembers(int count, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (channels[0].getMembers().length != count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        Assertions.assertEquals(count, channels[0].getMembers().length);
    }

    @Test
    public void testStopAndStart() throws Exception {
        channels[1].stop(Channel.DEFAULT);
        awaitMembers(1, TesterChannel.TIMEOUT);
        start(1);
        awaitMembers(2, TesterChannel.TIMEOUT);
    }

    /** The member answers a ping and then stops, while the ping still waits for another member's answer. */
    @Test
    @Tag("defect")
    public void testStopWhilePingWaits() throws Exception {
        Held slow = holds[2].incoming(msg -> msg instanceof RpcMessage);
        Held answer = holds[0].incoming(msg -> msg instanceof RpcMessage);
        TesterThread<Void> ping = TesterThread.start(channels[0]::heartbeat);
        slow.await();
        answer.pass();
        channels[1].stop(Channel.DEFAULT);
        awaitMembers(1, TesterChannel.TIMEOUT);
        slow.release();
        ping.join();
        start(1);
        channels[0].heartbeat();
        channels[0].heartbeat();
        awaitMembers(2, 1);
    }
}
