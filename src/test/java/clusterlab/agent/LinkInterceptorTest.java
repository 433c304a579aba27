package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.tribes.ChannelMessage;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.InterceptorPayload;
import org.apache.catalina.tribes.io.ChannelData;
import org.apache.catalina.tribes.membership.StaticMember;
import org.junit.jupiter.api.Test;

class LinkInterceptorTest {
    private static final long DELAY = 200;
    private static final List<Peer> PEERS = List.of(peer(1), peer(2), peer(3), peer(4));

    @Test
    void delayedMembersDoNotWaitForEachOther() throws Exception {
        Links links = new Links("node1", PEERS, Set.of(), 1);
        LinkFault slow = new LinkFault(false, 0, DELAY, 0);
        links.set(Map.of("node2", slow, "node3", slow, "node4", new LinkFault(false, 0, DELAY + 1, 0)), Set.of());
        Sender sender = new Sender();
        LinkInterceptor interceptor = new LinkInterceptor(links);
        interceptor.setNext(sender);
        long start = System.nanoTime();
        interceptor.sendMessage(new Member[] {member(2), member(3), member(4)}, new ChannelData(true), null);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(sender.ports).containsExactly(4002, 4003, 4004);
        assertThat(millis).isBetween(DELAY, 2 * DELAY - 1);
    }

    @Test
    void aDelayedMemberDoesNotWaitForACutOne() throws Exception {
        Links links = new Links("node1", PEERS, Set.of(), 1);
        links.set(Map.of("node2", new LinkFault(true, 0, 0, 0), "node3", new LinkFault(false, 0, 1, 0)), Set.of());
        Sender sender = new Sender();
        LinkInterceptor interceptor = new LinkInterceptor(links);
        interceptor.setNext(sender);
        // When the message for node3 is under way, the cut heals; the sender still waits for it.
        sender.onFirst = () -> links.set(Map.of(), Set.of());
        interceptor.sendMessage(new Member[] {member(2), member(3)}, new ChannelData(true), null);
        assertThat(sender.ports).containsExactly(4003, 4002);
    }

    private static Peer peer(int i) {
        return new Peer("node" + i, i - 1, "127.0.0.1", 4000 + i);
    }

    private static Member member(int i) throws Exception {
        return new StaticMember("127.0.0.1", 4000 + i, 0);
    }

    /** Where messages go that got through. */
    private static final class Sender extends ChannelInterceptorBase {
        private final List<Integer> ports = new CopyOnWriteArrayList<>();
        private Runnable onFirst = () -> {};

        @Override
        public void sendMessage(Member[] destination, ChannelMessage message, InterceptorPayload payload) {
            Arrays.stream(destination).map(Member::getPort).forEach(ports::add);
            onFirst.run();
            onFirst = () -> {};
        }
    }
}
