package org.apache.catalina.ha.session;

import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.TesterHoldInterceptor.Held;
import org.apache.catalina.tribes.TesterThread;
import org.apache.catalina.tribes.group.interceptors.OrderInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The messages of one session overtake one another, because different threads send them: those of MessageDispatchInterceptor
 * with asynchronous replication, those of parallel requests with any. When all have arrived, the replica has to be equal.
 */
public class TestDeltaManagerOrder {

    private TesterDeltaNode primary;
    private TesterDeltaNode replica;

    private void startCluster(int sendOptions, boolean order) throws Exception {
        primary = node("primary", sendOptions, order);
        replica = node("replica", sendOptions, order);
        primary.manager.start();
        replica.manager.start();
        primary.channel.join(replica.channel);
        replica.channel.join(primary.channel);
    }

    private static TesterDeltaNode node(String name, int sendOptions, boolean order) throws Exception {
        return new TesterDeltaNode(name, sendOptions,
                order ? new ChannelInterceptor[] { new OrderInterceptor() } : new ChannelInterceptor[0]);
    }

    @AfterEach
    public void stopCluster() throws Exception {
        replica.close();
        primary.close();
    }

    /** The first request of a session sets an attribute. The message with it overtakes the one that creates the session. */
    private Object firstAttribute(boolean order) throws Exception {
        startCluster(Channel.SEND_OPTIONS_ASYNCHRONOUS, order);
        Held created = primary.holdOutgoing(SessionMessage.EVT_SESSION_CREATED);
        Held delta = replica.holdIncoming(SessionMessage.EVT_SESSION_DELTA);
        Held last = replica.holdIncoming(SessionMessage.EVT_SESSION_CREATED);
        String id = primary.manager.createSession(null).getId();
        created.await();
        primary.setAttribute(id, "name", "value");
        delta.pass();
        created.release();
        last.pass();
        return replica.getAttribute(id, "name");
    }

    @Test
    @Tag("defect")
    public void testFirstAttribute() throws Exception {
        Assertions.assertEquals("value", firstAttribute(false));
    }

    @Test
    public void testFirstAttributeWithOrderInterceptor() throws Exception {
        Assertions.assertEquals("value", firstAttribute(true));
    }

    /** Two requests change one attribute. The first one's message is on its way for longer. */
    private Object parallelRequests(boolean order) throws Exception {
        startCluster(TesterDeltaNode.SYNC, order);
        String id = primary.manager.createSession(null).getId();
        Held first = primary.holdOutgoing(SessionMessage.EVT_SESSION_DELTA);
        TesterThread<Void> request = TesterThread.start(() -> primary.setAttribute(id, "name", "first"));
        first.await();
        primary.setAttribute(id, "name", "second");
        first.release();
        request.join();
        return replica.getAttribute(id, "name");
    }

    @Test
    @Tag("defect")
    public void testParallelRequests() throws Exception {
        Assertions.assertEquals("second", parallelRequests(false));
    }

    @Test
    public void testParallelRequestsWithOrderInterceptor() throws Exception {
        Assertions.assertEquals("second", parallelRequests(true));
    }

    /** As ReplicationValve does: the message is made, and later it is sent. Another request comes in between. */
    @Test
    @Tag("defect")
    public void testParallelRequestsBeforeOrderInterceptor() throws Exception {
        startCluster(TesterDeltaNode.SYNC, true);
        String id = primary.manager.createSession(null).getId();
        ClusterMessage first = primary.change(id, "name", "first");
        primary.setAttribute(id, "name", "second");
        primary.cluster.send(first);
        Assertions.assertEquals("second", replica.getAttribute(id, "name"));
    }

    /** Acknowledged means applied: synchronous replication promises that. */
    @Test
    @Tag("defect")
    public void testSynchronousWithOrderInterceptor() throws Exception {
        startCluster(TesterDeltaNode.SYNC, true);
        String id = primary.manager.createSession(null).getId();
        Held first = primary.holdOutgoing(SessionMessage.EVT_SESSION_DELTA);
        TesterThread<Void> request = TesterThread.start(() -> primary.setAttribute(id, "name", "first"));
        first.await();
        primary.setAttribute(id, "name", "second");
        Object acknowledged = replica.getAttribute(id, "name");
        first.release();
        request.join();
        Assertions.assertEquals("second", acknowledged);
    }
}
