package clusterlab.agent;

import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelMessage;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.InterceptorPayload;

/** Counts what a node sends, as the first interceptor of its channel: the next one may encrypt it. */
public final class TrafficInterceptor extends ChannelInterceptorBase {
    private final Links links;
    private final Traffic traffic;

    /** Counts messages to the nodes that these links know. */
    public TrafficInterceptor(Links links, Traffic traffic) {
        this.links = links;
        this.traffic = traffic;
    }

    @Override
    public void sendMessage(Member[] destination, ChannelMessage message, InterceptorPayload payload)
            throws ChannelException {
        for (Member member : destination) {
            String name = links.name(member);
            if (name != null) {
                traffic.sent(name, message);
            }
        }
        super.sendMessage(destination, message, payload);
    }
}
