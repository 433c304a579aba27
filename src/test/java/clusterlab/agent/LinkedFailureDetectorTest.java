package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.membership.StaticMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkedFailureDetectorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /**
     * StaticMembershipProvider.ping handles the answers of all members when the last one came. The answer of a member that
     * meanwhile announced its end puts it back on the provider's list, and the provider does not report the next start of a
     * member that it lists (memberAdded).
     */
    @Test
    void aMemberThatIsListedAgainAfterItsEndIsSeenAtTheNextHeartbeat() throws Exception {
        assertThat(seenWhenListedAgain(false)).hasSize(1);
    }

    @Test
    void withTheStockLifecycleItStaysUnseenAsInTomcat() throws Exception {
        assertThat(seenWhenListedAgain(true)).isEmpty();
    }

    private static Member[] seenWhenListedAgain(boolean stock) throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 1, LOOPBACK)) {
            Membership membership = new Membership(receiver.getLocalPort());
            LinkedFailureDetector detector = detector(membership, stock);
            detector.memberAdded(membership.member(1_000, new byte[0]));
            detector.memberDisappeared(membership.member(2_000, Member.SHUTDOWN_PAYLOAD));
            membership.listed = List.of(membership.member(1_900, new byte[0]));
            detector.heartbeat();
            return detector.getMembers();
        }
    }

    @Test
    void aMemberThatIsListedAgainAfterItsEndButDoesNotAnswerStaysUnseen() throws Exception {
        Membership membership;
        LinkedFailureDetector detector;
        try (ServerSocket receiver = new ServerSocket(0, 1, LOOPBACK)) {
            membership = new Membership(receiver.getLocalPort());
            detector = detector(membership, false);
            detector.memberAdded(membership.member(1_000, new byte[0]));
        }
        detector.memberDisappeared(membership.member(2_000, Member.SHUTDOWN_PAYLOAD));
        membership.listed = List.of(membership.member(1_900, new byte[0]));
        detector.heartbeat();
        assertThat(detector.getMembers()).isEmpty();
    }

    private static LinkedFailureDetector detector(Membership membership, boolean stock) {
        LinkedFailureDetector detector = new LinkedFailureDetector(new Links("node1", List.of(), Set.of(), 1), stock);
        detector.setNext(membership);
        detector.ask();
        return detector;
    }

    /** A membership with a list for the next interceptor. */
    private static final class Membership extends ChannelInterceptorBase {
        private final int port;
        private List<Member> listed = List.of();

        private Membership(int port) {
            this.port = port;
        }

        /** A new object for the same member, as each message brings one. */
        private Member member(long aliveMillis, byte[] command) throws Exception {
            StaticMember member = new StaticMember("127.0.0.1", port, aliveMillis);
            member.setUniqueId(Peer.uniqueId(1));
            member.setCommand(command);
            return member;
        }

        @Override
        public Member[] getMembers() {
            return listed.toArray(Member[]::new);
        }

        @Override
        public @Nullable Member getMember(Member wanted) {
            return listed.stream().filter(wanted::equals).findFirst().orElse(null);
        }

        @Override
        public Member getLocalMember(boolean incAlive) {
            try {
                return new StaticMember("127.0.0.1", 1, 0);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
