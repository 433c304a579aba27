package clusterlab.agent;

import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelMessage;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.InterceptorPayload;

/** Counts what a node sends, as the first interceptor of its channel: the next one may encrypt it. */
public final class TrafficInterceptor extends ChannelInterceptorBase implements TrafficInterceptorMBean {
    private final Links links;
    private final Traffic traffic;

    /** For server.xml, in a process of its own. */
    public TrafficInterceptor() {
        this(Instruments.ofThisJvm());
    }

    /** Counts messages to the nodes of the plan. */
    public TrafficInterceptor(Instruments instruments) {
        links = instruments.links();
        traffic = instruments.traffic();
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
