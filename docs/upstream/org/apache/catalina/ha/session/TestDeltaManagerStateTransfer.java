package org.apache.catalina.ha.session;

import org.apache.catalina.tribes.TesterHoldInterceptor.Held;
import org.apache.catalina.tribes.TesterThread;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * DeltaManager.getAllClusterSessions drops a queued change that is older than the source's answer. The source may not have
 * applied this change when it answered.
 */
public class TestDeltaManagerStateTransfer extends DeltaManagerJoinBaseTest {

    /**
     * The change arrives at the joiner before the source answers, and at the source after that: the joiner queues it and
     * then drops it, because it is older than the answer.
     */
    private Object queuedChangeThatTheSourceHadNotApplied() throws Exception {
        writer.channel.join(joiner.channel);
        Held request = source.holdIncoming(SessionMessage.EVT_GET_ALL_SESSIONS);
        Held delta = source.holdIncoming(SessionMessage.EVT_SESSION_DELTA);
        Held queued = joiner.holdIncoming(SessionMessage.EVT_SESSION_DELTA);
        TesterThread<Void> start = TesterThread.start(joiner.manager::start);
        request.await();
        TesterThread<Void> change = TesterThread.start(() -> writer.setAttribute(id, "name", "value"));
        queued.pass();
        delta.await();
        Assertions.assertEquals(1, joiner.manager.getReceivedQueueSize());
        nextMillisecond();
        request.release();
        start.join();
        delta.release();
        change.join();
        Assertions.assertEquals("value", source.getAttribute(id, "name"));
        return joiner.getAttribute(id, "name");
    }

    @Test
    @Tag("defect")
    public void testQueuedChange() throws Exception {
        startCluster(false);
        Assertions.assertEquals("value", queuedChangeThatTheSourceHadNotApplied());
    }

    @Test
    public void testQueuedChangeWithoutStateTimestampDrop() throws Exception {
        startCluster(false);
        joiner.manager.setStateTimestampDrop(false);
        Assertions.assertEquals("value", queuedChangeThatTheSourceHadNotApplied());
    }

    @Test
    @Tag("defect")
    public void testQueuedChangeWithoutSendAllSessions() throws Exception {
        startCluster(false);
        source.manager.setSendAllSessions(false);
        Assertions.assertEquals("value", queuedChangeThatTheSourceHadNotApplied());
    }

    @Test
    @Tag("defect")
    public void testQueuedChangeWithOrderInterceptor() throws Exception {
        startCluster(true);
        Assertions.assertEquals("value", queuedChangeThatTheSourceHadNotApplied());
    }
}
