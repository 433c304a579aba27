package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionTouchesTest {
    private final AtomicLong now = new AtomicLong();
    private final SessionTouches touches = new SessionTouches(true, now::get);

    private void pass(long millis) {
        now.addAndGet(millis * 1_000_000);
    }

    private void request(String session, String... set) {
        SessionTouches.RequestNotes notes = touches.begin(session);
        for (String name : set) {
            SessionTouches.set(name);
        }
        touches.end(notes, session);
    }

    @Test
    void countsWhatEachRequestSets() {
        request("a.node1", "cart", "user");
        pass(100);
        request("a.node1", "cart");
        pass(30);
        SessionTouches.Known known = touches.known("a.node1");
        assertThat(known.requests()).isEqualTo(2);
        assertThat(known.sets("cart")).isEqualTo(2);
        assertThat(known.sets("user")).isEqualTo(1);
        assertThat(known.sets("other")).isZero();
        assertThat(known.setMillisAgo("cart")).isEqualTo(30);
        assertThat(known.setMillisAgo("user")).isEqualTo(130);
        assertThat(known.setMillisAgo("other")).isEqualTo(-1);
        assertThat(known.requestsSinceSet("cart")).isZero();
        assertThat(known.requestsSinceSet("user")).isEqualTo(1);
        assertThat(known.idleMillis()).isEqualTo(30);
        assertThat(known.trackedMillis()).isEqualTo(130);
    }

    @Test
    void aSessionIsNotIdleWhileARequestRuns() {
        request("a");
        pass(5_000);
        SessionTouches.RequestNotes running = touches.begin("a");
        assertThat(touches.known("a").idleMillis()).isZero();
        touches.end(running, "a");
        pass(7);
        assertThat(touches.known("a").idleMillis()).isEqualTo(7);
    }

    /** Also a session that this request makes, which was not known when it began. */
    @Test
    void itIsInUseUntilItsChangesWereSent() {
        SessionTouches.WholeRequest whole = touches.beginWhole();
        request("a", "cart");
        pass(20);
        assertThat(touches.known("a").idleMillis()).as("its changes are sent").isZero();
        touches.endWhole(whole);
        pass(7);
        assertThat(touches.known("a").idleMillis()).isEqualTo(7);
        request("a");
        assertThat(touches.known("a").requestsSinceSet("cart")).isEqualTo(1);
        SessionTouches.WholeRequest slow = touches.beginWhole();
        request("a", "cart");
        // As from a client that has read Content-Length bytes, in another thread.
        SessionTouches.RequestNotes next = touches.begin("a");
        touches.endWhole(slow);
        touches.end(next, "a");
        assertThat(touches.known("a").requestsSinceSet("cart"))
                .as("two at once")
                .isEqualTo(-1);
    }

    @Test
    void tellsEachTouchOnce() {
        request("a");
        request("b");
        assertThat(touches.drain().sessions()).containsExactlyInAnyOrder("a", "b");
        assertThat(touches.drain().sessions()).isEmpty();
        request("b");
        touches.refused("b", "owner");
        Touched touched = touches.drain();
        assertThat(touched.sessions()).containsExactly("b");
        assertThat(touched.refusals()).singleElement().satisfies(one -> assertThat(one.attribute())
                .isEqualTo("owner"));
    }

    @Test
    void aChangeThatNoRequestMadeIsNotCounted() {
        request("a", "cart");
        // As when a change of another node arrives.
        SessionTouches.set("cart");
        assertThat(touches.known("a").sets("cart")).isEqualTo(1);
    }

    @Test
    void keepsASampleAndDoesNotKnowTheCountsOfTheOthers() {
        assertThat(touches.known("x").sets("cart")).isZero();
        for (int i = 0; i < 1000; i++) {
            request("s" + i, "cart");
        }
        assertThat(touches.drain().sessions()).hasSize(SessionTouches.MOST);
        assertThat(touches.known("s0").sets("cart")).isEqualTo(1);
        assertThat(touches.known("s999").sets("cart")).isEqualTo(-1);
        pass(61_000);
        request("s999", "cart");
        assertThat(touches.known("s999").sets("cart")).isEqualTo(1);
    }

    @Test
    void remembersTheClassBefore() {
        request("a", "last");
        assertThat(touches.known("a").formerType("last")).isEmpty();
        SessionTouches.RequestNotes notes = touches.begin("a");
        SessionTouches.set("last");
        SessionTouches.replaced("last", "java.lang.String");
        touches.end(notes, "a");
        SessionTouches.replaced("last", "no request");
        assertThat(touches.known("a").formerType("last")).isEqualTo("java.lang.String");
    }

    @Test
    void requestsAtTheSameTimeLeaveNoOrder() {
        request("a", "cart");
        request("a");
        assertThat(touches.known("a").requestsSinceSet("cart")).isEqualTo(1);
        SessionTouches.RequestNotes one = touches.begin("a");
        SessionTouches.RequestNotes other = touches.begin("a");
        touches.end(other, "a");
        touches.end(one, "a");
        assertThat(touches.known("a").requestsSinceSet("cart")).isEqualTo(-1);
    }

    @Test
    void followsASessionToItsNewId() {
        request("a.node1", "cart");
        touches.renamed("a.node1", "a.node2");
        assertThat(touches.known("a.node1").requests()).isEqualTo(-1);
        assertThat(touches.known("a.node2").sets("cart")).isEqualTo(1);
        touches.ended("a.node2");
        assertThat(touches.known("a.node2").requests()).isEqualTo(-1);
    }

    @Test
    void tracksNothingWhenItIsOff() {
        SessionTouches off = new SessionTouches(false, now::get);
        assertThat(off.begin("a")).isNull();
        off.end(null, "a");
        assertThat(off.drain().sessions()).isEmpty();
    }
}
