package org.apache.catalina.ha.session;

import java.util.concurrent.CountDownLatch;

import org.apache.catalina.tribes.TesterHoldInterceptor.Held;
import org.apache.catalina.tribes.TesterThread;
import org.apache.catalina.util.StandardSessionIdGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes that a node which joins misses for other reasons than the one in {@link TestDeltaManagerStateTransfer}. */
public class TestDeltaManagerJoin extends DeltaManagerJoinBaseTest {

    /** The change arrives at the joiner when its channel is open but its manager has not started, and later at the source. */
    @Test
    @Tag("defect")
    public void testChangeBeforeManagerStarts() throws Exception {
        startCluster(false);
        joiner.manager.setStateTimestampDrop(false);
        writer.channel.join(joiner.channel);
        Held delta = source.holdIncoming(SessionMessage.EVT_SESSION_DELTA);
        Held early = joiner.holdIncoming(SessionMessage.EVT_SESSION_DELTA);
        TesterThread<Void> change = TesterThread.start(() -> writer.setAttribute(id, "name", "value"));
        early.pass();
        delta.await();
        joiner.manager.start();
        delta.release();
        change.join();
        Assertions.assertEquals("value", joiner.getAttribute(id, "name"));
    }

    /** The writer changes the session after the transfer, and learns of the joiner after that. */
    @Test
    @Tag("defect")
    public void testChangeBeforeMemberIsAdded() throws Exception {
        startCluster(false);
        joiner.manager.start();
        writer.setAttribute(id, "name", "value");
        writer.channel.join(joiner.channel);
        Assertions.assertEquals("value", joiner.getAttribute(id, "name"));
    }

    /** A session begins at the source: its time stamp is older than the transfer, but it is not in it. */
    private Object sessionThatBegins() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.manager.setSessionIdGenerator(new StandardSessionIdGenerator() {
            @Override
            public String generateSessionId(String route) {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "new";
            }
        });
        TesterThread<Void> create = TesterThread.start(() -> source.manager.createSession(null));
        begun.await();
        nextMillisecond();
        Held complete = joiner.holdIncoming(SessionMessage.EVT_ALL_SESSION_TRANSFERCOMPLETE);
        TesterThread<Void> start = TesterThread.start(joiner.manager::start);
        complete.await();
        go.countDown();
        create.join();
        complete.release();
        start.join();
        source.setAttribute("new", "name", "value");
        return joiner.getAttribute("new", "name");
    }

    @Test
    @Tag("defect")
    public void testSessionThatBegins() throws Exception {
        startCluster(false);
        Assertions.assertEquals("value", sessionThatBegins());
    }

    @Test
    public void testSessionThatBeginsWithoutStateTimestampDrop() throws Exception {
        startCluster(false);
        joiner.manager.setStateTimestampDrop(false);
        Assertions.assertEquals("value", sessionThatBegins());
    }
}
