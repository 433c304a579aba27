package org.apache.catalina.ha.session;

import java.util.Arrays;
import java.util.Comparator;

import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.group.AbsoluteOrder;
import org.apache.catalina.tribes.group.interceptors.OrderInterceptor;
import org.junit.jupiter.api.AfterEach;

/**
 * A node joins and fetches the sessions from a source, while a third node, the writer, changes a session. All replication is
 * synchronous, so each change is acknowledged by all members. The node that joined has to have them all.
 */
public abstract class DeltaManagerJoinBaseTest {

    protected TesterDeltaNode source;
    protected TesterDeltaNode writer;
    protected TesterDeltaNode joiner;
    protected String id;

    protected void startCluster(boolean order) throws Exception {
        TesterDeltaNode[] nodes = { node("node1", order), node("node2", order), node("node3", order) };
        // OrderInterceptor sends to one member after the other, the lowest port first: it must be the joiner's
        Arrays.sort(nodes, Comparator.comparing(node -> node.cluster.getLocalMember(), AbsoluteOrder.comp));
        joiner = nodes[0];
        source = nodes[1];
        writer = nodes[2];
        source.manager.start();
        writer.manager.start();
        source.channel.join(writer.channel, joiner.channel);
        writer.channel.join(source.channel);
        joiner.channel.join(source.channel);
        id = writer.manager.createSession(null).getId();
    }

    private static TesterDeltaNode node(String name, boolean order) throws Exception {
        return new TesterDeltaNode(name, TesterDeltaNode.SYNC,
                order ? new ChannelInterceptor[] { new OrderInterceptor() } : new ChannelInterceptor[0]);
    }

    @AfterEach
    public void stopCluster() throws Exception {
        for (TesterDeltaNode node : new TesterDeltaNode[] { joiner, writer, source }) {
            if (node != null) {
                node.close();
            }
        }
    }

    /** Time stamps have milliseconds. */
    protected static void nextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }
}
