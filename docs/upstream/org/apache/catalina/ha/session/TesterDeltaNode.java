package org.apache.catalina.ha.session;

import java.io.Serializable;
import java.util.function.Predicate;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.apache.catalina.ha.ClusterMessage;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.TesterChannel;
import org.apache.catalina.tribes.TesterHoldInterceptor;

/**
 * A node of a cluster: a SimpleTcpCluster with its channel, and the DeltaManager of one web application. Nothing serves
 * requests; the test does with sessions what ReplicationValve does.
 */
class TesterDeltaNode implements AutoCloseable {

    /** Synchronous replication: what has been sent has been applied by each member. */
    static final int SYNC = Channel.SEND_OPTIONS_USE_ACK | Channel.SEND_OPTIONS_SYNCHRONIZED_ACK;

    final TesterChannel channel;
    final SimpleTcpCluster cluster = new SimpleTcpCluster();
    final DeltaManager manager = new DeltaManager();
    private final StandardServer server = new StandardServer();

    TesterDeltaNode(String name, int sendOptions, ChannelInterceptor... interceptors) throws Exception {
        channel = new TesterChannel(interceptors);
        StandardService service = new StandardService();
        service.setName(name);
        StandardEngine engine = new StandardEngine();
        engine.setName(name);
        engine.setDefaultHost("localhost");
        service.setContainer(engine);
        server.addService(service);
        server.setUtilityThreads(1);
        StandardHost host = new StandardHost();
        host.setName("localhost");
        engine.addChild(host);
        StandardContext context = new StandardContext();
        context.setName("/test");
        context.setPath("/test");
        host.addChild(context);
        server.init();
        cluster.setContainer(engine);
        cluster.setChannel(channel);
        cluster.setChannelStartOptions(TesterChannel.START_OPTIONS);
        cluster.setChannelSendOptions(sendOptions);
        cluster.start();
        manager.setContext(context);
        manager.setCluster(cluster);
    }

    /** What a request does that sets an attribute: it changes the session and sends the change. */
    void setAttribute(String id, String name, Object value) throws Exception {
        cluster.send(change(id, name, value));
    }

    /** Changes the session; the message is sent later. */
    ClusterMessage change(String id, String name, Object value) throws Exception {
        ((DeltaSession) manager.findSession(id)).setAttribute(name, value);
        return manager.requestCompleted(id);
    }

    Object getAttribute(String id, String name) throws Exception {
        DeltaSession session = (DeltaSession) manager.findSession(id);
        return session == null ? "no session" : session.getAttribute(name);
    }

    TesterHoldInterceptor.Held holdIncoming(int eventType) {
        return channel.holdIncoming(message(eventType));
    }

    TesterHoldInterceptor.Held holdOutgoing(int eventType) {
        return channel.holdOutgoing(message(eventType));
    }

    private static Predicate<Serializable> message(int eventType) {
        return msg -> msg instanceof SessionMessage sessionMsg && sessionMsg.getEventType() == eventType;
    }

    @Override
    public void close() throws LifecycleException {
        channel.forget();
        if (manager.getState().isAvailable()) {
            manager.stop();
            manager.destroy();
        }
        cluster.stop();
        cluster.destroy();
        server.destroy();
    }
}
